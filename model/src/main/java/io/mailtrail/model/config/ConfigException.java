package io.mailtrail.model.config;

import java.util.List;

/** The configuration cannot be used. The message holds every problem, each naming its key. */
public final class ConfigException extends RuntimeException {
  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
