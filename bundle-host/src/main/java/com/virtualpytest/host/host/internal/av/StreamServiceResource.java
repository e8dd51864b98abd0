package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/system/restartHostStreamService}: the stream of a device in a quality. */
@Component(service = StreamServiceResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("system/restartHostStreamService")
@Produces(MediaType.APPLICATION_JSON)
public final class StreamServiceResource {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final List<String> QUALITIES = List.of("low", "sd", "hd");

  private final AvSources sources;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  /** The answer. */
  public record Restarted(
      boolean success, boolean restarted, String deviceId, String quality, String message) {}

  @Activate
  public StreamServiceResource(@Reference AvSources sources, @Reference ResponseThreads threads) {
    this.sources = sources;
    this.threads = threads;
  }

  @POST
  public CompletionStage<Restarted> restart(
      AvRequest request, @QueryParam("device_id") String query) {
    String quality = request.quality().isEmpty() ? "sd" : request.quality();
    if (!QUALITIES.contains(quality)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "quality must be low, sd or hd");
    }
    Binding binding = sources.binding(request.deviceOr(query));
    String device = binding.device().id();
    return threads.answer(
        binding.call(
            AvController.class,
            "restartStream",
            clock.instant().plus(PATIENCE),
            source -> restart(source, quality)),
        done ->
            new Restarted(
                true,
                true,
                device,
                quality,
                "Stream restarted with " + quality.toUpperCase(Locale.ROOT) + " quality"));
  }

  private static Boolean restart(AvController source, String quality) throws InterruptedException {
    try {
      source.restart(quality);
      return true;
    } catch (ParameterException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, e.getMessage());
    }
  }
}
