package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void createsItForTheOwnerAlone() throws Exception {
    Path path = folder.resolve("a/b");

    try (DataFolder data = DataFolder.open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
      assertThat(data.frameworkCache().getParent()).isEqualTo(path);
      data.protectFrameworkCache();
      try (Stream<Path> folders = Files.list(path).filter(Files::isDirectory)) {
        assertThat(folders.toList())
            .extracting(Path::getFileName)
            .extracting(Path::toString)
            .containsExactlyInAnyOrder("cache", "cds", "config");
      }
      try (Stream<Path> folders = Files.list(path).filter(Files::isDirectory)) {
        assertThat(folders)
            .allSatisfy(
                f ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                        .isEqualTo("rwx------"));
      }
      assertThat(path.resolve("probe")).doesNotExist();
    }
  }

  @Test
  void belongsToOneHostAtATime() throws Exception {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("another running host");
    }
    DataFolder.open(folder).close();
  }

  @Test
  void saysWhichFolderCannotBeUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(StartException.class)
        .hasMessage("HOST_DATA_DIR " + file + " cannot be used: not a folder");
  }
}
