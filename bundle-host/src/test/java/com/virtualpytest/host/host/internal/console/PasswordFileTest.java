package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {

  @TempDir Path folder;

  @Test
  void makesAPasswordThatOnlyTheOwnerReadsAndKeepsIt() throws IOException {
    String password = new PasswordFile(folder).readOrCreate();

    assertThat(password).matches("[a-km-z2-9]{26}");
    assertThat(mode()).isEqualTo("rw-------");
    assertThat(new PasswordFile(folder).readOrCreate()).isEqualTo(password);
    assertThat(folder).isDirectoryContaining(file -> file.endsWith(PasswordFile.NAME));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void everyHostHasItsOwn() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));

    assertThat(new PasswordFile(folder).readOrCreate())
        .isNotEqualTo(new PasswordFile(other).readOrCreate());
  }

  @Test
  void takesAPasswordThatWasWrittenThereAndClosesTheFileToOthers() throws IOException {
    Files.writeString(file(), "my own words\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(new PasswordFile(folder).readOrCreate()).isEqualTo("my own words");
    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void replacesAnEmptyFile() throws IOException {
    Files.writeString(file(), "\n");

    assertThat(new PasswordFile(folder).readOrCreate()).hasSize(26);
    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void followsNoLink() throws IOException {
    Files.createSymbolicLink(file(), Files.writeString(folder.resolve("elsewhere"), "x"));

    assertThatThrownBy(() -> new PasswordFile(folder).readOrCreate())
        .isInstanceOf(IOException.class);
  }

  @Test
  void failsWithoutAFolder() {
    assertThatThrownBy(() -> new PasswordFile(folder.resolve("none")).readOrCreate())
        .isInstanceOf(IOException.class);
  }

  private Path file() {
    return folder.resolve(PasswordFile.NAME);
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
  }
}
