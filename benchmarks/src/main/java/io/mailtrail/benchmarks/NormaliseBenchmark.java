package io.mailtrail.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.LookupFile;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a record costs, bytes in to bytes out, against the least that any change of JSON costs: one
 * bare Jackson copy of the same bytes, token by token. Records of the simulated tenant, in their
 * mix; every kind of lookup table in force.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class NormaliseBenchmark {
  private static final int RECORDS = 1_000;

  private final JsonFactory factory = new JsonFactory();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
  private final List<RawRecord> records = new ArrayList<>();
  private Normaliser full;
  private Normaliser bare;

  /** Takes records from the whole of the tenant's history. */
  @Setup
  public void load() throws IOException {
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(1));
    List<byte[]> all = new ArrayList<>();
    for (ContentBlob blob : tenant.allBlobs()) {
      all.addAll(blob.records());
    }
    Lookups lookups = tables();
    full = new Normaliser(lookups);
    bare = new Normaliser(Lookups.none());
    int step = Math.max(1, all.size() / RECORDS);
    long bytes = 0;
    long written = 0;
    for (int i = 0; records.size() < RECORDS; i = (i + step) % all.size()) {
      RawRecord record =
          new RawRecord(
              "k",
              all.get(i),
              tenant.plan().tenantId(),
              Origin.API.wireName(),
              "Audit.Exchange",
              "blob-1",
              i,
              tenant.plan().anchor().toEpochMilli());
      if (full.normalise(record) instanceof Outcome.Normalised normalised) {
        records.add(record);
        bytes += record.value().length;
        written += normalised.event().json().length;
      }
    }
    System.out.println("records of " + bytes / RECORDS + " bytes, events of " + written / RECORDS);
  }

  private static Lookups tables() throws IOException {
    Lookups lookups = Lookups.bundled().withAcceptedDomains(List.of("northfell.example"));
    for (LookupFile file : LookupFile.values()) {
      StringBuilder csv = new StringBuilder(String.join(",", file.columns())).append('\n');
      for (int i = 0; i < 2_000; i++) {
        csv.append(row(file, i)).append('\n');
      }
      lookups = lookups.with(file, csv.toString().getBytes(UTF_8));
    }
    return lookups;
  }

  private static String row(LookupFile file, int i) {
    return switch (file) {
      case HOSTING, ANONYMISERS, OWN_NETWORKS ->
          "10." + i / 256 + "." + i % 256 + ".0/24,Network " + i;
      case USERS -> "user" + i + "@northfell.example,vip";
      case ASSETS -> "NF-" + i + ",kiosk";
      case APPLICATIONS -> "00000000-0000-4000-8000-%012d,App %d".formatted(i, i);
      case ACCEPTED_DOMAINS -> "d" + i + ".example";
    };
  }

  /** The measure: tokens read and written unchanged. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void copyTokens(Blackhole hole) throws IOException {
    for (RawRecord record : records) {
      out.reset();
      try (JsonParser parser = factory.createParser(record.value());
          JsonGenerator generator = factory.createGenerator(out)) {
        while (parser.nextToken() != null) {
          generator.copyCurrentEvent(parser);
        }
      }
      hole.consume(out.toByteArray());
    }
  }

  /** Half of it: tokens read. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void readTokens(Blackhole hole) throws IOException {
    for (RawRecord record : records) {
      try (JsonParser parser = factory.createParser(record.value())) {
        while (parser.nextToken() != null) {
          hole.consume(parser.currentToken());
        }
      }
    }
  }

  /** The normaliser with every lookup. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void normalise(Blackhole hole) {
    normalise(full, hole);
  }

  /** The normaliser with no table at all. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void normaliseWithoutLookups(Blackhole hole) {
    normalise(bare, hole);
  }

  private void normalise(Normaliser normaliser, Blackhole hole) {
    for (RawRecord record : records) {
      hole.consume(((Outcome.Normalised) normaliser.normalise(record)).event().json());
    }
  }
}
