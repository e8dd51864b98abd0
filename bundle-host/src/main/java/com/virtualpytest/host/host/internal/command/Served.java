package com.virtualpytest.host.host.internal.command;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;

/**
 * Whether a device had somebody to serve it at all: while its driver is being replaced, and that
 * takes too long, the caller is to come again.
 */
public final class Served {

  private Served() {}

  /**
   * The same result.
   *
   * @throws ApiException {@code SWAPPING}
   */
  public static CommandResult require(String device, CommandResult result) {
    require(device, result.code(), result.message(), result.hint());
    return result;
  }

  /**
   * The same failure.
   *
   * @throws ApiException {@code SWAPPING}
   */
  public static Failed require(Failed failed) {
    require(failed.deviceId(), failed.code(), failed.error(), failed.hint());
    return failed;
  }

  private static void require(String device, ErrorCode code, String message, String hint) {
    if (code == ErrorCode.SWAPPING) {
      throw new ApiException(code, message, hint, device);
    }
  }
}
