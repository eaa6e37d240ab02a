package io.mailtrail.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
  private static final Set<String> KNOWN =
      Set.of("user.email", "event.action", "@timestamp", "o365", "o365.audit.Parameters", "_id");

  @Test
  void findsTheNamesThatAQueryAsksFor() {
    assertThat(FieldNames.in("user.email:a AND (NOT event.action:(x OR y)) @timestamp:[a TO b]"))
        .containsExactly("user.email", "event.action", "@timestamp");
    assertThat(FieldNames.in("_exists_:o365.audit.Parameters.ForwardTo"))
        .containsExactly("o365.audit.Parameters.ForwardTo");
  }

  @Test
  void whatIsQuotedOrEscapedIsNoName() {
    assertThat(FieldNames.in("\"user.emial:x\" a\\:b")).isEmpty();
  }

  @Test
  void aFieldThatDoesNotExistIsNamedWithTheOneThatWasMeant() {
    assertThat(FieldNames.unknown("usr.email", KNOWN))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("usr.email").contains("“user.email”"));
    assertThat(FieldNames.unknown("action", KNOWN))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("“event.action”"));
    assertThat(FieldNames.unknown("zzzzzzzzzz", KNOWN))
        .hasValueSatisfying(sentence -> assertThat(sentence).doesNotContain("did you mean"));
  }

  @Test
  void namesBelowANameValueListAreNotUnknown() {
    assertThat(FieldNames.unknown("o365.audit.Parameters.ForwardTo", KNOWN)).isEmpty();
    assertThat(FieldNames.unknown("user.email", KNOWN)).isEmpty();
    assertThat(FieldNames.unknown("o365.audit.Nothing", KNOWN)).isPresent();
  }
}
