package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/av/recordings}: what was recorded. */
@Component(service = RecordingsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("av/recordings")
public final class RecordingsResource {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}");

  private final AvSources sources;

  /**
   * A recording.
   *
   * @param size in bytes; 0 while it is being made
   * @param started ISO 8601
   * @param duration in seconds; what was asked for while it is being made
   * @param state {@code recording} or {@code complete}
   */
  public record View(
      String file, long size, String started, double duration, String state, String deviceId) {
    static View of(String device, Recording film) {
      return new View(
          film.file().getFileName().toString(),
          size(film),
          film.started().toString(),
          film.length().toMillis() / 1000.0,
          film.running() ? "recording" : "complete",
          device);
    }

    private static long size(Recording film) {
      try {
        return film.running() ? 0 : Files.size(film.file());
      } catch (IOException e) {
        return 0; // removed meanwhile
      }
    }
  }

  /** One is gone. */
  public record Removed(boolean success, String file, String message) {}

  /** All of them. */
  public record All(boolean success, List<View> recordings) {}

  @Activate
  public RecordingsResource(@Reference AvSources sources) {
    this.sources = sources;
  }

  /** Those of a device, or of all when none is named. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public All all(@QueryParam("device_id") String device) {
    List<View> views = new ArrayList<>();
    if (device != null && !device.isEmpty()) {
      add(device, sources.open(device), views);
    } else {
      sources
          .all()
          .forEach(source -> add(source.device().definition().id(), source.controller(), views));
    }
    return new All(true, views);
  }

  private static void add(String device, AvController source, List<View> views) {
    source.recordings().forEach(film -> views.add(View.of(device, film)));
  }

  /** The file of one, or a part of it. */
  @GET
  @Path("{file}")
  public Response file(
      @PathParam("file") String file,
      @QueryParam("device_id") String device,
      @HeaderParam("Range") String range)
      throws IOException {
    return FilmAnswer.of(path(complete(file, device).get(0)), range, false);
  }

  /** What a download is told before its content, without opening it for longer. */
  @HEAD
  @Path("{file}")
  public Response head(
      @PathParam("file") String file,
      @QueryParam("device_id") String device,
      @HeaderParam("Range") String range)
      throws IOException {
    return FilmAnswer.of(path(complete(file, device).get(0)), range, true);
  }

  /** Removes one. The device needs to be named when several have one of that name. */
  @DELETE
  @Path("{file}")
  @Produces(MediaType.APPLICATION_JSON)
  public Removed remove(@PathParam("file") String file, @QueryParam("device_id") String device)
      throws IOException {
    List<Recording> found = complete(file, device);
    if (found.size() > 1) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "Several devices have a recording of that name",
          "Add device_id",
          null);
    }
    Files.deleteIfExists(path(found.get(0)));
    return new Removed(true, file, "Recording removed");
  }

  /**
   * The recordings of that name, one at least.
   *
   * @throws ApiException {@code NOT_FOUND}, {@code CONFLICT} for one that is being made
   */
  private List<Recording> complete(String file, String device) {
    if (!NAME.matcher(file).matches()) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "file must be letters, digits, . _ and -, 80 at most");
    }
    List<AvController> asked =
        device != null && !device.isEmpty()
            ? List.of(sources.open(device))
            : sources.all().stream().map(AvSources.Source::controller).toList();
    List<Recording> named =
        asked.stream()
            .flatMap(source -> source.recordings().stream())
            .filter(film -> film.file().getFileName().toString().equals(file))
            .toList();
    List<Recording> complete = named.stream().filter(film -> !film.running()).toList();
    if (complete.isEmpty()) {
      throw named.isEmpty()
          ? none()
          : new ApiException(
              ErrorCode.CONFLICT, "The recording is still being made", "stopCapture ends it", null);
    }
    return complete;
  }

  private static java.nio.file.Path path(Recording film) {
    return CaptureFolder.within(film.file().getParent(), film.file().getFileName().toString())
        .orElseThrow(RecordingsResource::none);
  }

  private static ApiException none() {
    return new ApiException(ErrorCode.NOT_FOUND, "No such recording");
  }
}
