package io.mailtrail.ingest.cut;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.JsonCutter.Ending;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JsonCutterTest {
  @Property(tries = 1000)
  void anArraySplitAnywhereGivesExactlyItsElements(
      @ForAll("elements") List<String> elements,
      @ForAll("blank") String blank,
      @ForAll @IntRange(min = 1, max = 40) int chunk)
      throws IOException {
    String array = blank + "[" + String.join(blank + "," + blank, elements) + blank + "]" + blank;
    assertThat(texts(cuts(new Chunks(array, chunk), Ending.STRICT))).isEqualTo(elements);
  }

  @Property(tries = 1000)
  void linesSplitAnywhereGiveExactlyTheirObjects(
      @ForAll("objects") List<String> objects, @ForAll @IntRange(min = 1, max = 40) int chunk)
      throws IOException {
    String lines = String.join("\r\n", objects) + "\n";
    assertThat(texts(cuts(new Chunks(lines, chunk), Ending.STRICT))).isEqualTo(objects);
  }

  @Property(tries = 1000)
  void aMalformedElementCostsItselfOnly(
      @ForAll("records") List<String> before,
      @ForAll("malformed") String malformed,
      @ForAll("records") List<String> after,
      @ForAll @IntRange(min = 1, max = 40) int chunk)
      throws IOException {
    List<String> all = new ArrayList<>(before);
    all.add(malformed);
    all.addAll(after);
    List<Cut> cuts = cuts(new Chunks("[" + String.join(",", all) + "]", chunk), Ending.LENIENT);
    assertThat(records(cuts)).containsAll(before).containsAll(after);
    assertThat(cuts).hasSizeGreaterThan(before.size() + after.size());
  }

  @Property(tries = 1000)
  void aBlobCutShortIsNeverTakenForWhole(
      @ForAll("records") List<String> records, @ForAll @IntRange(min = 0, max = 999) int permille)
      throws IOException {
    String array = "[" + String.join(",", records) + "]";
    String cut = array.substring(0, array.length() * permille / 1000);
    assertThatThrownBy(() -> cuts(new Chunks(cut, 7), Ending.STRICT))
        .isInstanceOf(EOFException.class);
    List<Cut> lenient = cuts(new Chunks(cut, 7), Ending.LENIENT);
    int end = 0;
    List<String> whole = new ArrayList<>();
    for (String record : records) {
      end += 1 + record.length();
      if (end <= cut.length()) {
        whole.add(record);
      }
    }
    assertThat(records(lenient)).isEqualTo(whole);
    assertThat(lenient.size() > whole.size()).isEqualTo(isInsideARecord(cut, whole));
  }

  private static boolean isInsideARecord(String cut, List<String> whole) {
    String rest = cut.substring(Math.min(cut.length(), ("[" + String.join(",", whole)).length()));
    return !rest.replace(",", "").isEmpty();
  }

  @Property(tries = 500)
  void anyBytesEndWithOrdinalsInARow(@ForAll byte[] bytes, @ForAll boolean array)
      throws IOException {
    byte[] input = new byte[bytes.length + 1];
    input[0] = (byte) (array ? '[' : '{');
    System.arraycopy(bytes, 0, input, 1, bytes.length);
    List<Cut> cuts = cuts(new ByteArrayInputStream(input), Ending.LENIENT);
    for (int i = 0; i < cuts.size(); i++) {
      assertThat(cuts.get(i).ordinal()).isEqualTo(i);
    }
  }

  @Test
  void tenThousandLevelsAreOneRecordAmongOthers() throws IOException {
    String deep = "{\"Id\":\"deep\",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    List<Cut> cuts =
        cuts(new Chunks("[{\"Id\":\"1\"}," + deep + ",{\"Id\":\"2\"}]", 4096), Ending.STRICT);
    assertThat(records(cuts)).containsExactly("{\"Id\":\"1\"}", deep, "{\"Id\":\"2\"}");
  }

  @Test
  void anOversizedRecordIsRejectedWithItsFirstBytes() throws IOException {
    String large = "{\"Id\":\"large\",\"a\":[" + "{\"b\":1},".repeat(500) + "{\"b\":2}]}";
    String array = "[{\"Id\":\"1\"}," + large + ",{\"Id\":\"2\"}]";
    List<Cut> cuts = cuts(new Chunks(array, 50), Ending.STRICT, 1000);
    assertThat(records(cuts)).containsExactly("{\"Id\":\"1\"}", "{\"Id\":\"2\"}");
    Reject reject = (Reject) cuts.get(1);
    assertThat(reject.code()).isEqualTo(Codes.TOO_LARGE);
    assertThat(new String(reject.bytes(), UTF_8)).isEqualTo(large.substring(0, 1000));
  }

  @Test
  void aRecordThatNeverEndsDoesNotSwallowMoreThanTheLimitOfItsNeighbours() throws IOException {
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      after.add("{\"Id\":\"" + i + "\",\"Items\":[{\"x\":1},{\"y\":2}]}");
    }
    String array = "[{\"Id\":\"x\",\"Items\":[{\"a\":1}," + String.join(",", after) + "]";
    List<Cut> cuts = cuts(new Chunks(array, 64), Ending.LENIENT, 1000);
    assertThat(records(cuts)).containsAll(after);
  }

  @Test
  void aMalformedLineCostsItselfOnly() throws IOException {
    String lines =
        "{\"Id\":\"1\"}\n{\"Id\":\"2\n{\"Id\":\"3\"}\nnonsense\n{\"Id\":4,\n{\"Id\":\"5\"}";
    List<Cut> cuts = cuts(new Chunks(lines, 5), Ending.LENIENT);
    assertThat(records(cuts)).contains("{\"Id\":\"1\"}", "{\"Id\":\"3\"}", "{\"Id\":\"5\"}");
    assertThat(cuts).hasSize(6);
  }

  @Test
  void whatIsNotAnArrayIsNotTakenForAnEmptyOne() throws IOException {
    assertThat(cuts(new Chunks("<html>no</html>", 4), Ending.LENIENT)).isNotEmpty();
    assertThat(cuts(new Chunks("[]", 1), Ending.STRICT)).isEmpty();
    assertThat(cuts(new Chunks(" ", 1), Ending.LENIENT)).isEmpty();
  }

  @Test
  void recordsBehindAStrayBracketAreStillFound() throws IOException {
    String array = "[{\"Id\":\"1\"},{\"y\":2}]},{\"Id\":\"2\"}]";
    assertThat(records(cuts(new Chunks(array, 3), Ending.LENIENT)))
        .contains("{\"Id\":\"1\"}", "{\"Id\":\"2\"}");
  }

  @Provide
  Arbitrary<String> blank() {
    return Arbitraries.of("", " ", "\n", "\r\n  ", "\t");
  }

  @Provide
  Arbitrary<List<String>> elements() {
    return Arbitraries.oneOf(values(2), Arbitraries.of("1", "true", "null", "\"a,]b\"", "[]"))
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> objects() {
    return object(values(2)).list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> records() {
    return object(values(1))
        .map(fields -> "{\"Id\":\"r\"," + fields.substring(1))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> malformed() {
    return Arbitraries.of(
        "{\"Id\":\"unclosed}",
        "{\"Id\":\"a\",\"Items\":[{\"x\":1}}",
        "{\"Id\":\"a\",\"b\":{\"c\":1}",
        "{\"Id\":\"a\"\"b\":1}",
        "{\"Id\":\"quote\"inside\"}",
        "{'Id':'single'}",
        "{\"Id\":\"line\nbreak\"}");
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.of(
            "0",
            "-1.5e3",
            "true",
            "null",
            "\"\"",
            "\"plain\"",
            "\"},{\"",
            "\"a\\\"],[\\\\\"",
            "\"\\u0000é€😀\"",
            "\"[\"");
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> inner = values(depth - 1);
    Arbitrary<String> array =
        inner.list().ofMaxSize(3).map(values -> "[" + String.join(", ", values) + "]");
    return Arbitraries.oneOf(scalar, array, object(inner));
  }

  private static Arbitrary<String> object(Arbitrary<String> value) {
    Arbitrary<String> field =
        Combinators.combine(Arbitraries.of("a", "b}", "c,{"), value)
            .as((name, of) -> "\"" + name + "\": " + of);
    return field
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(fields -> "{" + String.join(",", fields) + "}");
  }

  private static List<Cut> cuts(InputStream in, Ending ending) throws IOException {
    return cuts(in, ending, 1 << 20);
  }

  private static List<Cut> cuts(InputStream in, Ending ending, int max) throws IOException {
    JsonCutter cutter = new JsonCutter(in, ending, max);
    List<Cut> cuts = new ArrayList<>();
    for (Cut cut = cutter.next(); cut != null; cut = cutter.next()) {
      cuts.add(cut);
    }
    return cuts;
  }

  private static List<String> texts(List<Cut> cuts) {
    return cuts.stream().map(cut -> new String(cut.bytes(), UTF_8).strip()).toList();
  }

  private static List<String> records(List<Cut> cuts) {
    return texts(cuts.stream().filter(cut -> cut instanceof RecordBytes).toList());
  }

  /** Gives no more than so many bytes at a time. */
  private static final class Chunks extends ByteArrayInputStream {
    private final int most;

    Chunks(String text, int most) {
      super(text.getBytes(UTF_8));
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, most));
    }
  }
}
