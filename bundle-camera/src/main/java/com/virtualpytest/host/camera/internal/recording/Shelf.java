package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.camera.internal.storage.Disk;
import com.virtualpytest.host.camera.internal.storage.Folders;
import com.virtualpytest.host.camera.internal.storage.Folders.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.log.Logger;

/**
 * The films of all sources, which share one limit: the oldest go first. What is being made counts,
 * but is no film yet and stays.
 */
final class Shelf {
  private final Path base;
  private final Limits limits;
  private final Disk disk;
  private final Clock clock;
  private final Logger log;

  /**
   * @param base the folder of the folders of all sources
   */
  Shelf(Path base, Limits limits, Disk disk, Clock clock, Logger log) {
    this.base = base;
    this.limits = limits;
    this.disk = disk;
    this.clock = clock;
    this.log = log;
  }

  /** Whether a file of a folder for recordings is a film. */
  static boolean isFilm(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".mp4") && !name.startsWith(".");
  }

  /** Where what is known of a film is written. */
  static Path beside(Path film) {
    String name = film.getFileName().toString();
    return film.resolveSibling("." + name.substring(0, name.length() - 4) + ".json");
  }

  /** Removes what is too old or too much. */
  void tidy() throws IOException {
    List<Entry> all = new ArrayList<>();
    Folders.list(base).forEach(source -> all.addAll(Folders.files(source.resolve("recordings"))));
    all.sort(Comparator.comparingLong(Entry::modified));
    long total = all.stream().mapToLong(Entry::size).sum();
    long most = Math.min(limits.bytes(), disk.size(base) / 2);
    long oldest = clock.millis() - limits.age().toMillis();
    for (Entry entry : all) {
      boolean goes = total > most || entry.modified() < oldest;
      if (goes && isFilm(entry.path()) && Folders.remove(entry.path())) {
        total -= entry.size();
        Folders.remove(beside(entry.path()));
        log.info("{} was removed: RECORDINGS_MAX_GB or RECORDINGS_MAX_DAYS", entry.path());
      }
    }
  }
}
