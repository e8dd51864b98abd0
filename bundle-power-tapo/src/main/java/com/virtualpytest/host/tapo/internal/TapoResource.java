package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/tapo/*}: what only Tapo plugs have. */
@Component(service = TapoResource.class)
@JakartarsResource
@Path("tapo")
@Produces(MediaType.APPLICATION_JSON)
public final class TapoResource {
  private final OpenPlugs open;
  private final Discovery discovery;
  private final Clock clock = Clock.systemUTC();

  /** All plugs. */
  public record Plugs(boolean success, List<PlugView> plugs) {}

  /** One plug. */
  public record OnePlug(boolean success, PlugView plug) {}

  /** What a search found. */
  public record Search(boolean success, List<FoundView> found) {}

  /**
   * A plug that answered a search.
   *
   * @param deviceId the device that it is configured for; null when it is not
   * @param protocol as the plug names it
   */
  public record FoundView(
      String address, String deviceId, String model, String type, String mac, String protocol) {

    static FoundView of(Discovery.Found found) {
      return new FoundView(
          found.address(),
          found.deviceId(),
          found.model(),
          found.type(),
          found.mac(),
          found.protocol());
    }
  }

  /**
   * A meter.
   *
   * @param currentPower watts
   * @param todayEnergy watt-hours since midnight of the plug's clock
   * @param monthEnergy watt-hours since the first of the month
   * @param todayRuntime minutes
   * @param ageMs how old this is
   */
  public record EnergyView(
      boolean success,
      String deviceId,
      double currentPower,
      long todayEnergy,
      long monthEnergy,
      long todayRuntime,
      long ageMs) {

    static EnergyView of(String deviceId, Energy energy, Instant now) {
      return new EnergyView(
          true,
          deviceId,
          energy.powerW(),
          energy.todayWh(),
          energy.monthWh(),
          energy.todayRuntimeMin(),
          PlugView.age(energy.at(), now));
    }
  }

  @Activate
  public TapoResource(@Reference OpenPlugs open, @Reference Settings settings) {
    this.open = open;
    this.discovery = new Discovery(settings, open);
  }

  @GET
  public Plugs plugs() {
    Instant now = clock.instant();
    return new Plugs(true, open.all().stream().map(plug -> PlugView.of(plug, now)).toList());
  }

  @GET
  @Path("plugs/{device_id}")
  public OnePlug plug(@PathParam("device_id") String deviceId) {
    return new OnePlug(true, PlugView.of(open.get(deviceId), clock.instant()));
  }

  /** What the meter last told: within the last quarter of a minute while the plug answers. */
  @GET
  @Path("plugs/{device_id}/energy")
  public EnergyView energy(@PathParam("device_id") String deviceId) {
    TapoController plug = open.get(deviceId);
    if (!plug.metering()) {
      throw new ApiException(
          ErrorCode.NOT_SUPPORTED, "This plug has no meter", "P110 and P115 have one", deviceId);
    }
    return plug.energy()
        .map(energy -> EnergyView.of(deviceId, energy, clock.instant()))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.DEVICE_OFFLINE,
                    "The plug has not told its energy yet",
                    plug.status().hint(),
                    deviceId));
  }

  /**
   * Begins from the start: for after the account or the plug's settings in the app were changed.
   */
  @POST
  @Path("plugs/{device_id}/reconnect")
  public OnePlug reconnect(@PathParam("device_id") String deviceId) {
    TapoController plug = open.get(deviceId);
    try {
      plug.reconnect();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.UNAVAILABLE, "The attempt was broken off");
    } catch (IOException e) {
      throw new ApiException(
          ErrorCode.UNAVAILABLE,
          "The plug is with another driver now",
          "Ask again in a moment",
          deviceId);
    }
    return new OnePlug(true, PlugView.of(plug, clock.instant()));
  }

  /** Looks for plugs; takes two seconds. */
  @POST
  @Path("discover")
  public Search discover() {
    return new Search(true, discovery.search().stream().map(FoundView::of).toList());
  }
}
