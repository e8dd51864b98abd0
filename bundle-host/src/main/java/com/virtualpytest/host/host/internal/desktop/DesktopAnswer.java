package com.virtualpytest.host.host.internal.desktop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Duration;
import java.util.Map;

/**
 * What became of a desktop command. The first five fields are always there, with status 200,
 * whether the command succeeded or not.
 *
 * @param exitCode of the program; −1 when there was none
 * @param executionTime milliseconds from the request to the result, waiting included
 * @param code the kind of failure, where the host knows it
 * @param hint what a person can do
 */
public record DesktopAnswer(
    boolean success,
    String output,
    String error,
    int exitCode,
    long executionTime,
    @JsonInclude(JsonInclude.Include.NON_NULL) ErrorCode code,
    @JsonInclude(JsonInclude.Include.NON_NULL) String hint) {

  static DesktopAnswer of(CommandResult result, Duration took) {
    Map<String, Object> data = result.data();
    String message = result.success() || result.message() == null ? "" : result.message();
    return new DesktopAnswer(
        result.success(),
        text(data.get("output"), ""),
        text(data.get("error"), message),
        data.get("exit_code") instanceof Number number
            ? number.intValue()
            : result.success() ? 0 : -1,
        took.toMillis(),
        result.code(),
        result.hint());
  }

  private static String text(Object value, String other) {
    return value == null ? other : value.toString();
  }
}
