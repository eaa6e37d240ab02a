package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.EventFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user costs in state; the README has the numbers. */
class StateSizeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aUserWithTenSignInsADayCostsAsMuchAsIsWritten(@TempDir Path folder) throws Exception {
    long few = bytes(folder.resolve("few"), 1, 10, 50);
    long many = bytes(folder.resolve("many"), 5, 10, 50);
    assertThat((many - few) / 4)
        .as("bytes per user, copies of 500 records included")
        .isBetween(300_000L, 800_000L);
  }

  @Test
  void whatAUserCostsDoesNotGrowWithTheYears(@TempDir Path folder) throws Exception {
    long months = bytes(folder.resolve("months"), 3, 2, 80);
    long years = bytes(folder.resolve("years"), 3, 2, 400);
    // The records' copies are forgotten by the clock, which stands still here.
    long copies = 3 * 2 * (400 - 80) * COPY_BYTES;
    assertThat(years - copies).isLessThan(months * 5 / 4);
  }

  /** A silent record in a savepoint: its number, its two bytes, and what Flink adds to each. */
  private static final long COPY_BYTES = 40;

  private static long bytes(Path folder, int users, int perDay, int days) throws Exception {
    RuleTexts rules = SavepointTest.RULES;
    try (JobHarness job = new JobHarness(Backend.HEAP, rules, 1, new Random(1))) {
      for (int day = 0; day < days; day++) {
        Instant midnight = START.plus(Duration.ofDays(day));
        for (int user = 0; user < users; user++) {
          for (int i = 0; i < perDay; i++) {
            job.send(new SignIn("u" + user, midnight.plusSeconds(3_600L * i), i % 3));
          }
        }
        job.processingTime(job.processingTime() + 1_000);
        job.watermark(midnight.toEpochMilli());
      }
      job.savepoint(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private record SignIn(String user, Instant at, int address) implements EventFields {
    @Override
    public String recordId() {
      return "0e8fb4a0-0000-4000-8000-000000000001/0e8fb4a0-0000-4000-" + user + at.toEpochMilli();
    }

    @Override
    public String tenant() {
      return "0e8fb4a0-0000-4000-8000-000000000001";
    }

    @Override
    public long time() {
      return at.toEpochMilli();
    }

    @Override
    public String message() {
      return user + "@northfell.example signed in to Office 365 from 10.0.0." + address;
    }

    @Override
    public List<String> values(String field) {
      return switch (field) {
        case "Operation" -> List.of("SignIn");
        case "user.email" -> List.of(user + "@northfell.example");
        case "source.ip" -> List.of("10.0." + user.substring(1) + "." + address);
        case "mailtrail.origin" -> List.of("api");
        default -> List.of();
      };
    }
  }
}
