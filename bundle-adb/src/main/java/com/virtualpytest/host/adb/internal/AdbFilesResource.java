package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.Transfers.Transfer;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.adb.internal.client.SyncSession;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.http.MaxBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Files of devices, and programs to install. Bytes go straight from the caller to the device and
 * back; this machine keeps none.
 */
@Component(service = AdbFilesResource.class)
@JakartarsResource
@Path("adb/files")
@Produces(MediaType.APPLICATION_JSON)
public final class AdbFilesResource {
  private static final long MAX_FILE = 2L << 30;
  private static final Duration OPEN = Duration.ofSeconds(10);
  private static final Duration INSTALL = Duration.ofMinutes(5);
  private static final int RIGHTS = 0644;
  private static final int MAX_OUTPUT = 1 << 20;

  private final AdbServer server;
  private final OpenDevices open;
  private final Transfers transfers;

  /** A file that went to the device. */
  public record Sent(boolean success, String serial, String path, long bytes) {}

  /** A program that is installed. */
  public record Installed(boolean success, String serial, long bytes, String message) {}

  /** What is in a folder of the device. */
  public record Folder(boolean success, String serial, String path, List<Entry> files) {}

  /** One file in it. */
  public record Entry(String name, boolean folder, long size, Instant modified) {}

  /** Files on their way. */
  public record Running(boolean success, List<Transfers.View> transfers) {}

  @Activate
  public AdbFilesResource(
      @Reference AdbServer server, @Reference OpenDevices open, @Reference Transfers transfers) {
    this.server = server;
    this.open = open;
    this.transfers = transfers;
  }

  /** How far uploads, downloads and installations are. */
  @GET
  public Running running() {
    return new Running(true, transfers.views());
  }

  @PUT
  @Path("{device}")
  @Consumes(MediaType.WILDCARD)
  @MaxBody(MAX_FILE)
  public Sent push(
      @PathParam("device") String device,
      @QueryParam("path") String path,
      @HeaderParam("Content-Length") Long length,
      InputStream body)
      throws IOException, InterruptedException {
    Target target = Target.of(device, open, server);
    String to = DevicePath.require(path);
    try (Transfer transfer = transfers.begin(target.serial(), "push", size(length))) {
      push(target, body, to, transfer);
      return new Sent(true, target.serial(), to, transfer.bytes());
    }
  }

  @GET
  @Path("{device}")
  @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
  public Response pull(@PathParam("device") String device, @QueryParam("path") String path)
      throws IOException, InterruptedException {
    Target target = Target.of(device, open, server);
    String from = DevicePath.require(path);
    Download download = target.run(() -> Download.begin(target, from, MAX_FILE, transfers));
    return Response.ok(download, MediaType.APPLICATION_OCTET_STREAM)
        .header("Content-Length", download.length())
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  @GET
  @Path("{device}/list")
  public Folder list(@PathParam("device") String device, @QueryParam("path") String path)
      throws IOException, InterruptedException {
    Target target = Target.of(device, open, server);
    String folder = DevicePath.require(path);
    return target.call(
        () -> {
          try (SyncSession sync = target.client().sync(target.serial(), Deadline.in(OPEN))) {
            String from = folder.endsWith("/") ? folder : folder + "/";
            if (!sync.stat(from).folder()) {
              throw new ApiException(
                  ErrorCode.NOT_FOUND, "No such folder on the device", null, target.deviceId());
            }
            List<Entry> entries =
                sync.list(from).stream()
                    .map(f -> new Entry(f.name(), f.folder(), f.size(), f.modified()))
                    .toList();
            return new Folder(true, target.serial(), folder, entries);
          }
        });
  }

  /**
   * The body is an APK. It replaces an older one of the same program.
   *
   * @param testOnly {@code true}: one that is for tests alone is installed as well
   * @param grant {@code true}: all permissions that it asks for are granted
   * @param downgrade {@code true}: it may be older than the one that is there
   */
  @POST
  @Path("{device}/install")
  @Consumes(MediaType.WILDCARD)
  @MaxBody(MAX_FILE)
  public Installed install(
      @PathParam("device") String device,
      @QueryParam("test_only") String testOnly,
      @QueryParam("grant_permissions") String grant,
      @QueryParam("downgrade") String downgrade,
      @HeaderParam("Content-Length") Long length,
      InputStream body)
      throws IOException, InterruptedException {
    List<String> install = new ArrayList<>(List.of("pm", "install", "-r"));
    option("test_only", testOnly, "-t", install);
    option("grant_permissions", grant, "-g", install);
    option("downgrade", downgrade, "-d", install);
    Target target = Target.of(device, open, server);
    String file = "/data/local/tmp/" + UUID.randomUUID() + ".apk";
    try (Transfer transfer = transfers.begin(target.serial(), "install", size(length))) {
      push(target, body, file, transfer);
      transfer.phase("install");
      install.add(file);
      // the file goes in any case; what is told is what the package manager printed
      ShellScript script = ShellScript.of(install).then(ShellScript.of("rm", "-f", file));
      ShellResult result =
          target.run(
              () -> AdbDeviceResource.shell(target, script, MAX_OUTPUT, Deadline.in(INSTALL)));
      if (!result.all().contains("Success")) {
        throw refused(target, result.all());
      }
      return new Installed(true, target.serial(), transfer.bytes(), "Installed");
    }
  }

  private static void option(String name, String value, String option, List<String> command) {
    if (value != null && !value.matches("true|false")) {
      throw new ApiException(ErrorCode.BAD_REQUEST, name + " must be true or false");
    }
    if ("true".equals(value)) {
      command.add(option);
    }
  }

  private static ApiException refused(Target target, String said) {
    String reason =
        said.lines().filter(line -> line.startsWith("Failure")).findFirst().orElse("").strip();
    boolean known = reason.matches("Failure \\[[A-Za-z0-9_ :.,'/()-]{1,200}\\]");
    return new ApiException(
        ErrorCode.DEVICE_REFUSED,
        "The device did not install it" + (known ? ": " + reason : ""),
        null,
        target.deviceId());
  }

  private static void push(Target target, InputStream body, String to, Transfer transfer)
      throws IOException, InterruptedException {
    target.run(
        () -> {
          try (SyncSession sync = target.client().sync(target.serial(), Deadline.in(OPEN))) {
            sync.push(body, to, RIGHTS, Instant.now(), transfer::progress);
            return null;
          }
        });
  }

  private static long size(Long length) {
    return length == null ? -1 : length;
  }
}
