package com.virtualpytest.host.serial.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LockFileTest {
  private static final Path PORT = Path.of("/dev/zero"); // any device will do

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("LCK..zero");
  }

  @Test
  void itNamesThisProcessAndGoesWithThePort() throws Exception {
    try (LockFile lock = LockFile.take(folder, PORT)) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(file())).hasSize(11).endsWith("\n");
      assertThat(Files.readString(file()).strip())
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aProgramThatHasThePortIsNamed() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").redirectInput(PORT.toFile()).start();
    try {
      Files.writeString(file(), "%10d\n".formatted(other.pid()));
      assertThatThrownBy(() -> LockFile.take(folder, PORT))
          .isInstanceOf(PortException.class)
          .hasMessage("/dev/zero is in use by another program (process " + other.pid() + ")");
      assertThat(file()).exists();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Numbers of processes come again. */
  @Test
  void aProgramThatDoesNotHaveThePortIsAnother() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(file(), Long.toString(other.pid()));
      LockFile.take(folder, PORT).close();
      assertThat(file()).doesNotExist();
    } finally {
      other.destroyForcibly();
    }
  }

  /** By a program that ended without a word, and by this one. */
  @ParameterizedTest
  @ValueSource(strings = {"4194399", "own", "", "what is this", "-1"})
  void whatIsLeftBehindIsTakenOver(String left) throws Exception {
    String own = Long.toString(ProcessHandle.current().pid());
    Files.writeString(file(), left.equals("own") ? own : left);
    try (LockFile lock = LockFile.take(folder, PORT)) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(file()).strip()).isEqualTo(own);
    }
  }

  @Test
  void anotherDeviceOfThisHostKeepsItsLock() throws Exception {
    try (InputStream port = Files.newInputStream(PORT);
        LockFile first = LockFile.take(folder, PORT)) {
      assertThat(port.read()).isZero();
      assertThat(first).isNotNull();
      LockFile.take(folder, PORT).close();
      assertThat(file()).exists();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void withoutAFolderThereIsNone() throws IOException {
    LockFile.take(folder.resolve("nowhere"), PORT).close();
    LockFile.take(folder, Files.createFile(folder.resolve("file"))).close();
    assertThat(folder).isDirectoryNotContaining("glob:**LCK*");
  }
}
