package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/av/images}: pictures by their paths, of the folders for pictures only. */
@Component(service = ImagesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("av/images")
public final class ImagesResource {
  private static final Map<String, String> TYPES =
      Map.of(
          "jpg",
          "image/jpeg",
          "jpeg",
          "image/jpeg",
          "png",
          "image/png",
          "json",
          "application/json");

  /** Where servers think that streams lie. */
  private static final String REGISTERED = "/var/www/html/stream/";

  private final HostSettings settings;
  private final AvSources sources;

  @Activate
  public ImagesResource(@Reference HostSettings settings, @Reference AvSources sources) {
    this.settings = settings;
    this.sources = sources;
  }

  @GET
  public Response byPath(@QueryParam("path") String path) throws IOException {
    if (path == null || path.isEmpty()) {
      throw bad("No image path specified");
    }
    if (List.of(path.split("/")).contains("..") || path.indexOf('\0') >= 0) {
      throw bad("Path traversal not allowed: " + path);
    }
    List<java.nio.file.Path> roots = roots();
    for (java.nio.file.Path root : roots) {
      Optional<String> below = below(root, path);
      if (below.isPresent()) {
        return answer(CaptureFolder.within(root, below.get()), "File not found");
      }
    }
    for (AvSources.Source source :
        path.startsWith(REGISTERED) ? sources.all() : List.<AvSources.Source>of()) {
      CaptureFolder folder = source.controller().feed().folder();
      String prefix = folder == null ? "" : REGISTERED + folder.name() + "/";
      if (folder != null && path.startsWith(prefix)) {
        String[] parts = path.substring(prefix.length()).split("/", 2);
        return answer(
            parts.length < 2 ? Optional.empty() : folder.find(parts[0], parts[1]),
            "File not found");
      }
    }
    throw bad("Invalid image path: " + path + ". Allowed paths: " + roots);
  }

  @GET
  @Path("screenshot/{file}")
  public Response screenshot(@PathParam("file") String file) throws IOException {
    if (file.contains("..") || file.startsWith("/") || file.indexOf('\0') >= 0) {
      throw bad("Path traversal not allowed: " + file);
    }
    return answer(CaptureFolder.within(screenshots(), file), "Capture not found");
  }

  @OPTIONS
  public Response options() {
    return Response.noContent()
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        .header("Access-Control-Allow-Headers", "Content-Type")
        .build();
  }

  @OPTIONS
  @Path("screenshot/{file}")
  public Response screenshotOptions() {
    return options();
  }

  private List<java.nio.file.Path> roots() {
    java.nio.file.Path data = settings.dataFolder();
    java.nio.file.Path stream =
        settings.get("STREAM_BASE_PATH").map(data::resolve).orElse(data.resolve("stream"));
    return settings
        .get("STREAM_HOT_PATH")
        .map(hot -> List.of(stream, data.resolve(hot), screenshots()))
        .orElse(List.of(stream, screenshots()));
  }

  private java.nio.file.Path screenshots() {
    return settings.dataFolder().resolve("screenshots");
  }

  private static Optional<String> below(java.nio.file.Path root, String path) {
    try {
      java.nio.file.Path wanted = java.nio.file.Path.of(path);
      return wanted.isAbsolute() && wanted.startsWith(root) && !wanted.equals(root)
          ? Optional.of(root.relativize(wanted).toString())
          : Optional.empty();
    } catch (InvalidPathException e) {
      throw bad("Invalid image path: " + path);
    }
  }

  private static Response answer(Optional<java.nio.file.Path> found, String otherwise)
      throws IOException {
    java.nio.file.Path file =
        found.orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, otherwise));
    String name = file.getFileName().toString();
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null) {
      throw bad("Only png, jpg and json are served");
    }
    byte[] content = Files.readAllBytes(file);
    if (content.length == 0) {
      throw new ApiException(ErrorCode.INTERNAL, "File is empty");
    }
    return Response.ok(content, type)
        .header("Access-Control-Allow-Origin", "*")
        .header("Cache-Control", "no-cache, no-store, must-revalidate")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private static ApiException bad(String sentence) {
    return new ApiException(ErrorCode.BAD_REQUEST, sentence);
  }
}
