package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/av/*}: the state of a source, its stream, and the recording of it. */
@Component(service = AvResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("av")
@Produces(MediaType.APPLICATION_JSON)
public final class AvResource {
  private static final Duration RECENT = Duration.ofSeconds(30);

  private final AvSources sources;
  private final AvUrls urls;
  private final ResponseThreads threads;
  private final Recorder recorder;
  private final Clock clock = Clock.systemUTC();

  /** Connected, or not. */
  public record Connection(boolean success, boolean connected, String deviceId, AvStatus status) {}

  /** Nothing is left connected. */
  public record Disconnection(
      boolean success, boolean connected, boolean streaming, String deviceId) {}

  /** How a source is. */
  public record StatusAnswer(boolean success, AvStatus status, String deviceId, double timestamp) {}

  /**
   * What somebody who takes control wants to know.
   *
   * @param vncViewerUrl the page of the host's display; left out of other devices
   */
  public record Control(
      boolean success,
      String status,
      String controllerType,
      AvStatus streamInfo,
      List<String> capabilities,
      String deviceId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String vncViewerUrl) {}

  /** An address. */
  public record StreamUrl(boolean success, String streamUrl, String deviceId) {}

  /** A recording has begun. */
  public record Started(
      boolean success, String sessionId, double duration, String deviceId, String message) {}

  /** A recording has ended. */
  public record Stopped(
      boolean success, String deviceId, String message, RecordingsResource.View recording) {}

  @Activate
  public AvResource(
      @Reference AvSources sources, @Reference AvUrls urls, @Reference ResponseThreads threads) {
    this.sources = sources;
    this.urls = urls;
    this.threads = threads;
    this.recorder = new Recorder(clock);
  }

  /** Sources are connected all the time; how this one is. */
  @POST
  @Path("connect")
  public CompletionStage<Connection> connect(
      AvRequest request, @QueryParam("device_id") String query) {
    Binding binding = sources.binding(request.deviceOr(query));
    return threads.answer(
        binding.status(), now -> new Connection(true, true, id(binding), status(binding, now)));
  }

  /** Others may be looking: nothing ends. */
  @POST
  @Path("disconnect")
  public Disconnection disconnect(AvRequest request, @QueryParam("device_id") String query) {
    return new Disconnection(true, false, false, id(sources.binding(request.deviceOr(query))));
  }

  @GET
  @Path("status")
  public CompletionStage<StatusAnswer> status(@QueryParam("device_id") String query) {
    Binding binding = sources.binding(new AvRequest().deviceOr(query));
    return threads.answer(
        binding.status(),
        now -> new StatusAnswer(true, status(binding, now), id(binding), clock.millis() / 1000.0));
  }

  @POST
  @Path("takeControl")
  public CompletionStage<Control> takeControl(
      AvRequest request, @QueryParam("device_id") String query) {
    Binding binding = sources.binding(request.deviceOr(query));
    boolean display = isDisplay(binding);
    List<String> capabilities =
        display
            ? List.of("video_capture", "screenshot", "streaming", "vnc_viewing")
            : List.of("video_capture", "screenshot", "streaming");
    return threads.answer(
        binding.status(),
        now ->
            new Control(
                true,
                "stream_ready",
                "av",
                status(binding, now),
                capabilities,
                id(binding),
                display ? urls.page(binding.device()) : null));
  }

  @GET
  @Path("getStreamUrl")
  public StreamUrl streamUrl(@QueryParam("device_id") String query) {
    Binding binding = sources.binding(new AvRequest().deviceOr(query));
    return new StreamUrl(true, urls.stream(binding.device()), id(binding));
  }

  /** Records; while something is being recorded, that is the answer. */
  @POST
  @Path("startCapture")
  public CompletionStage<Started> startCapture(
      AvRequest request, @QueryParam("device_id") String query) {
    Binding binding = sources.binding(request.deviceOr(query));
    return threads.answer(
        recorder.start(binding, request),
        begun ->
            new Started(
                true,
                begun.id(),
                begun.length().toMillis() / 1000.0,
                id(binding),
                "Video capture started successfully"));
  }

  @POST
  @Path("stopCapture")
  public CompletionStage<Stopped> stopCapture(
      AvRequest request, @QueryParam("device_id") String query) {
    Binding binding = sources.binding(request.deviceOr(query));
    return threads.answer(
        recorder.stop(binding),
        (Optional<Recording> ended) ->
            ended
                .map(
                    film ->
                        new Stopped(
                            true,
                            id(binding),
                            "Video capture stopped successfully",
                            RecordingsResource.View.of(id(binding), film)))
                .orElseThrow(
                    () ->
                        new ApiException(
                            ErrorCode.INTERNAL,
                            "Failed to stop video capture or no active capture session",
                            null,
                            id(binding))));
  }

  private static String id(Binding binding) {
    return binding.device().id();
  }

  private static boolean isDisplay(Binding binding) {
    return id(binding).equals(DeviceDefinition.HOST_ID);
  }

  private AvStatus status(Binding binding, Status now) {
    Optional<Recording> film = Optional.empty();
    Integer recent = isDisplay(binding) ? 0 : null;
    if (now.state() != State.FAILED) {
      try {
        AvController source = binding.direct(AvController.class);
        film = source.recordings().stream().filter(Recording::running).findFirst();
        recent = isDisplay(binding) ? recent(source.feed().folder()) : null;
      } catch (ApiException e) {
        return AvStatus.of(now, Optional.empty(), recent); // not open: the state says why
      }
    }
    return AvStatus.of(now, film, recent);
  }

  private int recent(CaptureFolder folder) {
    return folder == null
        ? 0
        : FolderFiles.since(
            folder.hot().resolve("captures"),
            MonitoringResource.STILL,
            clock.instant().minus(RECENT).toEpochMilli());
  }
}
