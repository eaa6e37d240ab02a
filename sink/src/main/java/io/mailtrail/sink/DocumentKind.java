package io.mailtrail.sink;

import io.mailtrail.model.Topic;

/** What a document is: decides its topic, its index and where its version comes from. */
public enum DocumentKind {
  /** A normalised event; the version is the fidelity of its origin. */
  EVENT("event", Topic.EVENTS),
  /** One version of an alert; the version is its Kafka offset + 1. */
  ALERT("alert", Topic.ALERTS),
  /** A record that a stage could not handle; the version is its Kafka offset + 1. */
  FAILED("failed", Topic.FAILED),
  /** One state of a listing window, blob or file; the version is its Kafka offset + 1. */
  LEDGER("ledger", Topic.LEDGER),
  /** One statement on what is being audited; the version is its Kafka offset + 1. */
  COVERAGE("coverage", Topic.COVERAGE);

  private final String label;
  private final Topic topic;

  DocumentKind(String label, Topic topic) {
    this.label = label;
    this.topic = topic;
  }

  /** The name in metrics, logs and operator ids. */
  public String label() {
    return label;
  }

  /** Where documents of this kind come from. */
  public Topic topic() {
    return topic;
  }
}
