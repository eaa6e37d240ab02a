package io.mailtrail.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement.Setting;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FormatListPropertiesTest {

  /** However wide the console was, the same is read. */
  @Property(tries = 300)
  void wrappingLosesNothing(
      @ForAll @IntRange(min = 50, max = 140) int width,
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 23) Integer> picks)
      throws Exception {
    List<String> known = List.copyOf(LittleModel.actions());
    List<String> actions = picks.stream().map(known::get).distinct().toList();
    String value = "{" + String.join(", ", actions) + "}";
    String text =
        "Name         : ann\n"
            + wrapped("AuditOwner   : ", value, width)
            + "AuditEnabled : True\n\n";

    Export export = Export.read(text.getBytes(UTF_8), "t", Instant.EPOCH);

    assertThat(export.problems()).isEmpty();
    assertThat(export.statements().get(0).settings())
        .contains(Said.is(Setting.OWNER, actions.toArray(new String[0])));
  }

  /** As PowerShell does: at a blank, which goes, or inside a word that does not fit a line. */
  private static String wrapped(String label, String value, int width) {
    int room = width - label.length();
    StringBuilder text = new StringBuilder(label);
    String indent = " ".repeat(label.length());
    int used = 0;
    for (String word : value.split(" ", -1)) {
      int needed = (used == 0 ? 0 : 1) + word.length();
      if (used > 0 && used + needed > room) {
        text.append('\n').append(indent);
        used = 0;
        needed = word.length();
      }
      text.append(used == 0 ? "" : " ").append(word);
      used += needed;
    }
    return text.append('\n').toString();
  }
}
