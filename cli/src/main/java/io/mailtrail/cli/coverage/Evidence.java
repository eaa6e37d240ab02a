package io.mailtrail.cli.coverage;

import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.model.CoverageStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a question is answered from: files, or the running stack. */
interface Evidence {
  /** Every statement there is. */
  List<CoverageStatement> statements();

  /**
   * The mailbox with every name by which records go: its address and GUID, from records that name
   * both. Empty where its records could not be told from those of others, so that finding none
   * would say nothing.
   *
   * @param tenant empty for any
   */
  Optional<Mailbox> mailbox(String tenant, Mailbox mailbox);

  /** The same for somebody who acts: a person, an application, a service. */
  Optional<Mailbox> actor(String tenant, Mailbox account);

  /**
   * How many records there are of what the question asks for.
   *
   * @param tenant empty for any
   * @param from inclusive
   * @param to exclusive
   */
  long count(String tenant, Question question, Instant from, Instant to);

  /** How completely the tenant's records were collected, and can be searched. */
  Collected collected(String tenant, Instant from, Instant to);
}
