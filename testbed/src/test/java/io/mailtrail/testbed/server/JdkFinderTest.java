package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFinderTest {
  @TempDir Path folder;
  private Path root;
  private Path user;
  private Jdk own;

  @BeforeEach
  void resolveLinksOfTheTemporaryFolder() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("root"));
    user = Files.createDirectories(folder.toRealPath().resolve("user"));
    own = new Jdk(folder.resolve("own"), 17, Set.of());
  }

  @Test
  void looksWherePackageManagersAndIdesPutJdks() {
    List<Path> homes =
        List.of(
            FakeJdk.at(root.resolve("usr/lib/jvm/temurin-25"), "25.0.1"),
            FakeJdk.at(root.resolve("opt/jdk-24"), "24"),
            FakeJdk.at(root.resolve("opt/java/openjdk"), "21.0.2"),
            FakeJdk.at(user.resolve(".local/share/mise/installs/java/20"), "20"),
            FakeJdk.at(user.resolve(".sdkman/candidates/java/23-tem"), "23.0.2"),
            FakeJdk.at(user.resolve(".jdks/openjdk-22"), "22.0.1"),
            FakeJdk.at(
                root.resolve("Library/Java/JavaVirtualMachines/zulu-21.jdk/Contents/Home"),
                "21.0.4"));

    assertThat(find(Map.of())).extracting(Jdk::home).startsWith(own.home()).containsAll(homes);
  }

  @Test
  void prefersOurOwnThenJavaHomeThenThePathThenTheNewest() throws IOException {
    Path named = FakeJdk.at(folder.resolve("named"), "21");
    Path linked = FakeJdk.at(folder.resolve("linked"), "19.0.1");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), linked.resolve("bin/java"));
    Path older = FakeJdk.at(root.resolve("usr/lib/jvm/a"), "22");
    Path newer = FakeJdk.at(root.resolve("opt/b"), "25");

    List<Jdk> found = find(Map.of("JAVA_HOME", named.toString(), "PATH", "/nowhere::" + bin));

    assertThat(found)
        .extracting(Jdk::home)
        .containsExactly(own.home(), named, linked, newer, older);
  }

  @Test
  void aJdkThatIsReachedInSeveralWaysIsListedOnce() throws IOException {
    Path home = FakeJdk.at(root.resolve("usr/lib/jvm/java-25"), "25");
    Files.createSymbolicLink(root.resolve("usr/lib/jvm/default"), home);

    List<Jdk> found = find(Map.of("JAVA_HOME", root.resolve("usr/lib/jvm/default").toString()));

    assertThat(found).extracting(Jdk::home).containsExactly(own.home(), home);
  }

  @Test
  void passesOverWhatIsNoJdk() throws IOException {
    Files.createDirectories(root.resolve("usr/lib/jvm/empty"));
    Files.createDirectories(root.resolve("opt"));
    Files.writeString(root.resolve("opt/file"), "");
    FakeJdk.at(root.resolve("opt/java8"), "1.8.0_202");
    FakeJdk.at(root.resolve("opt/garbled"), "twenty");
    Path noJava = FakeJdk.at(root.resolve("opt/no-java"), "25");
    Files.delete(noJava.resolve("bin/java"));

    assertThat(find(Map.of("JAVA_HOME", "/nowhere"))).containsExactly(own);
  }

  @Test
  void aDemandedFolderWithoutAJdkIsAnError() {
    JdkFinder finder = finder(Map.of("OPENSEARCH_JAVA_HOME", "/nowhere"));

    assertThatThrownBy(() -> finder.demanded("OPENSEARCH_JAVA_HOME"))
        .isInstanceOf(ServerException.class)
        .hasMessage("OPENSEARCH_JAVA_HOME=/nowhere is not the folder of a JDK.");
    assertThat(finder(Map.of()).demanded("OPENSEARCH_JAVA_HOME")).isEmpty();
  }

  @Test
  void readsTheJdkThatRunsThisTest() {
    Jdk running = Jdk.own();
    assertThat(running.feature()).isEqualTo(Runtime.version().feature());
    assertThat(running.java()).isExecutable();
  }

  private List<Jdk> find(Map<String, String> environment) {
    return finder(environment).find(own);
  }

  private JdkFinder finder(Map<String, String> environment) {
    return new JdkFinder(environment, root, user);
  }
}
