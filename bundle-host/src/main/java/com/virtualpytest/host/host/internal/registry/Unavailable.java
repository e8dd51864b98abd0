package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;

/**
 * Why a controller cannot be used now, in the words of its state.
 *
 * @param driver the driver's name
 * @param deviceId the device
 * @param status its state
 */
public record Unavailable(String driver, String deviceId, Status status) {

  /** One sentence. */
  public String sentence() {
    return status.detail() == null ? driver + " is " + status.state().wireName() : status.detail();
  }

  CommandResult result() {
    return CommandResult.failed(ErrorCode.DEVICE_OFFLINE, sentence(), status.hint());
  }

  ApiException exception() {
    return new ApiException(ErrorCode.DEVICE_OFFLINE, sentence(), status.hint(), deviceId);
  }

  /** The state of a controller whose driver does not tell it. */
  static Status speechless(Status before) {
    return new Status(
        State.DEGRADED,
        before.since(),
        before.checkedAt(),
        "The driver does not tell its state",
        "The driver has an error");
  }
}
