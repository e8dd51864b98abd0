package com.virtualpytest.host.camera.internal.storage;

import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.camera.internal.storage.Folders.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;

/**
 * Brings what leaves the hot folder into pieces of ten minutes, which are kept for a day: the next
 * day overwrites them. Called by one thread, but for {@link #metadata}.
 */
public final class Archiver {
  private static final long REMUX_SECONDS = 60;
  private static final int MINUTES = 10;

  /** Findings that wait: of ten minutes, five a second. Those of one minute are usual. */
  private static final int LINES = 3000;

  private final CaptureFolder folder;
  private final Storage storage;
  private final boolean sound;
  private final Clock clock;
  private final Logger log;
  private final Deque<Line> lines = new ArrayDeque<>(); // guarded by itself
  private long archivedUntil;
  private Chunk last;

  /** What was found in one still, as one line of JSON. */
  private record Line(Instant at, String json) {}

  /** Ten minutes of a day; equal for the same ten minutes of the same day. */
  record Chunk(String day, int hour, int tenth) {
    static Chunk of(Instant at, ZoneId zone) {
      ZonedDateTime time = at.atZone(zone);
      return new Chunk(time.toLocalDate().toString(), time.getHour(), time.getMinute() / MINUTES);
    }

    Path file(Path kind, String ending) {
      return kind.resolve(Integer.toString(hour)).resolve("chunk_10min_" + tenth + ending);
    }

    Path temporary(Path kind, String ending) {
      return kind.resolve("temp").resolve(day + "_" + hour + "_" + tenth + ending);
    }
  }

  /**
   * @param storage loses what is older than a day
   */
  public Archiver(CaptureFolder folder, Storage storage, boolean sound, Clock clock, Logger log) {
    this.folder = folder;
    this.storage = storage;
    this.sound = sound;
    this.clock = clock;
    this.log = log;
    this.archivedUntil = clock.millis();
  }

  /**
   * Keeps what was found in a still for the next time; the oldest goes where too many wait for a
   * disk that cannot be written. For all threads.
   */
  public void metadata(Instant at, String json) {
    synchronized (lines) {
      if (lines.size() == LINES) {
        lines.removeFirst();
      }
      lines.add(new Line(at, json));
    }
  }

  /** Archives what came since the last time. */
  public void archive() {
    Chunk now = Chunk.of(clock.instant(), ZoneId.systemDefault());
    try {
      segments();
      findings();
      if (sound && last != null && !last.equals(now)) {
        sound(last);
      }
      removeTemporary(now);
    } catch (IOException | UncheckedIOException e) {
      log.warn("The pictures of the last minute could not be archived", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last = now;
    storage.expire();
  }

  /** Transport streams can be put one behind the other as they are. */
  private void segments() throws IOException, InterruptedException {
    Path kind = folder.cold().resolve("segments");
    List<Chunk> grown = new ArrayList<>();
    long from = archivedUntil;
    for (Entry entry : Folders.files(folder.hot().resolve("segments"))) {
      if (entry.modified() <= from || !entry.path().toString().endsWith(".ts")) {
        continue;
      }
      Chunk chunk = Chunk.of(Instant.ofEpochMilli(entry.modified()), ZoneId.systemDefault());
      append(chunk.temporary(kind, ".ts"), entry.path());
      archivedUntil = entry.modified();
      if (!grown.contains(chunk)) {
        grown.add(chunk);
      }
    }
    for (Chunk chunk : grown) {
      convert(chunk.temporary(kind, ".ts"), chunk.file(kind, ".mp4"), "-c", "copy", "-f", "mp4");
    }
  }

  private static void append(Path to, Path segment) throws IOException {
    Files.createDirectories(to.getParent());
    try (OutputStream out =
        Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Files.copy(segment, out);
    }
  }

  private void sound(Chunk done) throws IOException, InterruptedException {
    Path film = done.file(folder.cold().resolve("segments"), ".mp4");
    if (Files.exists(film)) {
      convert(
          film,
          done.file(folder.cold().resolve("audio"), ".mp3"),
          "-map",
          "0:a?",
          "-c:a",
          "libmp3lame",
          "-b:a",
          "32k",
          "-f",
          "mp3");
    }
  }

  private void convert(Path from, Path to, String... how) throws IOException, InterruptedException {
    Files.createDirectories(to.getParent());
    Path fresh = to.resolveSibling("." + to.getFileName() + ".tmp");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i"));
    command.add(from.toString());
    command.addAll(List.of(how));
    command.add(fresh.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Redirect.DISCARD).environment().keySet().retainAll(List.of("PATH"));
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(REMUX_SECONDS, TimeUnit.SECONDS);
      if (ended && process.exitValue() == 0) {
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        log.warn("ffmpeg could not make {}", to);
      }
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(fresh);
    }
  }

  private void findings() throws IOException {
    List<Line> taken;
    synchronized (lines) {
      taken = List.copyOf(lines);
      lines.clear();
    }
    Path kind = folder.cold().resolve("metadata");
    List<Chunk> grown = new ArrayList<>();
    for (Line line : taken) {
      Chunk chunk = Chunk.of(line.at(), ZoneId.systemDefault());
      Path file = chunk.temporary(kind, ".jsonl");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, line.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (!grown.contains(chunk)) {
        grown.add(chunk);
      }
    }
    for (Chunk chunk : grown) {
      List<String> frames = Files.readAllLines(chunk.temporary(kind, ".jsonl"));
      Path file = chunk.file(kind, ".json");
      Files.createDirectories(file.getParent());
      String json =
          "{\"hour\":%d,\"chunk_index\":%d,\"frames_count\":%d,\"frames\":[%s]}"
              .formatted(chunk.hour(), chunk.tenth(), frames.size(), String.join(",", frames));
      Folders.write(file, json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What belongs to other ten minutes is complete. */
  private void removeTemporary(Chunk now) {
    for (String kind : List.of("segments", "metadata")) {
      Path folderOfKind = folder.cold().resolve(kind);
      for (Entry entry : Folders.files(folderOfKind.resolve("temp"))) {
        String current = now.temporary(folderOfKind, "").getFileName().toString();
        if (!entry.path().getFileName().toString().startsWith(current + ".")) {
          Folders.remove(entry.path());
        }
      }
    }
  }
}
