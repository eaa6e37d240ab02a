package io.mailtrail.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {
  private static final String KEY = key("mara@fabrikam.example", "Update", 5, "S-1-5-9", "a", "b");

  @Test
  void letterCaseAndOrderCountNowhere() {
    assertThat(KEY).matches("[0-9a-f]{32}");
    assertThat(key("MARA@fabrikam.example", "update", 5, "s-1-5-9", "b", "a")).isEqualTo(KEY);
  }

  @Test
  void everyPartCounts() {
    assertThat(
            List.of(
                KEY,
                key("nora@fabrikam.example", "Update", 5, "S-1-5-9", "a", "b"),
                key("mara@fabrikam.example", "Create", 5, "S-1-5-9", "a", "b"),
                key("mara@fabrikam.example", "Update", 6, "S-1-5-9", "a", "b"),
                key("mara@fabrikam.example", "Update", 5, "S-1-5-8", "a", "b"),
                key("mara@fabrikam.example", "Update", 5, "S-1-5-9", "a")))
        .doesNotHaveDuplicates();
  }

  @Test
  void anEntryIdIsTheSameInHexadecimalAndAsTheApiWrapsIt() {
    byte[] entry = new byte[70];
    entry[20] = 77;
    byte[] wrapped = new byte[72];
    wrapped[0] = 70;
    System.arraycopy(entry, 0, wrapped, 1, 70);
    wrapped[71] = 9;
    String hex = HexFormat.of().withUpperCase().formatHex(entry);
    String api = Base64.getEncoder().encodeToString(wrapped);
    assertThat(key("m", "o", 1, "s", api)).isEqualTo(key("m", "o", 1, "s", hex));
  }

  private static String key(
      String mailbox, String operation, long second, String actor, String... items) {
    return Likeness.key(mailbox, operation, second, actor, List.of(items));
  }
}
