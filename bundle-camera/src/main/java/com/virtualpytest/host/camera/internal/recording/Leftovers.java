package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.camera.internal.storage.Folders;
import com.virtualpytest.host.camera.internal.storage.Folders.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a host that was killed left in a folder for recordings. Its ffmpeg ends the film that was
 * being made, unless it was killed, too.
 */
final class Leftovers {
  private static final String PART = ".mp4.part";
  private static final long PROBE_SECONDS = 10;

  private Leftovers() {}

  /**
   * Files of films that nobody makes any more.
   *
   * @param until when they were written last at the latest, in milliseconds since the epoch
   */
  static List<Path> of(Path folder, long until) {
    return Folders.files(folder).stream()
        .filter(entry -> entry.modified() < until)
        .map(Entry::path)
        .filter(Leftovers::isOne)
        .toList();
  }

  private static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && (name.contains(PART) || isAlone(file, name));
  }

  /** What is known of a film that is gone. */
  private static boolean isAlone(Path file, String name) {
    String film = name.substring(1).replaceFirst("\\.json$", ".mp4");
    return name.endsWith(".json") && Files.notExists(file.resolveSibling(film));
  }

  /** The film that a file was to become; empty for what was to be added to it. */
  static Optional<Path> film(Path part) {
    String name = part.getFileName().toString();
    return name.endsWith(PART)
        ? Optional.of(part.resolveSibling(name.substring(1, name.length() - ".part".length())))
        : Optional.empty();
  }

  /** How long a film is; empty when it is none, or cannot be looked at. */
  static Optional<Duration> length(Path film) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ffprobe", "-loglevel", "quiet"));
    command.addAll(List.of("-show_entries", "format=duration", "-of", "csv=p=0", film.toString()));
    try {
      return answer(Film.process(command, ProcessBuilder.Redirect.PIPE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> answer(Process probe) throws IOException, InterruptedException {
    try {
      if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) || probe.exitValue() != 0) {
        return Optional.empty();
      }
      String seconds = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(Duration.ofMillis((long) (Double.parseDouble(seconds.strip()) * 1000)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    } finally {
      probe.destroyForcibly();
    }
  }
}
