package io.mailtrail.cli.demo;

import io.mailtrail.dashboards.ConsoleConfig;
import io.mailtrail.enrich.EnrichConfig;
import io.mailtrail.ingest.IngestConfig;
import io.mailtrail.model.config.Settings;
import io.mailtrail.sink.SinkConfig;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.net.URI;
import java.util.Map;

/**
 * The settings of the demo's processes, where they differ from the defaults.
 *
 * @param bootstrap of Kafka
 * @param openSearch its address
 */
record DemoSettings(String bootstrap, URI openSearch) {
  SinkConfig sink() {
    return SinkConfig.from(
        Settings.of(
            Map.of(
                "kafka.bootstrap",
                bootstrap,
                "opensearch.url",
                openSearch.toString(),
                "sink.buffer.time",
                "500ms"),
            SinkConfig.SETTINGS));
  }

  EnrichConfig enrich() {
    return EnrichConfig.from(
        Settings.of(
            Map.of(
                "kafka.bootstrap",
                bootstrap,
                "enrich.parallelism",
                "2",
                // A few hundred users for a few minutes: memory is enough, and starts at once.
                "enrich.state.backend",
                "hashmap"),
            EnrichConfig.SETTINGS));
  }

  ConsoleConfig console(int port) {
    return ConsoleConfig.from(
        Settings.of(
            Map.of("listen.port", Integer.toString(port), "opensearch.url", openSearch.toString()),
            ConsoleConfig.SETTINGS));
  }

  IngestConfig ingest(TenantPlan plan, URI tenant) {
    return IngestConfig.from(
        Settings.of(
            Map.ofEntries(
                Map.entry("kafka.bootstrap", bootstrap),
                Map.entry("ingest.poll.every", "200ms"),
                Map.entry("ingest.parallelism", "4"),
                Map.entry("ingest.poll.behind", "1s"),
                Map.entry("tenants.demo.id", plan.tenantId()),
                Map.entry("tenants.demo.client-id", plan.clientId()),
                Map.entry("tenants.demo.client-secret", plan.clientSecret()),
                Map.entry("tenants.demo.login-url", tenant.toString()),
                Map.entry("tenants.demo.api-url", tenant.toString()),
                // The simulated tenant has no quota, and who watches has no patience.
                Map.entry("tenants.demo.requests-per-minute", "60000")),
            IngestConfig.SETTINGS));
  }
}
