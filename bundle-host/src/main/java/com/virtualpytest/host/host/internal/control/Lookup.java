package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds devices and controllers for routes, and answers what is missing in one way. */
public final class Lookup {

  private static final int SHOWN = 80;

  private Lookup() {}

  /**
   * The device of that id.
   *
   * @throws ApiException {@code NOT_FOUND} "Device zzz not found"
   */
  public static BoundDevice device(Snapshot snapshot, String id) {
    return snapshot
        .device(id)
        .orElseThrow(
            () -> new ApiException(ErrorCode.NOT_FOUND, "Device " + shown(id) + " not found"));
  }

  /**
   * The binding that counts for that capability.
   *
   * @param id the device; null is the host's own display
   * @throws ApiException {@code NOT_FOUND}: no such device, or "No power controller found for
   *     device device1" with {@code available_capabilities}
   */
  public static Binding controller(Snapshot snapshot, String id, Capability capability) {
    return controller(snapshot, id, capability, binding -> true);
  }

  /** The same, of those bindings alone that {@code wanted} takes. */
  public static Binding controller(
      Snapshot snapshot, String id, Capability capability, Predicate<Binding> wanted) {
    BoundDevice device = device(snapshot, id == null ? DeviceDefinition.HOST_ID : id);
    return device.bindings(capability).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> missing(device, capability));
  }

  private static ApiException missing(BoundDevice device, Capability capability) {
    List<String> available = device.capabilities().stream().map(Capability::wireName).toList();
    // clients know this sentence, with AV in upper case
    String word = capability == Capability.AV ? "AV" : capability.wireName();
    String id = device.definition().id();
    return new ApiException(
        ErrorCode.NOT_FOUND,
        "No " + word + " controller found for device " + id,
        null,
        id,
        Map.of("available_capabilities", available));
  }

  private static String shown(String id) {
    return id.length() <= SHOWN ? id : id.substring(0, SHOWN) + "…";
  }
}
