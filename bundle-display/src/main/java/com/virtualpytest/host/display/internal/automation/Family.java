package com.virtualpytest.host.display.internal.automation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * All that one command started. Known by a variable in their environment, which children inherit
 * whatever session, group or parent they take on.
 */
final class Family {
  private static final Path PROC = Path.of("/proc");
  private static final int ROUNDS = 50;

  private final String mark;

  /**
   * @param variable of the environment
   * @param value that no other command has
   */
  Family(String variable, String value) {
    this.mark = variable + "=" + value;
  }

  /** Kills all members, also those that are born meanwhile. */
  void kill() throws IOException {
    Set<Long> known = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Set<Long> members = members();
      if (known.containsAll(members)) {
        return; // those that are left were killed before and die
      }
      known.addAll(members);
      members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  private Set<Long> members() throws IOException {
    Set<Long> members = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        if (marked(folder)) {
          members.add(Long.parseLong(folder.getFileName().toString()));
        }
      }
    }
    return members;
  }

  private boolean marked(Path folder) {
    try {
      String environment =
          new String(Files.readAllBytes(folder.resolve("environ")), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + mark + "\0");
    } catch (IOException e) {
      return false; // ended, or somebody else's
    }
  }
}
