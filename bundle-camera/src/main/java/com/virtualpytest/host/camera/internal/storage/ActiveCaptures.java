package com.virtualpytest.host.camera.internal.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.log.Logger;

/**
 * {@code active_captures.conf} beside the folders of the sources: what is captured now, a line for
 * each source, {@code <folder>,<process>,<quality>}. It is for scripts to read; the host reads it
 * for nothing. For all threads.
 */
public final class ActiveCaptures {
  private static final String NAME = "active_captures.conf";

  /** Notes that a source is captured by that process; by none when {@code pid} is 0. */
  public synchronized void note(Path folder, long pid, String quality, Logger log) {
    Path file = folder.resolveSibling(NAME);
    try {
      List<String> lines = new ArrayList<>(lines(file));
      List<String> before = List.copyOf(lines);
      lines.removeIf(line -> line.startsWith(folder + ","));
      if (pid != 0) {
        lines.add(folder + "," + pid + "," + quality);
      }
      if (!lines.equals(before)) {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        Folders.write(file, text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      log.debug("{} cannot be written", file, e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
