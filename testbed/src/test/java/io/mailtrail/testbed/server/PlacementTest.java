package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {
  @TempDir Path open;
  private Path closed;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void closeAFolder() throws IOException {
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    closed = Files.createDirectory(open.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void leavesEverythingWhereItIsForOurOwnAccount() throws IOException {
    Placement placement = placement(Account.own());
    Path program = program("1");

    assertThat(placement.readable(program, List.of("lib/code"))).isEqualTo(program);
    assertThat(placement.dataFolder(closed.resolve("data"))).isEqualTo(closed.resolve("data"));
    assertThat(placement.notes()).isEmpty();
  }

  @Test
  void copiesAProgramOnceToWhereNobodyCanReadIt() throws IOException {
    Account nobody = nobody();
    Path program = program("1");

    Path copy = placement(nobody).readable(program, List.of("lib/code"));
    Path again = placement(nobody).readable(program, List.of("lib/code"));

    assertThat(copy).isEqualTo(again).startsWith(open.resolve("copies"));
    assertThat(copy.resolve("lib/code")).hasContent("1");
    assertThat(nobody.reads(List.of(copy.resolve("lib/code")))).isTrue();
    assertThat(told).hasSize(1).first().asString().startsWith("Copying " + program);
  }

  @Test
  void copiesAgainWhenTheProgramHasChanged() throws IOException {
    Account nobody = nobody();
    Path first = placement(nobody).readable(program("1"), List.of("lib/code"));
    Path second = placement(nobody).readable(program("22"), List.of("lib/code"));

    assertThat(second).isNotEqualTo(first);
    assertThat(second.resolve("lib/code")).hasContent("22");
  }

  @Test
  void handsAReachableDataFolderToNobody() throws IOException {
    Path asked = open.resolve("data");

    Path used = placement(nobody()).dataFolder(asked);

    assertThat(used).isEqualTo(asked);
    assertThat(Files.getOwner(used).getName()).isEqualTo("nobody");
  }

  @Test
  void keepsTheDataElsewhereAsLongAsTheFolderThatWasAskedFor() throws IOException {
    Account nobody = nobody();
    Path asked = closed.resolve("data");

    Path used = placement(nobody).dataFolder(asked);
    Files.writeString(used.resolve("index"), "kept");

    assertThat(used).startsWith(open.resolve("lib"));
    assertThat(nobody.enters(used)).isTrue();
    assertThat(asked.resolve("moved-to")).hasContent(used.toString());
    assertThat(Placement.whereDataIs(asked)).isEqualTo(used);
    assertThat(Placement.whereDataIs(open)).isEqualTo(open);
    assertThat(placement(nobody).dataFolder(asked).resolve("index")).hasContent("kept");

    Command.run(List.of("rm", "-rf", asked.toString()));
    assertThat(placement(nobody).dataFolder(asked).resolve("index")).doesNotExist();
  }

  @Test
  void saysWhereItPutTheData() throws IOException {
    Placement placement = placement(nobody());
    Path used = placement.dataFolder(closed.resolve("data"));

    assertThat(placement.notes())
        .containsExactly(
            "with its data in "
                + used
                + ", because the account nobody cannot enter "
                + closed.resolve("data"));
  }

  /** Only root has another account to place things for. */
  private static Account nobody() {
    Account account = Account.notRoot();
    assumeTrue(!account.isOwn(), "not run by root");
    return account;
  }

  private Placement placement(Account account) {
    return new Placement(account, open.resolve("copies"), open.resolve("lib"), told::add);
  }

  private Path program(String content) throws IOException {
    Path program = closed.resolve("program");
    Files.createDirectories(program.resolve("lib"));
    Files.writeString(program.resolve("lib/code"), content);
    return program;
  }
}
