package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.Json;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.LookupFile;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a record holds, the real server takes the event that becomes of it, with the real
 * template: input = events + failed, and no event is refused.
 */
@WithServers
class NothingIsRefusedIT {
  /** One seed that is always the same, and one for each run; what fails names its own. */
  private static final long[] SEEDS = {
    20_260_302, Long.getLong("mailtrail.seed", System.nanoTime())
  };

  private static final int MUTATIONS = 1_000;
  private static final int BULK_BYTES = 4 * 1024 * 1024;
  private static final long FETCHED = Instant.parse("2026-03-03T00:00:00Z").toEpochMilli();

  private final OpenSearchEndpoint openSearch;
  private final Normaliser normaliser;
  private long seed;
  private int inputs;
  private int events;
  private int failed;

  NothingIsRefusedIT(OpenSearchEndpoint openSearch) throws IOException {
    this.openSearch = openSearch;
    this.normaliser = new Normaliser(lookups());
  }

  /** Tables that speak of every address and of many users, with names that are hostile, too. */
  private static Lookups lookups() throws IOException {
    String name = "\"Büro \"\"한국\"\" \\ " + "x".repeat(9_000) + "\"";
    String networks = "network,name\n0.0.0.0/0," + name + "\n::/0," + name + "\n";
    return Lookups.bundled()
        .with(LookupFile.OWN_NETWORKS, networks.getBytes(UTF_8))
        .with(LookupFile.HOSTING, networks.getBytes(UTF_8))
        .with(LookupFile.ANONYMISERS, networks.getBytes(UTF_8))
        .with(
            LookupFile.USERS,
            "user,tags\nann@c.example,vip break_glass\nann.lee@contoso.com,vip \\ 한국\na@b.c,x\n"
                .getBytes(UTF_8))
        .with(
            LookupFile.ASSETS,
            "asset,tags\nann.lee@contoso.com,m365_group\nws-0042,kiosk\n".getBytes(UTF_8))
        .with(
            LookupFile.APPLICATIONS,
            ("id,name\n40000000-0000-4000-8000-000000000001," + name + "\n").getBytes(UTF_8))
        .with(LookupFile.ACCEPTED_DOMAINS, "DomainName\ncontoso.com\n".getBytes(UTF_8));
  }

  @BeforeEach
  void install() {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
  }

  @Test
  void theServerTakesTheEventOfAnyRecordThatIsOne() throws IOException {
    List<byte[]> goldens = HostileRecords.goldens();
    index(goldens);
    assertThat(failed).as("goldens are records").isZero();

    index(HostileRecords.headlines());
    index(HostileRecords.shapes());
    for (long each : SEEDS) {
      seed = each;
      Random random = new Random(seed);
      index(HostileRecords.everyField(random));
      List<byte[]> mutated = new ArrayList<>();
      for (int i = 0; i < MUTATIONS; i++) {
        mutated.add(HostileRecords.mutated(goldens.get(random.nextInt(goldens.size())), random));
      }
      index(mutated);
    }

    assertThat(failed).as("some of it is no record").isPositive();
    assertThat(inputs).isEqualTo(events + failed);
    openSearch.send("POST", "/mailtrail-events/_refresh", "").orThrow();
    String answer = openSearch.get("/mailtrail-events/_count").orThrow();
    assertThat(Json.mapper().readTree(answer).path("count").asInt()).isEqualTo(events);
  }

  private void index(List<byte[]> records) throws IOException {
    StringBuilder bulk = new StringBuilder();
    List<byte[]> sent = new ArrayList<>();
    for (byte[] record : records) {
      RawRecord raw =
          new RawRecord("k", record, TestDocuments.TENANT, "api", "", "blob", inputs++, FETCHED);
      Outcome outcome = normaliser.normalise(raw);
      if (outcome instanceof Outcome.Normalised normalised) {
        EventMessage event = normalised.event().toMessage();
        String index = EventIndex.of(event.time());
        bulk.append("{\"index\":{\"_index\":\"").append(index).append("\",\"_id\":\"");
        bulk.append(inputs).append("\"}}\n");
        bulk.append(new String(event.json(), UTF_8)).append('\n');
        events++;
        sent.add(record);
        if (bulk.length() > BULK_BYTES) {
          send(bulk, sent);
        }
      } else {
        failed++;
      }
    }
    send(bulk, sent);
  }

  private void send(StringBuilder bulk, List<byte[]> sent) throws IOException {
    if (!sent.isEmpty()) {
      JsonNode answer =
          Json.mapper().readTree(openSearch.send("POST", "/_bulk", bulk.toString()).orThrow());
      for (int i = 0; i < sent.size(); i++) {
        JsonNode result = answer.path("items").path(i).path("index");
        assertThat(result.path("status").asInt())
            .as("-Dmailtrail.seed=%s: %s", seed, result.path("error"))
            .isBetween(200, 201);
      }
    }
    bulk.setLength(0);
    sent.clear();
  }
}
