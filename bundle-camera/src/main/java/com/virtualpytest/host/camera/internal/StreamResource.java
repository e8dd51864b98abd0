package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code /host/stream/<source>/<kind>/…}: the files of the sources, the hot ones first; and {@code
 * /host/stream/screenshots/…}, what was saved for good. Nothing is listed, and nothing outside of
 * these folders is reached.
 */
@Component(service = StreamResource.class)
@JakartarsResource
@Path("stream")
public final class StreamResource {
  private final OpenSources sources;
  private final Settings settings;

  @Activate
  public StreamResource(@Reference OpenSources sources, @Reference Settings settings) {
    this.sources = sources;
    this.settings = settings;
  }

  @GET
  @Path("{path: .+}")
  public Response file(
      @PathParam("path") String path,
      @HeaderParam("Range") String range,
      @Context HttpServletRequest request)
      throws IOException {
    java.nio.file.Path file = find(path).orElseThrow(StreamResource::none);
    try {
      return new FileAnswer(file, request.getQueryString()).answer(range);
    } catch (NoSuchFileException e) {
      throw none(); // it went meanwhile, as old ones do
    }
  }

  /** Pages of other origins ask before they send a range. */
  @OPTIONS
  @Path("{path: .+}")
  public Response options() {
    return Response.noContent()
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        .header("Access-Control-Allow-Headers", "Range")
        .build();
  }

  private Optional<java.nio.file.Path> find(String path) {
    String[] parts = path.split("/", 3);
    if (parts.length < 2) {
      return Optional.empty();
    }
    if (parts[0].equals(CameraSettings.SCREENSHOTS)) {
      java.nio.file.Path data = java.nio.file.Path.of(settings.get("HOST_DATA_DIR", "."));
      return CaptureFolder.within(
          data.resolve(CameraSettings.SCREENSHOTS), path.substring(parts[0].length() + 1));
    }
    return parts.length < 3
        ? Optional.empty()
        : sources.folder(parts[0]).flatMap(folder -> folder.find(parts[1], parts[2]));
  }

  private static ApiException none() {
    return new ApiException(ErrorCode.NOT_FOUND, "No such file");
  }
}
