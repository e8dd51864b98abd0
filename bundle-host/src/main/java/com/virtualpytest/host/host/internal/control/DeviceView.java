package com.virtualpytest.host.host.internal.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.host.internal.lease.Lease;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A device on the wire. Only these settings are shown: others may be secrets.
 *
 * @param controllers by capability
 * @param controllerStatus {@code ready} when one controller at least is usable, {@code
 *     no_controllers}, or the state of the first controller
 * @param lease who holds it; left out when nobody does
 */
public record DeviceView(
    String deviceId,
    String deviceName,
    String deviceModel,
    String deviceIp,
    String devicePort,
    String videoDevice,
    String videoStreamPath,
    String videoCapturePath,
    Map<String, ControllerView> controllers,
    String controllerStatus,
    @JsonInclude(JsonInclude.Include.NON_NULL) Lease lease) {

  /** The same with who holds it; null when nobody does. */
  DeviceView heldBy(Lease holder) {
    return new DeviceView(
        deviceId,
        deviceName,
        deviceModel,
        deviceIp,
        devicePort,
        videoDevice,
        videoStreamPath,
        videoCapturePath,
        controllers,
        controllerStatus,
        holder);
  }

  /** Asks all controllers for their states, at the same time, and makes the view of that. */
  static CompletableFuture<DeviceView> of(BoundDevice device, Clock clock) {
    Map<Binding, CompletableFuture<Status>> asked = new LinkedHashMap<>();
    device.bindings().forEach(binding -> asked.put(binding, binding.status()));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            nothing -> {
              Map<Binding, Status> states = new LinkedHashMap<>();
              asked.forEach((binding, status) -> states.put(binding, status.join()));
              return of(device, states, clock.instant());
            });
  }

  private static DeviceView of(BoundDevice device, Map<Binding, Status> states, Instant now) {
    DeviceDefinition definition = device.definition();
    Optional<CapturePaths> pictures = CapturePaths.of(definition);
    Map<String, ControllerView> controllers = new LinkedHashMap<>();
    for (Capability capability : device.capabilities()) {
      controllers.put(capability.wireName(), controller(device, capability, states, now));
    }
    return new DeviceView(
        definition.id(),
        definition.name(),
        definition.model(),
        definition.get("IP").orElse(null),
        definition.get("PORT").orElse(null),
        pictures.map(CapturePaths::shownSource).orElse(null),
        path(definition, pictures),
        definition
            .get("VIDEO_CAPTURE_PATH")
            .or(() -> pictures.map(CapturePaths::capture))
            .orElse(null),
        controllers,
        summary(states),
        null);
  }

  private static ControllerView controller(
      BoundDevice device, Capability capability, Map<Binding, Status> states, Instant now) {
    List<ControllerView> views = new ArrayList<>();
    for (Binding binding : device.bindings(capability)) {
      views.add(
          ControllerView.of(binding, capability.wireName(), states.get(binding), now, List.of()));
    }
    Binding first = device.bindings(capability).get(0);
    return ControllerView.of(
        first, capability.wireName(), states.get(first), now, views.subList(1, views.size()));
  }

  private static String path(DeviceDefinition device, Optional<CapturePaths> pictures) {
    boolean display = device.id().equals(DeviceDefinition.HOST_ID);
    return device
        .get("VIDEO_STREAM_PATH")
        .or(() -> display ? device.get("VNC_STREAM_PATH") : pictures.map(CapturePaths::stream))
        .orElse(null);
  }

  private static String summary(Map<Binding, Status> states) {
    if (states.isEmpty()) {
      return "no_controllers";
    }
    if (states.values().stream().anyMatch(status -> status.state().usable())) {
      return "ready";
    }
    return states.values().iterator().next().state().wireName();
  }
}
