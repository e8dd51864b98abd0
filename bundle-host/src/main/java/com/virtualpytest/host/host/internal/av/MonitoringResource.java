package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.host.internal.av.FolderFiles.Found;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/monitoring/*}: the stills of a source and what was found in them. */
@Component(service = MonitoringResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("monitoring")
@Produces(MediaType.APPLICATION_JSON)
public final class MonitoringResource {
  static final String STILL = "capture_\\d{9}\\.jpg";
  private static final String FINDING = "capture_\\d{9}\\.json";
  private static final String EVENTS = "live_events.json";

  private final AvSources sources;
  private final AvUrls urls;
  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock = Clock.systemUTC();

  /**
   * A still.
   *
   * @param timestamp when it was written, milliseconds since the epoch
   */
  public record Still(String filename, long timestamp, String url) {}

  /** The newest stills first. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Stills(boolean success, String error, List<Still> captures, int total) {}

  /** What was found in the newest still that was looked at. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Latest(
      boolean success, String error, JsonNode jsonData, String filename, Double timestamp) {}

  /** What goes on, and what has just ended. */
  public record Events(boolean success, List<JsonNode> events, int count) {}

  @Activate
  public MonitoringResource(@Reference AvSources sources, @Reference AvUrls urls) {
    this.sources = sources;
    this.urls = urls;
  }

  @POST
  @Path("listCaptures")
  public Stills stills(AvRequest request, @QueryParam("device_id") String query) {
    CaptureFolder folder = folder(request, query);
    if (!Files.isDirectory(folder.hot().resolve("captures"))) {
      String error = "Capture folder not found: " + folder.hot().resolve("captures");
      return new Stills(false, error, List.of(), 0);
    }
    List<Still> stills =
        FolderFiles.newest(folder.hot().resolve("captures"), STILL, request.limit()).stream()
            .map(
                found ->
                    new Still(
                        found.name(),
                        found.modified(),
                        urls.file(folder.name(), "captures/" + found.name())))
            .toList();
    return new Stills(true, null, stills, stills.size());
  }

  @POST
  @Path("latest-json")
  public Latest latest(AvRequest request, @QueryParam("device_id") String query) {
    CaptureFolder folder = folder(request, query);
    java.nio.file.Path metadata = folder.hot().resolve("metadata");
    if (!Files.isDirectory(metadata)) {
      return new Latest(false, "Metadata folder not found: " + metadata, null, null, null);
    }
    // the newest ones can be removed between the look and the reading
    for (Found found : FolderFiles.newest(metadata, FINDING, 3)) {
      Optional<JsonNode> content = read(metadata.resolve(found.name()));
      if (content.isPresent()) {
        return new Latest(true, null, content.get(), found.name(), found.modified() / 1000.0);
      }
    }
    return new Latest(false, "No JSON analysis files found", null, null, null);
  }

  @POST
  @Path("live-events")
  public Events events(AvRequest request, @QueryParam("device_id") String query) {
    CaptureFolder folder = folder(request, query);
    List<JsonNode> events = new ArrayList<>();
    double now = clock.millis() / 1000.0;
    read(folder.hot().resolve("metadata").resolve(EVENTS))
        .ifPresent(
            all ->
                all.path("events")
                    .forEach(
                        event -> {
                          if (event.path("expires_at").asDouble() > now) {
                            events.add(event);
                          }
                        }));
    return new Events(true, events, events.size());
  }

  private CaptureFolder folder(AvRequest request, String query) {
    return AvSources.folder(sources.open(request.deviceOr(query)));
  }

  private Optional<JsonNode> read(java.nio.file.Path file) {
    try {
      return Optional.of(json.readTree(file.toFile()));
    } catch (IOException e) {
      return Optional.empty(); // there is none, or it has just gone
    }
  }
}
