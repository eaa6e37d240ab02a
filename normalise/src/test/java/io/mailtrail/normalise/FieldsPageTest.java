package io.mailtrail.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsPageTest {
  /** Only a record that breaks our limits is cut; the properties make such. */
  private static final List<String> NOT_IN_ORDINARY_RECORDS = List.of("mailtrail.truncated");

  @Test
  void theFieldReferenceIsWhatTheCodeDeclares() {
    Generated.matches(Path.of("../docs/fields.md").toAbsolutePath().normalize(), FieldsPage.page());
  }

  @Test
  void everyFieldIsFilledByAGoldenRecord() {
    assertThat(FieldsPage.untested()).isEqualTo(NOT_IN_ORDINARY_RECORDS);
  }
}
