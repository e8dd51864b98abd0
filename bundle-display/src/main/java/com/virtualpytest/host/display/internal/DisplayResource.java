package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.display.internal.screen.Resolution;
import com.virtualpytest.host.display.internal.vnc.Viewers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/display/*}: the display and its processes. */
@Component(service = DisplayResource.class)
@JakartarsResource
@Path("display")
@Produces(MediaType.APPLICATION_JSON)
public final class DisplayResource {
  private static final int LINES = 20;

  private final OpenDisplay open;

  /**
   * A process.
   *
   * @param nextStart when it is started again; null when nothing is planned
   * @param output its last lines
   */
  public record ProcessView(
      String name,
      String state,
      String detail,
      String hint,
      long pid,
      Instant since,
      int restarts,
      Instant nextStart,
      Integer exitCode,
      List<String> output) {

    static ProcessView of(ManagedProcess process, int lines) {
      ProcessStatus now = process.status();
      Status status = now.status();
      List<String> output = process.output();
      return new ProcessView(
          process.description().name(),
          status.state().wireName(),
          status.detail(),
          status.hint(),
          now.pid(),
          status.since(),
          now.restarts(),
          now.nextStart(),
          now.exitCode(),
          output.subList(Math.max(0, output.size() - lines), output.size()));
    }
  }

  /**
   * The display.
   *
   * @param viewers {@code loopback}: this machine only; {@code password}; {@code everybody}
   */
  public record View(
      boolean success,
      String display,
      String resolution,
      String state,
      String detail,
      String hint,
      Instant since,
      String viewers,
      List<ProcessView> processes) {}

  /** One process. */
  public record OneProcess(boolean success, ProcessView process) {}

  /**
   * The wish for another size.
   *
   * @param resolution {@code 1280x720} or {@code 1280x720x24}
   */
  public record Resize(String resolution) {}

  /** The answer to a change. */
  public record Changed(boolean success, String resolution, String message) {}

  @Activate
  public DisplayResource(@Reference OpenDisplay open) {
    this.open = open;
  }

  @GET
  public View view() {
    DisplayController display = open.get();
    Status status = display.status();
    DisplayProcesses wanted = display.wanted();
    DisplaySettings settings = wanted.settings();
    String viewers =
        settings.loopbackOnly()
            ? "loopback"
            : settings.password().isPresent() ? "password" : "everybody";
    return new View(
        true,
        wanted.display(),
        wanted.resolution().toString(),
        status.state().wireName(),
        status.detail(),
        status.hint() == null && settings.loopbackOnly() ? Viewers.HINT : status.hint(),
        status.since(),
        viewers,
        display.processes().stream().map(process -> ProcessView.of(process, LINES)).toList());
  }

  /** One process with all of its last lines. */
  @GET
  @Path("processes/{name}")
  public OneProcess process(@PathParam("name") String name) {
    return new OneProcess(true, ProcessView.of(find(name), Integer.MAX_VALUE));
  }

  /** Ends it and starts it at once, with what cannot live without it. */
  @POST
  @Path("processes/{name}/restart")
  public OneProcess restart(@PathParam("name") String name) {
    ManagedProcess process = find(name);
    process.restart();
    return new OneProcess(true, ProcessView.of(process, LINES));
  }

  @GET
  @Path("screenshot")
  @Produces("image/png")
  public Response screenshot() {
    try {
      return Response.ok(open.get().screenshot()).header("Cache-Control", "no-store").build();
    } catch (IOException e) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE,
          "The display does not answer",
          "GET /host/display shows its processes",
          "host");
    }
  }

  /** Another size, until the host's process ends. Programs on the display end. */
  @POST
  @Path("resolution")
  public Changed resize(Resize wish) {
    Resolution resolution =
        Resolution.parse(wish.resolution() == null ? "" : wish.resolution().strip())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.BAD_REQUEST, "resolution must be " + Resolution.ALLOWED));
    open.get().resize(resolution);
    return new Changed(
        true,
        resolution.toString(),
        "The screen starts anew; programs on it end. DISPLAY_RESOLUTION counts again when the host"
            + " restarts");
  }

  private ManagedProcess find(String name) {
    ManagedProcess process = open.get().process(name);
    if (process == null) {
      throw new ApiException(
          ErrorCode.NOT_FOUND,
          "The display has no such process",
          "It has xvfb, fluxbox, x11vnc, novnc",
          "host");
    }
    return process;
  }
}
