package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PreviewTest {
  @Test
  void textIsShownAsTextWithItsControlCharactersVisible() {
    Preview preview = Preview.of("{\"a\":\u0000 é}\n".getBytes(UTF_8));

    assertThat(preview).isEqualTo(new Preview("{\"a\":\u2400 é}\n", true, false));
  }

  @Test
  void whatIsNoTextIsShownInHexadecimal() {
    Preview preview = Preview.of(new byte[] {(byte) 0xff, 'a', 0});

    assertThat(preview.text()).isFalse();
    assertThat(preview.content()).startsWith("00000000  ff 61 00 ").endsWith(" .a.\n");
  }

  @Test
  void longTextIsCutEvenThroughACharacter() {
    Preview preview = Preview.of(("x" + "é".repeat(10_000)).getBytes(UTF_8));

    assertThat(preview.text()).isTrue();
    assertThat(preview.cut()).isTrue();
    assertThat(preview.content()).startsWith("xéé").doesNotContain("\ufffd");
  }

  @Test
  void halfACharacterAtTheVeryEndIsNoText() {
    assertThat(Preview.of(new byte[] {'a', (byte) 0xc3}).text()).isFalse();
  }

  @Property(tries = 300)
  void anyBytesHaveABoundedPreview(@ForAll byte[] bytes) {
    assertThat(Preview.of(bytes).content()).hasSizeLessThan(20_000);
  }
}
