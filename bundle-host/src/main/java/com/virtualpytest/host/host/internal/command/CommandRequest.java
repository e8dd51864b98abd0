package com.virtualpytest.host.host.internal.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.Map;

/**
 * The body of a command for a device. A device that is not named is {@code device1}; one that is
 * named {@code null} is the host's own display.
 */
public class CommandRequest {
  private static final String DEFAULT_DEVICE = "device1";

  private String command;
  private Map<String, Object> params = Map.of();
  private String deviceId = "";
  private Long lease;

  @JsonProperty
  public void setCommand(String command) {
    this.command = command;
  }

  @JsonProperty
  public void setParams(Map<String, Object> params) {
    this.params = params == null ? Map.of() : params;
  }

  @JsonProperty
  public void setDeviceId(String deviceId) {
    this.deviceId = deviceId;
  }

  @JsonProperty
  public void setLease(Long lease) {
    this.lease = lease;
  }

  /** The lease under which it is sent; null for none. */
  public Long lease() {
    return lease;
  }

  /**
   * The command's name.
   *
   * @throws ApiException {@code BAD_REQUEST} "command is required"
   */
  public final String command() {
    if (command == null || command.isEmpty()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "command is required");
    }
    return command;
  }

  /** Its parameters; empty when there are none. */
  public final Map<String, Object> params() {
    return params;
  }

  /** The device that is meant: the body's, else the query's, else {@code device1}. */
  public final String deviceOr(String fromQuery) {
    if (deviceId == null) {
      return DeviceDefinition.HOST_ID;
    }
    if (!deviceId.isEmpty()) {
      return deviceId;
    }
    return fromQuery == null || fromQuery.isEmpty() ? DEFAULT_DEVICE : fromQuery;
  }
}
