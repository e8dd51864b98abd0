package com.virtualpytest.host.display.internal.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
  @TempDir Path folder;

  @Test
  void isWhatVncServersRead() throws Exception {
    Path file = folder.resolve("password");
    PasswordFile.write(file, "password");
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo("dbd83cfd727a1458");
  }

  @Test
  void belongsToItsOwnerAlone() throws Exception {
    Path file = folder.resolve("password");
    PasswordFile.write(file, "first");
    PasswordFile.write(file, "another");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("password");
  }

  @Test
  void onlyEightCharactersCount() throws Exception {
    Path longer = folder.resolve("a");
    Path shorter = folder.resolve("b");
    PasswordFile.write(longer, "12345678 and more");
    PasswordFile.write(shorter, "12345678");
    assertThat(longer).hasSameBinaryContentAs(shorter);
  }
}
