package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine has of memory that looks like a disk. */
interface Memory {

  /** Whether a folder lies in it. */
  boolean holds(Path folder) throws IOException;

  /** How many bytes can be written to such a folder without harm. */
  long free(Path folder) throws IOException;

  /** That of the machine. Half of what programs may still have is left to them. */
  static Memory real() {
    return new Memory() {
      @Override
      public boolean holds(Path folder) throws IOException {
        return Files.getFileStore(folder).type().equals("tmpfs");
      }

      @Override
      public long free(Path folder) throws IOException {
        return Math.min(folder.toFile().getUsableSpace(), available() / 2);
      }
    };
  }

  private static long available() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
