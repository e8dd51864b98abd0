package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.api.device.DeviceDefinition;

/**
 * A body that names a device at most.
 *
 * @param deviceId the device; null when none is named
 */
public record DeviceRequest(String deviceId) {

  /**
   * The device that is meant: the body's, else the query's, else the host's own display, which is
   * also called {@code default}.
   */
  String deviceOr(String fromQuery) {
    String id = deviceId == null || deviceId.isEmpty() ? fromQuery : deviceId;
    return id == null || id.isEmpty() || id.equals("default") ? DeviceDefinition.HOST_ID : id;
  }
}
