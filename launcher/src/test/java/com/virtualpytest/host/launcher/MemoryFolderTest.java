package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFolderTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path temp;
  private final Map<String, String> settings = new HashMap<>();
  private Path shm;
  private Path run;
  private long free = 4096 * MIB;

  /** The folders called so lie in memory. */
  private final Memory memory =
      new Memory() {
        @Override
        public boolean holds(Path folder) throws IOException {
          return folder.toRealPath().startsWith(temp.resolve("shm").toRealPath());
        }

        @Override
        public long free(Path folder) {
          return free;
        }
      };

  @BeforeEach
  void make() throws IOException {
    shm = Files.createDirectory(temp.resolve("shm"));
    run = Files.createDirectory(temp.resolve("run"));
    settings.put("HOST_DATA_DIR", Files.createDirectory(temp.resolve("data")).toString());
  }

  private MemoryFolder open() {
    return MemoryFolder.open(settings, memory, List.of(run, temp.resolve("none"), shm));
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void isOneOfThisHostAloneAndGoesWithIt() throws Exception {
    MemoryFolder mine = open();
    assertThat(mine.path()).hasParent(shm);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine.path())))
        .isEqualTo("rwx------");
    assertThat(in(run)).as("is no memory").isEmpty();
    assertThat(open()).as("is taken").isNull();

    Files.createDirectories(mine.path().resolve("capture1/captures"));
    Files.writeString(mine.path().resolve("capture1/captures/a.jpg"), "");
    mine.remove();
    assertThat(in(shm)).isEmpty();
  }

  @Test
  void hostsOfOneMachineDoNotMeet() throws Exception {
    MemoryFolder first = open();
    settings.put("HOST_DATA_DIR", Files.createDirectory(temp.resolve("other")).toString());
    MemoryFolder second = open();
    assertThat(second.path()).hasParent(shm).isNotEqualTo(first.path());
    Path kept = Files.writeString(first.path().resolve("kept"), "");
    second.remove();
    assertThat(kept).exists();
    first.remove();
  }

  @Test
  void whatAHostThatWasKilledHasLeftIsRemovedAndNothingElse() throws Exception {
    MemoryFolder mine = open();
    mine.remove();
    Path precious = Files.writeString(Files.createDirectory(temp.resolve("home")).resolve("a"), "");
    Files.createDirectory(
        mine.path(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(mine.path().resolve("capture1"), precious.getParent());
    Files.writeString(mine.path().resolve("old"), "");

    MemoryFolder again = open();
    assertThat(in(again.path())).containsExactly(again.path().resolve(".lock"));
    again.remove();
    assertThat(precious).exists();
  }

  @Test
  void aFolderOfSomebodyElseIsNotTaken() throws Exception {
    MemoryFolder mine = open();
    mine.remove();
    Path theirs =
        Files.createDirectory(
            mine.path(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(theirs.resolve("a"), "");
    assertThat(open()).isNull();
    assertThat(in(theirs)).containsExactly(theirs.resolve("a"));

    Files.delete(theirs.resolve("a"));
    Files.move(theirs, temp.resolve("moved"));
    Files.createSymbolicLink(theirs, temp.resolve("moved"));
    assertThat(open()).as("a link").isNull();
  }

  @Test
  void eachSourceNeedsRoom() throws Exception {
    free = 64 * MIB;
    assertThat(open()).as("the memory that Docker gives").isNull();
    assertThat(in(shm)).isEmpty();

    free = 400 * MIB;
    settings.put("HOST_VIDEO_SOURCE", ":1");
    open().remove();
    settings.put("DEVICE2_VIDEO", "lavfi:testsrc2");
    assertThat(open()).isNull();
    free = 600 * MIB;
    open().remove();
  }

  @Test
  void whereSomebodyHasChosenNothingIsDone() throws Exception {
    settings.put("STREAM_BASE_PATH", shm.resolve("not/there/yet").toString());
    assertThat(open()).as("in memory anyway").isNull();
    settings.remove("STREAM_BASE_PATH");
    settings.put("STREAM_HOT_PATH", "/hot");
    assertThat(open()).isNull();
    assertThat(in(shm)).isEmpty();
  }
}
