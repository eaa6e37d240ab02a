package io.mailtrail.cli.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be said about a compose file without a Docker client: the shape that the Compose
 * specification asks for, as far as our file uses it, and that every name leads somewhere.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">Compose
 *     specification</a>
 */
final class ComposeRules {
  private static final Set<String> TOP_LEVEL =
      Set.of("name", "services", "networks", "volumes", "configs", "secrets");
  private static final Set<String> SERVICE =
      Set.of(
          "build",
          "cap_drop",
          "command",
          "depends_on",
          "entrypoint",
          "env_file",
          "environment",
          "healthcheck",
          "image",
          "logging",
          "networks",
          "ports",
          "profiles",
          "read_only",
          "restart",
          "security_opt",
          "tmpfs",
          "ulimits",
          "user",
          "volumes");
  private static final Set<String> HEALTHCHECK =
      Set.of("test", "interval", "timeout", "retries", "start_period", "disable");
  private static final Set<String> CONDITIONS =
      Set.of("service_started", "service_healthy", "service_completed_successfully");
  private static final Pattern RESTART =
      Pattern.compile("no|always|unless-stopped|on-failure(:\\d+)?");
  private static final Pattern DURATION = Pattern.compile("(\\d+(us|ms|s|m|h))+");
  private static final Pattern PORT =
      Pattern.compile("(?:([\\d.]+):)?(\\d+):(\\d+)(?:/(tcp|udp))?");
  private static final Pattern NAMED_VOLUME = Pattern.compile("([a-z][a-z0-9_-]*):(/.*)");

  private final Map<String, Object> file;
  private final Map<String, Map<String, Object>> services = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private ComposeRules(Map<String, Object> file) {
    this.file = file;
    map(file.get("services")).forEach((name, service) -> services.put(name, map(service)));
  }

  /** Every problem of the file, each beginning with where it is. */
  static List<String> problems(Map<String, Object> file) {
    ComposeRules rules = new ComposeRules(file);
    rules.checkTopLevel();
    rules.services.forEach(rules::checkService);
    rules.checkDependencyCycles();
    rules.checkHostPorts();
    rules.checkDeclared("networks", rules.used("networks"));
    rules.checkDeclared("volumes", rules.used("volumes"));
    return List.copyOf(rules.problems);
  }

  private void checkTopLevel() {
    for (String key : file.keySet()) {
      if (!TOP_LEVEL.contains(key) && !key.startsWith("x-")) {
        problem(key, "no such element");
      }
    }
    if (services.isEmpty()) {
      problem("services", "there are none");
    }
  }

  private void checkService(String name, Map<String, Object> service) {
    for (String key : service.keySet()) {
      if (!SERVICE.contains(key)) {
        problem(name + "." + key, "no such element, or one these rules do not know");
      }
    }
    if (!service.containsKey("image") && !service.containsKey("build")) {
      problem(name, "has neither image nor build");
    }
    if (service.containsKey("restart")
        && !RESTART.matcher(String.valueOf(service.get("restart"))).matches()) {
      problem(name + ".restart", "no such policy: " + service.get("restart"));
    }
    map(service.get("environment"))
        .forEach(
            (variable, value) -> {
              if (!(value instanceof String)) {
                problem(name + ".environment." + variable, "is not a text: quote it");
              }
            });
    for (Object file : list(service.get("env_file"))) {
      checkEnvironmentFile(name + ".env_file", file);
    }
    checkHealth(name, map(service.get("healthcheck")));
    checkDependencies(name, map(service.get("depends_on")));
    for (Object port : list(service.get("ports"))) {
      checkPort(name, String.valueOf(port));
    }
  }

  /** A file that may be missing has to say so: else no command works on a fresh clone. */
  private void checkEnvironmentFile(String where, Object file) {
    Map<String, Object> entry = map(file);
    if (!(entry.get("path") instanceof String) || !(entry.get("required") instanceof Boolean)) {
      problem(where, "must have a path and say whether it is required: " + file);
    }
    entry.keySet().stream()
        .filter(key -> !Set.of("path", "required").contains(key))
        .forEach(key -> problem(where + "." + key, "no such element"));
  }

  private void checkHealth(String name, Map<String, Object> health) {
    if (health.isEmpty()) {
      return;
    }
    health.keySet().stream()
        .filter(key -> !HEALTHCHECK.contains(key))
        .forEach(key -> problem(name + ".healthcheck." + key, "no such element"));
    List<Object> test = list(health.get("test"));
    if (test.size() < 2 || !Set.of("CMD", "CMD-SHELL").contains(String.valueOf(test.get(0)))) {
      problem(name + ".healthcheck.test", "must begin with CMD or CMD-SHELL and name a command");
    }
    for (String key : List.of("interval", "timeout", "start_period")) {
      Object value = health.get(key);
      if (value != null && !DURATION.matcher(String.valueOf(value)).matches()) {
        problem(name + ".healthcheck." + key, "is no duration: " + value);
      }
    }
  }

  private void checkDependencies(String name, Map<String, Object> dependencies) {
    dependencies.forEach(
        (other, how) -> {
          String where = name + ".depends_on." + other;
          Map<String, Object> service = services.get(other);
          String condition = String.valueOf(map(how).get("condition"));
          if (service == null) {
            problem(where, "no such service");
          } else if (!CONDITIONS.contains(condition)) {
            problem(where, "no such condition: " + condition);
          } else if (condition.equals("service_healthy") && !service.containsKey("healthcheck")) {
            problem(where, "has no health check to wait for");
          } else if (condition.equals("service_completed_successfully")
              && Set.of("always", "unless-stopped").contains(service.get("restart"))) {
            problem(where, "is started again whenever it ends, so it never completes");
          }
        });
  }

  private void checkPort(String name, String port) {
    Matcher matcher = PORT.matcher(port);
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(2)) > 65_535
        || Integer.parseInt(matcher.group(3)) > 65_535) {
      problem(name + ".ports", "is no address:port:port: " + port);
    } else if (!"127.0.0.1".equals(matcher.group(1))) {
      problem(name + ".ports", "is published beyond loopback: " + port);
    }
    if (networksOf(services.get(name)).stream().allMatch(this::isInternal)) {
      problem(name + ".ports", "cannot be published: every network of the service is internal");
    }
  }

  private void checkHostPorts() {
    Set<String> taken = new HashSet<>();
    services.forEach(
        (name, service) -> {
          for (Object port : list(service.get("ports"))) {
            Matcher matcher = PORT.matcher(String.valueOf(port));
            if (matcher.matches() && !taken.add(matcher.group(2))) {
              problem(name + ".ports", "host port is taken by another service: " + port);
            }
          }
        });
  }

  private void checkDependencyCycles() {
    for (String name : services.keySet()) {
      Set<String> reached = new HashSet<>();
      List<String> next = new ArrayList<>(map(services.get(name).get("depends_on")).keySet());
      while (!next.isEmpty()) {
        String other = next.remove(next.size() - 1);
        if (services.containsKey(other) && reached.add(other)) {
          next.addAll(map(services.get(other).get("depends_on")).keySet());
        }
      }
      if (reached.contains(name)) {
        problem(name + ".depends_on", "leads back to itself");
      }
    }
  }

  private void checkDeclared(String kind, Set<String> used) {
    Set<String> declared = map(file.get(kind)).keySet();
    used.stream()
        .filter(name -> !declared.contains(name))
        .forEach(name -> problem(kind + "." + name, "is used and not declared"));
    declared.stream()
        .filter(name -> !used.contains(name))
        .forEach(name -> problem(kind + "." + name, "is declared and not used"));
  }

  private Set<String> used(String kind) {
    Set<String> used = new HashSet<>();
    for (Map<String, Object> service : services.values()) {
      for (Object value : list(service.get(kind))) {
        Matcher named = NAMED_VOLUME.matcher(String.valueOf(value));
        used.add(named.matches() ? named.group(1) : String.valueOf(value));
      }
    }
    return used;
  }

  static List<String> networksOf(Map<String, Object> service) {
    return list(service.get("networks")).stream().map(String::valueOf).toList();
  }

  private boolean isInternal(String network) {
    return Boolean.TRUE.equals(map(map(file.get("networks")).get(network)).get("internal"));
  }

  private void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  /** A YAML mapping with text keys; empty where there is none. */
  @SuppressWarnings("unchecked") // what SnakeYAML makes of a mapping whose keys are plain words
  static Map<String, Object> map(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Map.of();
  }

  @SuppressWarnings("unchecked") // what SnakeYAML makes of a sequence
  static List<Object> list(Object value) {
    return value instanceof List ? (List<Object>) value : List.of();
  }
}
