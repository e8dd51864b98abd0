package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController.Feed;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/monitoring/disk-usage}: what the folders of the sources hold. */
@Component(service = DiskUsageResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("monitoring/disk-usage")
@Produces(MediaType.APPLICATION_JSON)
public final class DiskUsageResource {
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  private final AvSources sources;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public DiskUsageResource(@Reference AvSources sources) {
    this.sources = sources;
  }

  /** Only the folders of sources are looked at, by their names. */
  @GET
  public Map<String, Object> usage(@QueryParam("capture_dir") String wanted) {
    boolean all = wanted == null || wanted.isEmpty() || wanted.equals("all");
    List<Feed> feeds =
        sources.all().stream()
            .map(source -> source.controller().feed())
            .filter(feed -> feed.folder() != null)
            .filter(feed -> all || feed.folder().name().equals(wanted))
            .toList();
    if (feeds.isEmpty()) {
      throw new ApiException(ErrorCode.NOT_FOUND, "No capture directories found");
    }
    List<Map<String, Object>> captures = feeds.stream().map(this::capture).toList();
    List<String> unclean =
        captures.stream()
            .filter(capture -> !Boolean.TRUE.equals(health(capture).get("is_healthy")))
            .map(capture -> capture.get("capture_name") + ": " + health(capture).get("warning"))
            .toList();
    TemporaryFiles temporary = TemporaryFiles.of(feeds.stream().map(Feed::folder).toList(), clock);
    List<String> warnings = new ArrayList<>(unclean);
    Optional.ofNullable(temporary.warning()).ifPresent(warnings::add);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", true);
    body.put("system_disk", disk(feeds.get(0).folder().cold()));
    body.put("summary", summary(captures, unclean.isEmpty(), temporary));
    body.put("captures", captures);
    body.put("cleanup_status", Map.of("is_healthy", unclean.isEmpty(), "by", "host"));
    body.put("config_status", configuration(feeds));
    body.put("temp_files_status", temporary);
    body.put("warnings", warnings);
    return body;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> health(Map<String, Object> capture) {
    return (Map<String, Object>) capture.get("cleanup_health");
  }

  private Map<String, Object> capture(Feed feed) {
    CaptureFolder folder = feed.folder();
    Map<String, Object> fields = new LinkedHashMap<>();
    FolderFiles.Sum total = sum(List.of(folder.cold(), outside(folder)));
    fields.put("capture_name", folder.name());
    fields.put("path", folder.cold().toString());
    fields.put("exists", Files.isDirectory(folder.cold()));
    Map<String, Object> size = sizes(total.bytes());
    size.put("total_bytes", total.bytes());
    size.put("file_count", total.count());
    fields.put("total_size", size);
    fields.put("segments", kind(folder, "segments"));
    fields.put("captures", kind(folder, "captures"));
    fields.put("thumbnails", kind(folder, "thumbnails"));
    fields.put("json_files", kind(folder, "metadata"));
    fields.put("transcripts", kind(folder, "transcript"));
    fields.put("recordings", kind(folder, "recordings"));
    fields.put("cleanup_health", cleanup(folder));
    return fields;
  }

  /** The hot folder where it is not below the cold one; a folder that is not there else. */
  private static java.nio.file.Path outside(CaptureFolder folder) {
    return folder.hot().startsWith(folder.cold()) ? folder.cold().resolve(".none") : folder.hot();
  }

  private static FolderFiles.Sum sum(List<java.nio.file.Path> folders) {
    long count = 0;
    long bytes = 0;
    for (java.nio.file.Path folder : folders) {
      FolderFiles.Sum sum = FolderFiles.sum(folder);
      count += sum.count();
      bytes += sum.bytes();
    }
    return new FolderFiles.Sum(count, bytes);
  }

  private static Map<String, Object> kind(CaptureFolder folder, String kind) {
    FolderFiles.Sum sum = sum(List.of(folder.hot().resolve(kind), folder.cold().resolve(kind)));
    Map<String, Object> fields = sizes(sum.bytes());
    fields.put("count", sum.count());
    fields.put("size_bytes", sum.bytes());
    fields.put("avg_size_kb", sum.count() == 0 ? 0 : round(sum.bytes() / 1024.0 / sum.count()));
    return fields;
  }

  private static Map<String, Object> sizes(long bytes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("size_gb", round(bytes / (double) (1 << 30)));
    fields.put("size_mb", round(bytes / (double) (1 << 20)));
    return fields;
  }

  private static double round(double number) {
    return Math.round(number * 100) / 100.0;
  }

  private Map<String, Object> cleanup(CaptureFolder folder) {
    long limit = clock.millis() - DAY_MILLIS;
    long segments = old(folder.hot().resolve("segments"), limit);
    long stills = old(folder.hot().resolve("captures"), limit);
    boolean healthy = segments == 0 && stills == 0;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("old_segments_24h", segments);
    fields.put("old_captures_24h", stills);
    fields.put("is_healthy", healthy);
    fields.put("warning", healthy ? null : "files older than a day were not removed");
    return fields;
  }

  private static long old(java.nio.file.Path folder, long limit) {
    return FolderFiles.newest(folder, "(segment|capture)_.*", Integer.MAX_VALUE).stream()
        .filter(found -> found.modified() < limit)
        .count();
  }

  /** The folders of all sources lie in one. */
  private static Map<String, Object> disk(java.nio.file.Path folder) {
    Map<String, Object> fields = new LinkedHashMap<>();
    try {
      FileStore store = Files.getFileStore(folder);
      long size = store.getTotalSpace();
      long available = store.getUsableSpace();
      long used = size - store.getUnallocatedSpace();
      fields.put("filesystem", store.name());
      fields.put("size", text(size));
      fields.put("used", text(used));
      fields.put("available", text(available));
      fields.put("use_percent", Math.round(100.0 * used / Math.max(1, used + available)) + "%");
      fields.put("mounted_on", store.toString().replaceFirst(" \\(.*", ""));
    } catch (IOException e) {
      fields.put("error", "The disk cannot be looked at");
    }
    return fields;
  }

  private static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1fG", bytes / (double) (1 << 30));
  }

  private static Map<String, Object> summary(
      List<Map<String, Object>> captures, boolean clean, TemporaryFiles temporary) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("captures_analyzed", captures.size());
    fields.put("total_segments", total(captures, "segments"));
    fields.put("total_captures", total(captures, "captures"));
    fields.put("total_thumbnails", total(captures, "thumbnails"));
    fields.put("cleanup_healthy", clean);
    fields.put("temp_files_healthy", temporary.isHealthy());
    return fields;
  }

  private static long total(List<Map<String, Object>> captures, String kind) {
    return captures.stream()
        .mapToLong(capture -> (Long) ((Map<?, ?>) capture.get(kind)).get("count"))
        .sum();
  }

  private static Map<String, Object> configuration(List<Feed> feeds) {
    List<Map<String, Object>> configured = new ArrayList<>();
    for (Feed feed : feeds) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("directory", feed.folder().cold().toString());
      fields.put("pid", feed.pid());
      fields.put("quality", feed.quality());
      configured.add(fields);
    }
    return Map.of("exists", true, "configured_captures", configured, "count", configured.size());
  }
}
