package io.mailtrail.dashboards;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.model.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Runs the console as a process of its own: {@code ConsoleMain [settings.yaml]}. */
public final class ConsoleMain {
  private ConsoleMain() {}

  public static void main(String[] arguments) {
    Optional<Path> file =
        arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0]));
    try {
      ConsoleConfig config =
          ConsoleConfig.from(Settings.load(file, System.getenv(), ConsoleConfig.SETTINGS));
      Console console = Console.start(config);
      Runtime.getRuntime().addShutdownHook(new Thread(console::close, "console-shutdown"));
    } catch (ConfigException e) {
      e.problems().forEach(System.err::println);
      System.exit(2);
    }
  }
}
