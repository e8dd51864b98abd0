package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.camera.internal.storage.Folders;
import com.virtualpytest.host.camera.internal.storage.Folders.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.log.Logger;

/**
 * The sound of a recording: it is in the segments of the stream, which are collected while they are
 * there. A segment ends when it was written last, so it is known when each was heard. Where the
 * capture was started anew another piece begins, and the time between is silent. Used by one
 * thread.
 */
final class SoundTrack {
  private static final Pattern NAME = Pattern.compile("segment_(\\d{9})\\.ts");
  private static final int SAMPLES_PER_SECOND = 48_000;

  /** The encoder makes packets of so many: the sound must not be longer than the pictures. */
  private static final int SAMPLES_OF_PACKET = 1024;

  private final Path segments;
  private final Path base;
  private final Duration segment;
  private final Instant started;
  private final Logger log;
  private final List<Piece> pieces = new ArrayList<>();
  private long lastNumber = Long.MIN_VALUE;
  private Instant until;
  private boolean broken;

  /** Segments that follow each other, as one file. */
  private record Piece(Path file, Instant begin) {}

  /**
   * @param segments where the stream is written
   * @param base of the names of what is collected
   * @param segment how long a segment is
   * @param started what came before counts for nothing
   */
  SoundTrack(Path segments, Path base, Duration segment, Instant started, Logger log) {
    this.segments = segments;
    this.base = base;
    this.segment = segment;
    this.started = started;
    this.until = started;
    this.log = log;
  }

  /**
   * Takes what is new. A film without sound is better than none: what goes wrong ends this only.
   */
  void collect() {
    try {
      for (Entry entry : Folders.files(segments)) {
        Matcher name = NAME.matcher(entry.path().getFileName().toString());
        Instant end = Instant.ofEpochMilli(entry.modified());
        if (!broken && name.matches() && end.isAfter(until)) {
          append(entry.path(), Long.parseLong(name.group(1)), end);
        }
      }
    } catch (IOException e) {
      broken = true;
      log.warn("The sound of {} is lost", base, e);
    }
  }

  private void append(Path from, long number, Instant end) throws IOException {
    if (number != lastNumber + 1) {
      Path file = base.resolveSibling(base.getFileName() + "." + pieces.size() + ".ts");
      pieces.add(new Piece(file, end.minus(segment)));
    }
    Path to = pieces.get(pieces.size() - 1).file();
    try (OutputStream out =
        Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Files.copy(from, out);
    }
    lastNumber = number;
    until = end;
  }

  /** Whether all that was heard until then is there, or never will be. */
  boolean reaches(Instant end) {
    return broken || !until.isBefore(end);
  }

  /** ffmpeg's arguments for the film with its sound; empty when there is none. */
  List<String> mix(Path film, Duration length, Path out) {
    if (broken || pieces.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    all.addAll(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", film.toString()));
    pieces.forEach(piece -> all.addAll(List.of("-i", piece.file().toString())));
    all.addAll(List.of("-filter_complex", filter(length), "-map", "0:v", "-map", "[sound]"));
    all.addAll(List.of("-c:v", "copy", "-c:a", "aac", "-b:a", "64k"));
    all.addAll(List.of("-movflags", "+faststart", "-f", "mp4", out.toString()));
    return all;
  }

  private String filter(Duration length) {
    StringBuilder filter = new StringBuilder();
    StringBuilder inputs = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      long late = Duration.between(started, pieces.get(i).begin()).toMillis();
      filter.append("[").append(i + 1).append(":a]aresample=").append(SAMPLES_PER_SECOND);
      filter.append(
          late < 0
              ? ",atrim=start=" + -late / 1000.0 + ",asetpts=PTS-STARTPTS"
              : ",adelay=" + late + ":all=1");
      filter.append("[p").append(i).append("];");
      inputs.append("[p").append(i).append("]");
    }
    long packets = length.toMillis() * SAMPLES_PER_SECOND / 1000 / SAMPLES_OF_PACKET;
    return filter
        .append(inputs)
        .append("amix=inputs=" + pieces.size() + ":normalize=0,apad,atrim=end_sample=")
        .append(Math.max(1, packets) * SAMPLES_OF_PACKET)
        .append("[sound]")
        .toString();
  }

  /** Removes what was collected. */
  void remove() {
    pieces.forEach(piece -> Folders.remove(piece.file()));
  }
}
