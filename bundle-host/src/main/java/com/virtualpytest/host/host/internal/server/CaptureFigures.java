package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Feed;
import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.host.internal.av.AvSources;
import com.virtualpytest.host.host.internal.av.FolderFiles;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the server is told of the capture of pictures ({@code ffmpeg}) and of what is found in them
 * ({@code monitor}): both are read off the files and the pictures, as they are now.
 */
final class CaptureFigures {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration FOUND = Duration.ofSeconds(10);
  private static final String STOPPED = "stopped";
  private static final String ACTIVE = "active";
  private static final String STUCK = "stuck";

  private final List<Source> sources;

  /**
   * A source.
   *
   * @param picture when the newest one came; null when none did
   * @param finding when the newest was looked at; null when none was
   */
  private record Source(
      String device,
      String name,
      Feed feed,
      long stills,
      long findings,
      Instant picture,
      Instant finding,
      String picturesState,
      String findingsState,
      long seconds) {}

  private CaptureFigures(List<Source> sources) {
    this.sources = sources;
  }

  static CaptureFigures of(List<BoundDevice> devices, Clock clock) {
    List<Source> all = new ArrayList<>();
    for (BoundDevice device : devices) {
      AvSources.of(device)
          .ifPresent(source -> all.add(source(device.definition().id(), source, clock.instant())));
    }
    return new CaptureFigures(all);
  }

  private static Source source(String device, AvController source, Instant now) {
    Feed feed = source.feed();
    CaptureFolder folder = feed.folder();
    boolean runs = feed.pid() != 0;
    Instant picture = source.newest().map(Picture::at).orElse(null);
    Path findings = folder == null ? null : folder.hot().resolve("metadata");
    Instant finding = findings == null ? null : modified(findings);
    return new Source(
        device,
        folder == null ? device : folder.name(),
        feed,
        folder == null ? 0 : FolderFiles.sum(folder.hot().resolve("captures")).count(),
        findings == null ? 0 : FolderFiles.sum(findings).count(),
        picture,
        finding,
        state(runs, picture, FRESH, now),
        state(runs, finding, FOUND, now),
        feed.since() == null ? 0 : Math.max(0, Duration.between(feed.since(), now).toSeconds()));
  }

  private static String state(boolean runs, Instant last, Duration fresh, Instant now) {
    if (!runs) {
      return STOPPED;
    }
    return last != null && Duration.between(last, now).compareTo(fresh) <= 0 ? ACTIVE : STUCK;
  }

  /** A folder changes with each file in it. */
  private static Instant modified(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant();
    } catch (IOException e) {
      return null; // not there
    }
  }

  /** How long the oldest capture that goes on has been going on, in seconds. */
  long uptime() {
    return sources.stream().mapToLong(Source::seconds).max().orElse(0);
  }

  Map<String, Object> ffmpeg() {
    List<Map<String, Object>> processes = new ArrayList<>();
    Map<String, Object> recent = new LinkedHashMap<>();
    Map<String, Object> states = new LinkedHashMap<>();
    for (Source source : sources) {
      if (source.feed().pid() != 0) {
        processes.add(
            Map.of("pid", source.feed().pid(), "cmdline", "ffmpeg -hide_banner -nostdin"));
      }
      recent.put(
          source.name(),
          Map.of("images", source.stills(), "last_activity", epoch(source.picture())));
      states.put(source.name(), source.picturesState());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", worst(sources.stream().map(Source::picturesState).toList()));
    fields.put("processes_running", processes.size());
    fields.put("processes", processes);
    fields.put("recent_files", recent);
    return finish(fields, states);
  }

  Map<String, Object> monitor() {
    Map<String, Object> recent = new LinkedHashMap<>();
    Map<String, Object> states = new LinkedHashMap<>();
    boolean runs = sources.stream().anyMatch(source -> source.feed().pid() != 0);
    for (Source source : sources) {
      recent.put(
          source.name(),
          Map.of("count", source.findings(), "last_activity", epoch(source.finding())));
      states.put(source.name(), source.findingsState());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", worst(sources.stream().map(Source::findingsState).toList()));
    fields.put("process_running", runs);
    fields.put(
        "processes",
        runs ? List.of(Map.of("pid", ProcessHandle.current().pid(), "name", "host")) : List.of());
    fields.put("recent_json_files", recent);
    return finish(fields, states);
  }

  private Map<String, Object> finish(Map<String, Object> fields, Map<String, Object> states) {
    fields.put("device_statuses", states);
    fields.put(
        "service_start_time",
        sources.stream()
            .map(source -> source.feed().since())
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .map(since -> since.toEpochMilli() / 1000.0)
            .orElse(null));
    fields.put("service_uptime_seconds", uptime());
    return fields;
  }

  /** One that is active makes all active: so the server understands these words. */
  private static String worst(List<String> states) {
    return states.contains(ACTIVE) ? ACTIVE : states.contains(STUCK) ? STUCK : STOPPED;
  }

  private static Object epoch(Instant at) {
    return at == null ? (Object) 0 : at.toEpochMilli() / 1000.0;
  }

  /** Puts the figures of one device among those that are told of it. */
  void add(String device, Map<String, Object> fields) {
    Optional<Source> found =
        sources.stream().filter(source -> source.device().equals(device)).findFirst();
    fields.put("disk_usage", found.map(source -> usage(source.feed().folder())).orElse("N/A"));
    fields.put("ffmpeg_status", found.map(Source::picturesState).orElse(STOPPED));
    fields.put(
        "ffmpeg_last_activity", found.map(Source::picture).map(Instant::toString).orElse(null));
    fields.put("ffmpeg_working_uptime_seconds", found.map(Source::seconds).orElse(0L));
    fields.put("monitor_status", found.map(Source::findingsState).orElse(STOPPED));
    fields.put(
        "monitor_last_activity", found.map(Source::finding).map(Instant::toString).orElse(null));
    fields.put("monitor_working_uptime_seconds", found.map(Source::seconds).orElse(0L));
  }

  private static String usage(CaptureFolder folder) {
    return folder == null ? "N/A" : text(FolderFiles.sum(folder.cold()).bytes());
  }

  /** As {@code du -sh} writes it. */
  static String text(long bytes) {
    double size = Math.max(4096, bytes) / 1024.0;
    String units = "KMGT";
    int unit = 0;
    while (size >= 1024 && unit < units.length() - 1) {
      size /= 1024;
      unit++;
    }
    return size < 10
        ? String.format(Locale.ROOT, "%.1f%c", Math.ceil(size * 10) / 10, units.charAt(unit))
        : String.format(Locale.ROOT, "%.0f%c", Math.ceil(size), units.charAt(unit));
  }
}
