package io.mailtrail.coverage;

/** What a judgement takes for granted because nothing that was imported says it. */
public enum Assumption {
  INGESTION(
      "UnifiedAuditLogIngestionEnabled was not imported; True is taken, as Microsoft sets it"),
  ORGANISATION("AuditDisabled was not imported; False is taken, as Microsoft sets it"),
  BYPASS("no bypass association was imported for the actor; none is taken"),
  UNCHANGED("an export of later shows it, and no record of a change in between is known"),
  NAME("settings were joined to this mailbox because a plain name is the same");

  private final String sentence;

  Assumption(String sentence) {
    this.sentence = sentence;
  }

  /** For a person, without a full stop. */
  public String sentence() {
    return sentence;
  }
}
