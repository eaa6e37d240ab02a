package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.ActivityApi.BlobBody;
import io.mailtrail.ingest.api.Outcome;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import io.mailtrail.ingest.api.Remedy;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlobReadingTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  private final FakeTenant tenant = new FakeTenant();
  private Instant now = NOW;

  @Test
  void everyRecordComesWithItsBytesAndThenTheFacts() throws InterruptedException {
    tenant.add("a", NOW, 3);
    Read read = read(blob("a"));
    assertThat(read.values)
        .containsExactly(
            FakeTenant.record("a", 0), FakeTenant.record("a", 1), FakeTenant.record("a", 2));
    assertThat(read.result.end()).isEqualTo(State.PUBLISHED);
    assertThat(read.result.records()).isEqualTo(3);
    assertThat(read.result.rejected()).isZero();
    assertThat(read.result.bytes()).isEqualTo(tenant.contents.get("a").length);
    assertThat(read.result.firstEvent()).isEqualTo("2026-03-11T10:00:00Z");
    assertThat(read.result.idsDigest()).hasSize(64);
  }

  @Property(tries = 60)
  void aTransferThatBreaksAnywhereRepeatsNothing(@ForAll @IntRange(min = 0, max = 99) int percent)
      throws InterruptedException {
    BlobReadingTest test = new BlobReadingTest();
    test.tenant.add("a", NOW, 20);
    byte[] whole = test.tenant.contents.get("a");
    byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);
    test.script("a", List.of(broken(part), FakeTenant.body(part)));
    Read read = test.read(blob("a"));
    assertThat(read.values).hasSize(20).doesNotHaveDuplicates();
    assertThat(read.result.records()).isEqualTo(20);
    assertThat(read.result.attempts()).isEqualTo(3);
  }

  @Test
  void whatWasEmittedBeforeTheCheckpointIsPassedOver() throws InterruptedException {
    tenant.add("a", NOW, 5);
    PrefixDigest prefix = new PrefixDigest();
    prefix.add(FakeTenant.record("a", 0).getBytes(UTF_8));
    prefix.add(FakeTenant.record("a", 1).getBytes(UTF_8));
    Read read = read(blob("a").emitted(2, prefix.value()));
    assertThat(read.values).hasSize(3).startsWith(FakeTenant.record("a", 2));
    assertThat(read.result.records()).as("of the blob").isEqualTo(5);
  }

  @Test
  void aBlobThatReadsDifferentlyIsEmittedWhole() throws InterruptedException {
    tenant.add("a", NOW, 5);
    Read changed = read(blob("a").emitted(2, new byte[] {1, 2, 3}));
    assertThat(changed.values).hasSize(5);
    Read shorter = read(blob("a").emitted(9, new byte[] {1, 2, 3}));
    assertThat(shorter.values).hasSize(5);
  }

  @Test
  void aBlobThatAlwaysEndsAtTheSameByteIsReadToThere() throws InterruptedException {
    tenant.add("a", NOW, 3);
    byte[] whole = tenant.contents.get("a");
    tenant.contents.put("a", Arrays.copyOf(whole, whole.length - 5));
    Read read = read(blob("a"));
    assertThat(read.values).hasSize(3);
    assertThat(read.topics).containsExactly("audit.raw", "audit.raw", "audit.failed");
    assertThat(FailedRecord.of(read.values.get(2).getBytes(UTF_8)).code()).isEqualTo("cut_off");
    assertThat(read.result.rejected()).isEqualTo(1);
  }

  @Test
  void anEmptyBodyIsNeverTakenForABlob() throws InterruptedException {
    tenant.add("a", NOW, 2);
    Outcome<BlobBody> empty = FakeTenant.body(new byte[0]);
    script("a", List.of(empty, empty, empty, empty, empty));
    assertThat(read(blob("a")).values).hasSize(2);
  }

  @Test
  void aRecordWithoutIdTravelsUnderItsPlaceAndIsCounted() throws InterruptedException {
    tenant.add("a", NOW, 0);
    tenant.contents.put("a", "[{\"Id\":\"1\"},{\"x\":1},5]".getBytes(UTF_8));
    Read read = read(blob("a"));
    assertThat(read.keys).containsExactly(FakeTenant.ID + "/1", "a#1", "a#2");
    assertThat(read.topics).containsOnly(Topic.RAW.topicName());
    assertThat(read.result.rejected()).isEqualTo(2);
  }

  @Test
  void whatCannotBeObtainedIsNamed() throws InterruptedException {
    tenant.add("a", NOW, 1);
    assertNamed(Remedy.SKIP_EXPIRED, State.EXPIRED);
    assertNamed(Remedy.SKIP_MISSING, State.MISSING);
    assertNamed(Remedy.SKIP_FOREIGN, State.ABANDONED);
  }

  private void assertNamed(Remedy remedy, State state) throws InterruptedException {
    script("a", List.of(Refusal.of(remedy, "AF2005x", "why").toOutcome()));
    Read read = read(blob("a"));
    assertThat(read.result.end()).isEqualTo(state);
    assertThat(read.result.reason()).contains("AF2005x").contains("why");
    assertThat(read.values).isEmpty();
  }

  @Test
  void aBlobThatNeverComesIsGivenUpAfterItsExpirationAndNotBefore() throws InterruptedException {
    tenant.add("a", NOW, 1);
    Outcome<BlobBody> retry = Refusal.of(Remedy.RETRY, "AF50000", "x").toOutcome();
    script("a", List.of(retry, retry, retry));
    assertThat(read(blob("a")).values).hasSize(1);
    now = NOW.plus(Duration.ofDays(7)).plus(Duration.ofMinutes(61));
    script("a", List.of(retry));
    assertThat(read(blob("a").attempted(3)).result.end()).isEqualTo(State.ABANDONED);
  }

  @Test
  void whatExpiredBeforeAnybodyAskedForItIsNamedWithoutARequest() throws InterruptedException {
    tenant.add("a", NOW, 1);
    now = NOW.plus(Duration.ofDays(7)).plus(Duration.ofMinutes(59));
    assertThat(read(blob("a")).values).as("by another clock it has not").hasSize(1);
    tenant.calls.clear();
    now = NOW.plus(Duration.ofDays(7)).plus(Duration.ofMinutes(61));
    Read read = read(blob("a"));
    assertThat(read.result.end()).isEqualTo(State.EXPIRED);
    assertThat(read.result.reason()).startsWith("not_read");
    assertThat(tenant.calls).isEmpty();
  }

  @Test
  void anInterruptEndsAReadThatBlocks() throws Exception {
    tenant.add("a", NOW, 1);
    CountDownLatch reading = new CountDownLatch(1);
    script("a", List.of(new Answer<>(new BlobBody(new Blocking(reading)))));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                reading(blob("a"), batch -> {}).attempt();
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    thread.start();
    reading.await();
    thread.interrupt();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void idsComeInChunksOfOneSizeAndComeAgainWhereNobodyKnowsWhetherTheyWentOut() throws Exception {
    tenant.add("a", NOW, 2_500);
    Read whole = read(blob("a"));
    assertThat(whole.chunks)
        .extracting(chunk -> chunk.ids().size())
        .containsExactly(1000, 1000, 500);
    assertThat(whole.chunks.get(0).id()).isEqualTo(LedgerEntry.idsId(FakeTenant.ID, "a", 0));
    assertThat(whole.chunks.get(2).ids()).last().isEqualTo(FakeTenant.ID + "/a-2499");
    PrefixDigest prefix = new PrefixDigest();
    for (int i = 0; i < 1000; i++) {
      prefix.add(FakeTenant.record("a", i).getBytes(UTF_8));
    }
    assertThat(read(blob("a").emitted(1000, prefix.value())).chunks).isEqualTo(whole.chunks);
    prefix.add(FakeTenant.record("a", 1000).getBytes(UTF_8));
    assertThat(read(blob("a").emitted(1001, prefix.value())).chunks)
        .isEqualTo(whole.chunks.subList(1, 3));
  }

  /** A stream that is all in its one method. */
  private abstract static class OneByOne extends InputStream {
    abstract int one() throws IOException;

    @Override
    public int read() throws IOException {
      return one();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int b = one();
      if (b >= 0) {
        target[offset] = (byte) b;
      }
      return b < 0 ? -1 : 1;
    }
  }

  private static final class Blocking extends OneByOne {
    private final CountDownLatch reading;

    Blocking(CountDownLatch reading) {
      this.reading = reading;
    }

    @Override
    int one() throws IOException {
      reading.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException();
      }
      return -1;
    }
  }

  /** What a blob gave in the end. */
  private static final class Read {
    final List<String> topics = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final List<String> values = new ArrayList<>();
    final List<LedgerEntry> chunks = new ArrayList<>();
    BlobResult result;

    void add(BlobItem item) {
      if (item instanceof BlobItem.Done done) {
        result = done.result();
      } else if (item instanceof BlobItem.Message message) {
        if (message.message().topic().equals(Topic.LEDGER.topicName())) {
          chunks.add(LedgerEntry.of(message.message().value()));
        } else {
          topics.add(message.message().topic());
          keys.add(new String(message.message().key(), UTF_8));
          values.add(new String(message.message().value(), UTF_8));
        }
      }
    }
  }

  private BlobReading reading(BlobSplit blob, BlobReading.Handover handover) {
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new BlobReading(
        blob,
        Optional.of(tenant),
        OversizedRecords.notKept(),
        new Retries(0, Duration.ofMillis(1), Duration.ofMillis(3)),
        clock,
        BlobReading.BATCH_BYTES,
        handover);
  }

  private Read read(BlobSplit blob) throws InterruptedException {
    Read read = new Read();
    BlobReading reading = reading(blob, batch -> batch.items().forEach(read::add));
    for (int i = 0; i < 50 && reading.attempt().isPresent(); i++) {
      assertThat(read.result).isNull();
    }
    return read;
  }

  private void script(String blob, List<Outcome<BlobBody>> outcomes) {
    tenant.scriptedBodies.put(blob, new ArrayDeque<>(outcomes));
  }

  private static Outcome<BlobBody> broken(byte[] part) {
    InputStream breaks =
        new OneByOne() {
          @Override
          int one() throws IOException {
            throw new IOException("reset");
          }
        };
    return new Answer<>(
        new BlobBody(new SequenceInputStream(new ByteArrayInputStream(part), breaks)));
  }

  private static BlobSplit blob(String id) {
    return BlobSplit.unread(
        new StreamId(FakeTenant.ID, "Audit.Exchange"),
        id,
        FakeTenant.ORIGIN + "/blob/" + id,
        NOW,
        NOW.plus(Duration.ofDays(7)));
  }
}
