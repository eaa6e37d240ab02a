package io.mailtrail.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.config.Setting;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AllSettingsTest {

  @Test
  void processesThatShareAKeyShareItsDefault() {
    AllSettings.declared()
        .collect(Collectors.groupingBy(Setting::key))
        .forEach(
            (key, declarations) ->
                assertThat(
                        declarations.stream()
                            .map(setting -> Objects.toString(setting.defaultValue()))
                            .distinct())
                    .as(key)
                    .hasSize(1));
  }

  @Test
  void noTwoKeysShareAnEnvironmentVariable() {
    assertThat(AllSettings.list().stream().map(Setting::environmentVariable))
        .doesNotHaveDuplicates();
  }
}
