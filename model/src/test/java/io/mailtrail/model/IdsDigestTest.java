package io.mailtrail.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdsDigestTest {
  @Property(tries = 50)
  void orderDoesNotMatterAndEveryIdDoes(@ForAll List<String> ids, @ForAll long seed) {
    List<String> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(digest(shuffled)).isEqualTo(digest(ids)).hasSize(64);
    shuffled.add("one more");
    assertThat(digest(shuffled)).isNotEqualTo(digest(ids));
  }

  @Test
  void anIdThatComesTwiceCountsTwice() {
    assertThat(digest(List.of("a", "a"))).isNotEqualTo(digest(List.of("a")));
    assertThat(digest(List.of("a", "a"))).isNotEqualTo(digest(List.of("b", "b")));
  }

  private static String digest(List<String> ids) {
    IdsDigest digest = new IdsDigest();
    ids.forEach(digest::add);
    return digest.value();
  }
}
