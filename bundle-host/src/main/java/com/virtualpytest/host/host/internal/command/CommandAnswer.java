package com.virtualpytest.host.host.internal.command;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What became of a command, on the wire, with status 200 whether it succeeded or not. What the
 * command brought back is merged in; these names win.
 *
 * @param message clients know these sentences: "Command press_key executed successfully", "Command
 *     press_key failed"
 * @param error why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandAnswer(
    boolean success,
    String message,
    String error,
    ErrorCode code,
    String hint,
    String deviceId,
    @JsonAnyGetter Map<String, Object> data) {

  private static final Set<String> OWN =
      Set.of("success", "message", "error", "code", "hint", "device_id");

  public CommandAnswer {
    Map<String, Object> rest = new LinkedHashMap<>(data);
    rest.keySet().removeAll(OWN);
    data = Collections.unmodifiableMap(rest);
  }

  /** The answer of a route. */
  public static CommandAnswer of(String command, CommandResult result, String deviceId) {
    if (!result.success()) {
      String message = "Command " + command + " failed";
      return new CommandAnswer(
          false, message, result.message(), result.code(), result.hint(), deviceId, result.data());
    }
    String message =
        result.message() == null
            ? "Command " + command + " executed successfully"
            : result.message();
    return new CommandAnswer(true, message, null, null, null, deviceId, result.data());
  }
}
