package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class SerializersTest {
  private static final Instant AT = Instant.parse("2026-03-11T15:00:00.123456789Z");
  private static final StreamId STREAM = new StreamId("tenant", "Audit.Exchange");

  private final ActivitySplitSerializer splits = new ActivitySplitSerializer();
  private final EnumeratorStateSerializer states = new EnumeratorStateSerializer();

  @Property(tries = 100)
  void aBlobComesBackAsItWas(
      @ForAll String contentId, @ForAll long emitted, @ForAll byte[] prefix, @ForAll boolean done)
      throws IOException {
    BlobSplit blob =
        BlobSplit.unread(STREAM, contentId, "https://x/" + contentId, AT, AT.plusSeconds(9))
            .emitted(emitted, prefix)
            .attempted((int) emitted);
    assertRoundTrip(
        done
            ? blob.done(new BlobResult(State.PUBLISHED, 1, "ab", 2, 1, AT, null, "cd", null, 3))
            : blob);
    assertRoundTrip(blob.done(BlobResult.named(State.EXPIRED, "AF20051: gone", 1)));
  }

  @Test
  void aStatementComesBackAsItWas() throws IOException {
    ProgressMarker marker =
        new ProgressMarker(
            "c", List.of(new ProgressMarker.Progress("tenant", "Audit.Exchange", AT)));
    assertRoundTrip(
        new StatementSplit(
            7,
            List.of(
                Outgoing.of(marker, 3),
                new Outgoing(
                    "topic",
                    Outgoing.BY_KEY,
                    "key".getBytes(UTF_8),
                    new byte[70_000],
                    new String[0],
                    new byte[0][]))));
  }

  @Test
  void theEnumeratorsStateComesBackAsItWas() throws IOException {
    BlobSplit blob = BlobSplit.unread(STREAM, "b", "https://x/b", AT, AT);
    SeenIds seen = new SeenIds();
    seen.add("b", AT);
    EnumeratorState state =
        new EnumeratorState(
            42,
            List.of(new StatementSplit(41, List.of())),
            List.of(
                new EnumeratorState.Stream(
                    STREAM,
                    AT,
                    AT.plusSeconds(1),
                    List.of(
                        new EnumeratorState.Window(
                            AT, AT.plusSeconds(1), true, 2, 3, Set.of("b", "c"))),
                    seen,
                    Set.of("late"),
                    List.of(new WindowPlan.Span(AT, AT.plusSeconds(2))),
                    List.of(blob))),
            List.of(
                new Losses.Account(
                    STREAM,
                    AT,
                    List.of(new Gap(AT, AT.plusSeconds(1), "EXPIRED")),
                    Map.of("hidden", new Gap(AT, AT.plusMillis(1), "ABANDONED")))));
    assertThat(states.deserialize(states.getVersion(), states.serialize(state))).isEqualTo(state);
  }

  @Test
  void anotherVersionIsRefusedByName() throws IOException {
    byte[] split = splits.serialize(BlobSplit.unread(STREAM, "b", "u", AT, AT));
    for (int version : new int[] {1, 99}) {
      assertThatThrownBy(() -> splits.deserialize(version, split))
          .hasMessageContaining("version " + version);
      assertThatThrownBy(() -> states.deserialize(version, split))
          .hasMessageContaining("version " + version);
    }
  }

  @Test
  void whatCrossesAnEdgeNeedsNoKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Outgoing.class);
  }

  private void assertRoundTrip(ActivitySplit split) throws IOException {
    assertThat(splits.deserialize(splits.getVersion(), splits.serialize(split))).isEqualTo(split);
  }
}
