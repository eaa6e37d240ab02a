package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request as a whole. */
class BulkSenderTest {
  private ScriptedServer server;
  private OpenSearchHttp http;
  private BulkSender sender;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    http = OpenSearchHttp.open(server.access());
    sender = new BulkSender(http);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aRequestThatIsNotTakenNowIsSentAgain(int status) {
    server.onBulk(bulk -> new ScriptedServer.Answer(status, "{\"error\":\"busy\"}"));

    List<Settled> settled = sender.send(events(3)).join();

    assertThat(settled).hasSize(3).extracting(Settled::outcome).containsOnly(Outcome.RETRY);
    assertThat(settled.get(0).reason()).isEqualTo("status " + status);
  }

  @Test
  void aBlockOnTheClusterIsNoRefusalOfTheSignIn() {
    server.onBulk(
        bulk ->
            new ScriptedServer.Answer(
                403,
                "{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"blocked\"},\"status\":403}"));

    List<Settled> settled = sender.send(events(3)).join();

    assertThat(settled).hasSize(3).extracting(Settled::outcome).containsOnly(Outcome.RETRY);
    assertThat(settled.get(0).reason()).isEqualTo("403 cluster_block_exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>welcome</html>",
        "{\"items\":[{\"index\":{\"status\":201}}]}",
        "{\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":201}},{\"index\":{\"st"
      })
  void anAnswerThatDoesNotSpeakOfEveryDocumentSettlesNone(String body) {
    server.onBulk(bulk -> new ScriptedServer.Answer(200, body));

    assertThat(sender.send(events(3)).join())
        .extracting(Settled::outcome)
        .containsOnly(Outcome.RETRY);
  }

  @Test
  void aServerThatIsNotThereIsAskedAgain() throws Exception {
    try (OpenSearchHttp nobody =
        OpenSearchHttp.open(OpenSearchAccess.of(URI.create("http://127.0.0.1:1")))) {
      assertThat(new BulkSender(nobody).send(events(2)).join())
          .extracting(Settled::outcome)
          .containsOnly(Outcome.RETRY);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsSentInParts() {
    server.onBulk(
        bulk ->
            bulk.lines().count() > 6
                ? new ScriptedServer.Answer(413, "")
                : ScriptedServer.allCreated(bulk));
    List<Document> batch = events(10);

    List<Settled> settled = sender.send(batch).join();

    assertThat(settled).extracting(Settled::outcome).containsOnly(Outcome.CREATED);
    assertThat(settled).extracting(Settled::document).containsExactlyElementsOf(batch);
  }

  @Test
  void aDocumentThatIsTooLargeAloneIsRejected() {
    server.onBulk(
        bulk ->
            bulk.contains("record-4\"")
                ? new ScriptedServer.Answer(413, "")
                : ScriptedServer.allCreated(bulk));

    List<Settled> settled = sender.send(events(10)).join();

    assertThat(settled)
        .extracting(Settled::outcome)
        .containsExactlyElementsOf(
            LongStream.range(0, 10)
                .mapToObj(i -> i == 4 ? Outcome.REJECTED : Outcome.CREATED)
                .toList());
    assertThat(settled.get(4).reason()).startsWith("413");
  }

  @Test
  void oneDocumentThatSpoilsTheRequestIsFound() {
    server.onBulk(
        bulk ->
            bulk.contains("record-7\"")
                ? new ScriptedServer.Answer(400, "{\"error\":{\"reason\":\"id is too long\"}}")
                : ScriptedServer.allCreated(bulk));

    List<Settled> settled = sender.send(events(8)).join();

    assertThat(settled.get(7).outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(settled.get(7).reason()).contains("id is too long");
    assertThat(settled.subList(0, 7)).extracting(Settled::outcome).containsOnly(Outcome.CREATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 405})
  void whatTryingAgainWouldNotMendFailsTheJob(int status) {
    server.onBulk(bulk -> new ScriptedServer.Answer(status, ""));

    assertThatThrownBy(() -> sender.send(events(1)).join())
        .cause()
        .isInstanceOf(SinkException.class)
        .hasMessageContaining(Integer.toString(status));
  }

  @Test
  void withoutTemplatesNothingIsWritten() {
    server.onTemplates(new ScriptedServer.Answer(200, "{\"index_templates\":[]}"));

    assertThatThrownBy(() -> sender.send(events(1)).join())
        .cause()
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("mailtrail-events")
        .hasMessageContaining("not installed");
    assertThat(server.bulks()).isEmpty();
  }

  @Test
  void templatesThatCannotBeSeenNowAreLookedForAgain() {
    ScriptedServer.Answer installed = ScriptedServer.installed(Templates.bundled());
    server.onBulk(ScriptedServer::allCreated);
    server.onTemplates(new ScriptedServer.Answer(503, ""));
    assertThat(sender.send(events(1)).join().get(0).outcome()).isEqualTo(Outcome.RETRY);
    assertThat(server.bulks()).isEmpty();

    server.onTemplates(installed);

    assertThat(sender.send(events(1)).join().get(0).outcome()).isEqualTo(Outcome.CREATED);
  }

  @Test
  void afterAnOutageTheTemplatesAreLookedForAgain() {
    AtomicInteger calls = new AtomicInteger();
    server.onBulk(
        bulk ->
            calls.incrementAndGet() == 2
                ? new ScriptedServer.Answer(503, "")
                : ScriptedServer.allCreated(bulk));
    assertThat(sender.send(events(1)).join().get(0).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(sender.send(events(1)).join().get(0).outcome()).isEqualTo(Outcome.RETRY);
    server.onTemplates(new ScriptedServer.Answer(404, ""));

    assertThatThrownBy(() -> sender.send(events(1)).join())
        .cause()
        .isInstanceOf(SinkException.class);
  }

  private static List<Document> events(int number) {
    return LongStream.range(0, number).mapToObj(TestDocuments::event).toList();
  }
}
