package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {
  private static final String KAFKA = "kafka-" + Versions.kafka();

  @TempDir Path folder;

  @Test
  void findsWhatTheBuildLeftInTheSourceTree() throws IOException {
    Path kafka = assembled(folder.resolve("testbed/kafka/target").resolve(KAFKA), "class-path");

    assertThat(new Assembly(List.of(folder.resolve("ingest"), folder)).kafka()).isEqualTo(kafka);
  }

  @Test
  void findsWhatAnImageHolds() throws IOException {
    String name = "opensearch-" + OpenSearchLine.V3.version();
    Path openSearch = assembled(folder.resolve(name), "lib/" + name + ".jar");

    assertThat(new Assembly(List.of(folder)).openSearch(OpenSearchLine.V3)).isEqualTo(openSearch);
  }

  @Test
  void aFolderThatIsNotCompleteIsNotFound() throws IOException {
    Files.createDirectories(folder.resolve(KAFKA).resolve("lib"));

    assertThatThrownBy(() -> new Assembly(List.of(folder)).kafka())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("No " + KAFKA + " was found")
        .hasMessageContaining("mvn package -DskipTests")
        .hasMessageContaining("MAILTRAIL_SERVERS");
  }

  private static Path assembled(Path home, String proof) throws IOException {
    Path file = home.resolve(proof);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    return home;
  }
}
