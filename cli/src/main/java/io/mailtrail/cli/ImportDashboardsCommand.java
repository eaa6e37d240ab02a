package io.mailtrail.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail import-dashboards}: the saved objects, into OpenSearch Dashboards. */
@Command(
    name = "import-dashboards",
    mixinStandardHelpOptions = true,
    description = "Import saved objects into OpenSearch Dashboards, over those of the same id.")
final class ImportDashboardsCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;

  @Parameters(paramLabel = "FILE", description = "An export of saved objects (NDJSON).")
  private Path file;

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:5601",
      description = "Where OpenSearch Dashboards listens (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait until it is ready (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() throws InterruptedException {
    byte[] objects;
    try {
      objects = Files.readAllBytes(file);
    } catch (IOException e) {
      throw Failure.file(file, e);
    }
    DashboardsImport dashboards = new DashboardsImport(url);
    dashboards.awaitReady(Duration.ofSeconds(patienceSeconds));
    try {
      int imported = dashboards.run(objects);
      main.streams().err().println("imported " + imported + " objects into " + url);
    } catch (IOException e) {
      throw new Failure("OpenSearch Dashboards at " + url + ": " + Failure.reason(e), e);
    }
    return Exit.OK;
  }
}
