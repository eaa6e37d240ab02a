package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchingTest {
  @Test
  void whatAllThreadsHoldTogetherDoesNotGrowWithTheTenants() {
    assertThat(Fetching.batchBytes(4)).isEqualTo(1024 * 1024);
    for (int tenants = 1; tenants <= 250; tenants++) {
      assertThat(4L * tenants * Fetching.batchBytes(4 * tenants))
          .isLessThanOrEqualTo(32L * 1024 * 1024);
    }
  }
}
