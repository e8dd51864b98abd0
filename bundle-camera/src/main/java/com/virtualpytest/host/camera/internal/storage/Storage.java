package com.virtualpytest.host.camera.internal.storage;

import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.camera.internal.storage.Folders.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.service.log.Logger;

/**
 * Keeps the files of a source within limits: so many of each kind in the hot folder, a day in the
 * cold one, and always some room on both disks, for which the oldest go first. What is asked of
 * {@link #trouble} may come from any thread.
 */
public final class Storage {
  /** How many files of a kind the hot folder keeps. */
  public static final Map<String, Integer> LIMITS =
      new LinkedHashMap<>(
          Map.of("segments", 200, "captures", 300, "thumbnails", 100, "metadata", 750));

  private static final long ENOUGH = 256L << 20;
  private static final int TROUBLE_MILLIS = 10_000;
  private static final long DAY_MILLIS = 24 * 3_600_000L;
  private static final int KEPT_AT_LEAST = 10;

  /** The playlist, and what is written anew each time. */
  private static final Pattern KEPT = Pattern.compile(".*\\.m3u8|[a-z_]+\\.json");

  private final CaptureFolder folder;
  private final Disk disk;
  private final Clock clock;
  private final Logger log;
  private volatile String trouble;
  private long troubleAt;

  public Storage(CaptureFolder folder, Disk disk, Clock clock, Logger log) {
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
    this.log = log;
  }

  /** What is wrong with the disk, one sentence; empty when nothing. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Removes what is more than the limits allow. */
  public void trim() {
    LIMITS.forEach(this::trim);
  }

  /** Makes room where there is too little; what was kept for long goes before what is new. */
  public void makeRoom() {
    String cold = room(folder.cold(), this::coldByAge);
    String hot = room(folder.hot(), this::hotByAge);
    tell(hot == null ? cold : hot);
  }

  /** What was removed a moment ago would be missed a moment later: that is one trouble, not two. */
  private void tell(String now) {
    if (now != null) {
      if (trouble == null) {
        log.warn("{}", now);
      }
      trouble = now;
      troubleAt = clock.millis();
    } else if (clock.millis() - troubleAt > TROUBLE_MILLIS) {
      trouble = null;
    }
  }

  private void trim(String kind, int limit) {
    List<Entry> files =
        Folders.files(folder.hot().resolve(kind)).stream()
            .filter(entry -> !KEPT.matcher(entry.path().getFileName().toString()).matches())
            .toList();
    files.stream().limit(Math.max(0, files.size() - limit)).forEach(e -> Folders.remove(e.path()));
  }

  private List<Entry> hotByAge() {
    List<Entry> all = new ArrayList<>();
    for (String kind : LIMITS.keySet()) {
      List<Entry> files = Folders.files(folder.hot().resolve(kind));
      all.addAll(files.subList(0, Math.max(0, files.size() - KEPT_AT_LEAST)));
    }
    all.sort(Comparator.comparingLong(Entry::modified));
    return all;
  }

  /** Chunks of the day, and what older days left behind. */
  private List<Entry> coldByAge() {
    List<Entry> all = new ArrayList<>();
    for (String kind : List.of("segments", "metadata", "audio")) {
      for (int hour = 0; hour < 24; hour++) {
        all.addAll(Folders.files(folder.cold().resolve(kind).resolve(Integer.toString(hour))));
      }
    }
    // stills that were asked for one by one
    Folders.files(folder.cold().resolve("captures")).stream()
        .filter(entry -> entry.path().getFileName().toString().matches("(capture|action)_.*"))
        .forEach(all::add);
    all.sort(Comparator.comparingLong(Entry::modified));
    return all;
  }

  /** Makes room on the disk of a folder; what is still wrong then, or was, or null. */
  private String room(Path where, Supplier<List<Entry>> oldestFirst) {
    try {
      long wanted = Math.min(ENOUGH, disk.size(where) / 5);
      long free = disk.free(where);
      if (free >= wanted) {
        return null;
      }
      long target = wanted + wanted / 2; // so that the next pictures find room, too
      for (Entry entry : oldestFirst.get()) {
        if (free >= target) {
          break;
        }
        if (Folders.remove(entry.path())) {
          free += entry.size();
        }
      }
      return "the disk of "
          + where
          + " is "
          + (free >= wanted ? "nearly full: old pictures go early" : "full");
    } catch (IOException e) {
      return "the disk of " + where + " cannot be looked at";
    }
  }

  /** Removes what was kept for longer than a day. */
  void expire() {
    long limit = clock.millis() - DAY_MILLIS;
    coldByAge().stream()
        .filter(entry -> entry.modified() < limit)
        .forEach(entry -> Folders.remove(entry.path()));
  }
}
