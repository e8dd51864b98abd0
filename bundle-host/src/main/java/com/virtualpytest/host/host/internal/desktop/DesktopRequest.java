package com.virtualpytest.host.host.internal.desktop;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.Map;

/**
 * The body of a desktop command.
 *
 * @param command its name
 * @param params its parameters; null when there are none
 * @param deviceId the device; null or empty for the host's own display
 * @param lease the lease under which it is sent; null for none
 */
public record DesktopRequest(
    String command, Map<String, Object> params, String deviceId, Long lease) {

  Map<String, Object> paramsOrNone() {
    return params == null ? Map.of() : params;
  }

  String deviceOr(String fromQuery) {
    String id = deviceId == null || deviceId.isEmpty() ? fromQuery : deviceId;
    return id == null || id.isEmpty() ? DeviceDefinition.HOST_ID : id;
  }
}
