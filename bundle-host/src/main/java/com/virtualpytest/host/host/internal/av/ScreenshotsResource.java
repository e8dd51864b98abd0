package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Feed;
import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /host/av/…}: single pictures, as files with an address. */
@Component(service = ScreenshotsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("av")
@Produces(MediaType.APPLICATION_JSON)
public final class ScreenshotsResource {
  private static final Logger LOG = LoggerFactory.getLogger(ScreenshotsResource.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._ -]{0,99}");
  private static final String FOLDER = "screenshots";
  private static final String TEMPORARY = "verification_source.jpg";

  private final AvSources sources;
  private final AvUrls urls;
  private final HostSettings settings;
  private final Clock clock = Clock.systemUTC();

  /** A picture that the next one replaces. */
  public record Taken(boolean success, String screenshotUrl, String deviceId) {}

  /** A picture that is kept. */
  public record Saved(
      boolean success, String screenshotUrl, String screenshotPath, String deviceId) {}

  /** The still of a segment. */
  public record SegmentStill(
      boolean success,
      String captureUrl,
      String capturePath,
      long segmentNumber,
      long captureNumber) {}

  @Activate
  public ScreenshotsResource(
      @Reference AvSources sources, @Reference AvUrls urls, @Reference HostSettings settings) {
    this.sources = sources;
    this.urls = urls;
    this.settings = settings;
  }

  @POST
  @Path("takeScreenshot")
  public Taken take(AvRequest request, @QueryParam("device_id") String query) {
    String device = request.deviceOr(query);
    AvController source = sources.open(device);
    Picture picture =
        Screenshots.fresh(source, clock)
            .orElseThrow(
                () ->
                    failed(
                        "Failed to take temporary screenshot - controller returned None", device));
    CaptureFolder folder = AvSources.folder(source);
    try {
      Screenshots.write(picture, folder.cold().resolve("captures").resolve(TEMPORARY));
    } catch (IOException e) {
      LOG.warn("The screenshot of {} could not be written", device, e);
      throw failed("The screenshot could not be written", device);
    }
    return new Taken(true, urls.file(folder.name(), "captures/" + TEMPORARY), device);
  }

  @POST
  @Path("saveScreenshot")
  public Saved save(AvRequest request, @QueryParam("device_id") String query) {
    String file = required(request.filename(), "Filename is required for saving screenshot");
    String page =
        required(
            request.userinterfaceName(), "userinterface_name is required for saving screenshot");
    String device = request.deviceOr(query);
    AvController source = sources.open(device);
    String name = plain("filename", file.replaceFirst("(?i)\\.jpe?g$", "")) + ".jpg";
    String folder = plain("userinterface_name", page);
    Picture picture =
        Screenshots.fresh(source, clock)
            .orElseThrow(() -> failed("Failed to take screenshot", device));
    java.nio.file.Path kept = settings.dataFolder().resolve(FOLDER).resolve(folder).resolve(name);
    try {
      Screenshots.write(picture, kept);
    } catch (IOException e) {
      LOG.warn("{} could not be written", kept, e);
      throw failed("The screenshot could not be written", device);
    }
    String url = urls.kept(FOLDER, (folder + "/" + name).replace(" ", "%20"));
    return new Saved(true, url, kept.toString(), device);
  }

  /** Numbered by how long a segment is; what the caller says of pictures per second is not used. */
  @POST
  @Path("getSegmentCapture")
  public SegmentStill segment(AvRequest request, @QueryParam("device_id") String query) {
    if (request.segmentNumber() == null) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "segment_number is required");
    }
    String device = request.deviceOr(query);
    AvController source = sources.open(device);
    Feed feed = source.feed();
    CaptureFolder folder = AvSources.folder(source);
    long segment = request.segmentNumber();
    double perSegment = feed.picturesPerSecond() * feed.segmentLength().toMillis() / 1000;
    long number = Math.max(1, Math.round(segment * perSegment));
    String name = "capture_%09d.jpg".formatted(number);
    java.nio.file.Path still =
        folder
            .find("captures", name)
            .filter(found -> ofRun(found, feed.since()))
            .orElseThrow(
                () -> notFound(device, segment, feed.picturesPerSecond(), number, name, folder));
    java.nio.file.Path kept = keep(still, folder.cold().resolve("captures").resolve(name), device);
    return new SegmentStill(
        true, urls.file(folder.name(), "captures/" + name), kept.toString(), segment, number);
  }

  /**
   * Each run of a capture numbers its stills anew; those of the run before lie there for a while.
   */
  private static boolean ofRun(java.nio.file.Path still, Instant since) {
    try {
      return since != null && !Files.getLastModifiedTime(still).toInstant().isBefore(since);
    } catch (IOException e) {
      return false; // it went while it was looked at
    }
  }

  /** The address has to work when the hot folder has forgotten it. */
  private static java.nio.file.Path keep(
      java.nio.file.Path still, java.nio.file.Path kept, String device) {
    try {
      if (!still.equals(kept)) {
        Screenshots.write(Files.readAllBytes(still), kept);
      }
      return kept;
    } catch (IOException e) {
      LOG.warn("{} could not be kept", still, e);
      throw failed("The picture could not be kept", device);
    }
  }

  private static ApiException notFound(
      String device, long segment, double fps, long number, String name, CaptureFolder folder) {
    Map<String, Object> debug = new LinkedHashMap<>();
    debug.put("segment_number", segment);
    debug.put("fps", fps);
    debug.put("capture_number", number);
    debug.put("filename", name);
    debug.put("hot_path", folder.hot().resolve("captures").resolve(name).toString());
    debug.put("cold_path", folder.cold().resolve("captures").resolve(name).toString());
    return new ApiException(
        ErrorCode.INTERNAL, "Capture not found: " + name, null, device, Map.of("debug", debug));
  }

  private static String required(String value, String sentence) {
    if (value.isEmpty()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, sentence);
    }
    return value;
  }

  private static String plain(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, what + " must be letters, digits, spaces, . _ and -");
    }
    return value;
  }

  private static ApiException failed(String sentence, String device) {
    return new ApiException(ErrorCode.INTERNAL, sentence, "GET /host/devices says why", device);
  }
}
