package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenSearchCommandTest {
  private static final Path HOME = Path.of("/servers/opensearch");
  private static final DataFolder FOLDER = new DataFolder(Path.of("/data of mine"));

  @Test
  void line3RunsWithItsAgent() {
    assertThat(command(OpenSearchLine.V3, 25))
        .contains("-javaagent:/servers/opensearch/agent/opensearch-agent.jar")
        .contains("--add-modules=jdk.incubator.vector")
        .noneMatch(argument -> argument.startsWith("-Djava.security.manager"));
  }

  @Test
  void line2AllowsItsSecurityManagerWhereJavaAsksForThat() {
    assertThat(command(OpenSearchLine.V2, 17))
        .noneMatch(argument -> argument.startsWith("-javaagent"))
        .doesNotContain("-Djava.security.manager=allow");
    assertThat(command(OpenSearchLine.V2, 21)).contains("-Djava.security.manager=allow");
  }

  @Test
  void keepsEverythingItWritesInTheDataFolder() {
    assertThat(command(OpenSearchLine.V3, 25))
        .contains("-Djava.io.tmpdir=/data of mine/tmp", "-Djna.tmpdir=/data of mine/tmp")
        .contains("-Dopensearch.path.conf=/data of mine/config");
  }

  @Test
  void theFlagsOfTheJvmComeBeforeTheMainClass() {
    List<String> command = command(OpenSearchLine.V3, 25);

    assertThat(command)
        .startsWith("/java/bin/java")
        .endsWith("org.opensearch.bootstrap.OpenSearch");
    assertThat(command.subList(1, command.size() - 3)).allMatch(flag -> flag.startsWith("-"));
    assertThat(command).contains("-Xmx700m", "-Xms256m");
  }

  @Test
  void onlyAShortLivedServerCompilesFastInsteadOfWell() {
    assertThat(command(OpenSearchLine.V2, 17)).doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(
            new OpenSearchCommand(OpenSearchLine.V2, jdk(17), Path.of("/java"), HOME)
                .line(FOLDER, ServerOptions.in(FOLDER.path()).withShortLived(true)))
        .contains("-XX:TieredStopAtLevel=1");
  }

  private static List<String> command(OpenSearchLine line, int feature) {
    return new OpenSearchCommand(line, jdk(feature), Path.of("/java"), HOME)
        .line(FOLDER, ServerOptions.in(FOLDER.path()).withHeapMegabytes(700));
  }

  private static Jdk jdk(int feature) {
    return new Jdk(Path.of("/jdk"), feature, Set.of());
  }
}
