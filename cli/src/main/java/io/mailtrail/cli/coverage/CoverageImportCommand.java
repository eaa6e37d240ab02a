package io.mailtrail.cli.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
import io.mailtrail.ingest.KafkaEnds;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail coverage import}: exported settings, into Kafka. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Publish what an administrator exported to audit.coverage, from where it is indexed.",
      "Get-Mailbox, Get-OrganizationConfig, Get-AdminAuditLogConfig and"
          + " Get-MailboxAuditBypassAssociation as Format-List text, CSV or JSON, and lists of"
          + " users with their licences. Importing a file again changes nothing but its time."
    },
    footerHeading = "%nHow to export:%n",
    footer = {
      "  $$FormatEnumerationLimit = -1",
      "  Get-Mailbox -ResultSize Unlimited | FL Name,UserPrincipalName,ExchangeGuid,"
          + "RecipientTypeDetails,Audit*,DefaultAuditSet > mailboxes.txt",
      "  Get-OrganizationConfig | FL AuditDisabled > organisation.txt",
      "  Get-AdminAuditLogConfig | FL UnifiedAuditLogIngestionEnabled > ingestion.txt",
      "  Get-MailboxAuditBypassAssociation -ResultSize Unlimited | FL Name,AuditBypassEnabled"
          + " > bypass.txt"
    })
final class CoverageImportCommand implements Callable<Integer> {
  @ParentCommand private CoverageCommand parent;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Exported settings.")
  private List<Path> files;

  @Option(
      names = "--tenant",
      required = true,
      paramLabel = "ID",
      description = "Whose settings these are: the files do not say.")
  private String tenant;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Times.class,
      description = "When they were exported (default: when each file was last written).")
  private Instant at;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Override
  public Integer call() {
    MailtrailCommand main = parent.main();
    Streams streams = main.streams();
    ConfigFiles exports =
        new ConfigFiles(tenant.strip().toLowerCase(Locale.ROOT), at, streams.err());
    Map<Path, List<CoverageStatement>> statements = new LinkedHashMap<>();
    files.forEach(file -> statements.put(file, exports.read(file)));
    publish(statements.values().stream().flatMap(List::stream).toList());
    statements.forEach(
        (file, made) ->
            streams.err().println(file.getFileName() + ": " + made.size() + " statements"));
    return exports.hasProblems() ? Exit.REFUSED : Exit.OK;
  }

  private void publish(List<CoverageStatement> statements) {
    Map<String, Object> settings = new HashMap<>(KafkaEnds.producerSettings());
    settings.put("bootstrap.servers", bootstrap);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (CoverageStatement statement : statements) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    Topic.COVERAGE.topicName(),
                    statement.id().getBytes(UTF_8),
                    statement.toBytes())));
      }
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while publishing", e);
    } catch (ExecutionException e) {
      throw new Failure(
          "Kafka at " + bootstrap + " did not take it: " + e.getCause().getMessage(), e);
    } catch (KafkaException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new Failure("Kafka at " + bootstrap + ": " + reason, e);
    }
  }
}
