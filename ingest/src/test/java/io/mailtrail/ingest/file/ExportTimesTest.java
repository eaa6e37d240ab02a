package io.mailtrail.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExportTimesTest {
  @Property(tries = 300)
  void aTimeComesBackHoweverARegionWritesIt(
      @ForAll @LongRange(min = 946_684_800L, max = 4_102_444_799L) long second,
      @ForAll("forms") String form)
      throws Exception {
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    String text = DateTimeFormatter.ofPattern(form, Locale.US).format(time);
    DateOrder order = form.startsWith("M") ? DateOrder.MONTH_FIRST : DateOrder.DAY_FIRST;
    assertThat(new ExportTimes(Optional.of(order), ZoneOffset.UTC).parse(text))
        .contains(Instant.ofEpochSecond(second));
  }

  @Provide
  Arbitrary<String> forms() {
    return Arbitraries.of(
        "M/d/yyyy h:mm:ss a",
        "MM/dd/yyyy HH:mm:ss",
        "M/d/yyyy, h:mm:ss\u202fa",
        "d/M/yyyy h:mm:ss a",
        "dd/MM/yyyy HH:mm:ss",
        "dd.MM.yyyy HH:mm:ss",
        "dd-MM-yyyy HH:mm:ss",
        "dd.MM.yyyy HH.mm.ss",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy/MM/dd H:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.'0000000Z '",
        "yyyy-MM-dd HH:mm:ss'Z'");
  }

  @Test
  void anOrderIsProvenByWhatCanBeNoMonth() {
    assertThat(ExportTimes.orderOf(List.of("3/4/2026 1:00:00 AM", "3/14/2026 1:00:00 AM")))
        .contains(DateOrder.MONTH_FIRST);
    assertThat(ExportTimes.orderOf(List.of("3/4/2026 01:00:00", "14/3/2026 01:00:00")))
        .contains(DateOrder.DAY_FIRST);
    assertThat(ExportTimes.orderOf(List.of("3/4/2026 01:00:00"))).isEmpty();
    assertThat(ExportTimes.orderOf(List.of("14/3/2026 01:00:00", "3/14/2026 01:00:00"))).isEmpty();
  }

  @Test
  void whatIsNoTimeIsNone() throws Exception {
    ExportTimes times = new ExportTimes(Optional.of(DateOrder.MONTH_FIRST), ZoneOffset.UTC);
    for (String text :
        List.of(
            "",
            "yesterday",
            "13/31/2026 1:00:00 AM",
            "1/1/2026 13:00:00 PM",
            "2/30/2026 1:00 AM")) {
      assertThat(times.parse(text)).as(text).isEmpty();
    }
    assertThatThrownBy(
            () -> new ExportTimes(Optional.empty(), ZoneOffset.UTC).parse("3/4/2026 1:00:00 AM"))
        .isInstanceOf(ExportTimes.AmbiguousException.class);
  }
}
