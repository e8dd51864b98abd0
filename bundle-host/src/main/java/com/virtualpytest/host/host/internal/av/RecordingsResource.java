package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.GET;
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
import java.util.Optional;
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

  /** The file of one. */
  @GET
  @Path("{file}")
  public Response file(@PathParam("file") String file, @QueryParam("device_id") String device) {
    if (!NAME.matcher(file).matches()) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "file must be letters, digits, . _ and -, 80 at most");
    }
    List<AvController> asked =
        device != null && !device.isEmpty()
            ? List.of(sources.open(device))
            : sources.all().stream().map(AvSources.Source::controller).toList();
    return asked.stream()
        .flatMap(source -> source.recordings().stream())
        .filter(film -> !film.running() && film.file().getFileName().toString().equals(file))
        .map(film -> CaptureFolder.within(film.file().getParent(), file))
        .flatMap(Optional::stream)
        .findFirst()
        .map(found -> Response.ok(found.toFile(), "video/mp4").build())
        .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such recording"));
  }
}
