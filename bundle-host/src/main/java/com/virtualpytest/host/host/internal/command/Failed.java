package com.virtualpytest.host.host.internal.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.lane.LaneException;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Why a device did not do something, on the wire.
 *
 * @param error one sentence
 * @param hint what a person can do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failed(boolean success, String error, ErrorCode code, String hint, String deviceId) {

  /**
   * What the device, its driver or its lane said; empty for anything else, which is a fault of the
   * host.
   */
  public static Optional<Failed> of(Throwable thrown, String deviceId) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ApiException e) {
      return Optional.of(new Failed(false, e.getMessage(), e.code(), e.hint(), deviceId));
    }
    if (cause instanceof LaneException e) {
      return Optional.of(new Failed(false, e.getMessage(), e.code(), null, deviceId));
    }
    return cause instanceof ParameterException e
        ? Optional.of(new Failed(false, e.getMessage(), ErrorCode.BAD_REQUEST, null, deviceId))
        : Optional.empty();
  }

  /** The same with another sentence. */
  public Failed saying(String sentence) {
    return new Failed(success, sentence, code, hint, deviceId);
  }
}
