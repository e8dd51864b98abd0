package com.virtualpytest.host.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this process has open, as Linux tells it; nothing elsewhere. */
final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** Sockets, by their inode. */
  static List<String> sockets() {
    return all().stream().filter(target -> target.startsWith("socket:")).toList();
  }

  /** Files, pipes, devices and selectors; no jars, which class loaders keep open. */
  static List<String> files() {
    return all().stream()
        .filter(target -> !target.startsWith("socket:") && !target.endsWith(".jar"))
        .filter(target -> !target.startsWith("/proc/"))
        .toList();
  }

  private static List<String> all() {
    List<String> targets = new ArrayList<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return targets;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path entry : entries) {
        String target = target(entry);
        if (target != null) {
          targets.add(target);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot list what is open", e);
    }
    return targets;
  }

  private static String target(Path entry) throws IOException {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (NoSuchFileException e) {
      return null; // closed meanwhile
    }
  }
}
