package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.http.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a command. Failures of devices are results, not exceptions.
 *
 * @param success whether the device did what it was told, confirmed by the device
 * @param message one sentence for people; null for the host's standard sentence
 * @param code the kind of failure; null on success
 * @param hint what a person can do about a failure; null when nothing
 * @param data what the command brought back, merged into the answer; values that JSON can hold
 */
public record CommandResult(
    boolean success, String message, ErrorCode code, String hint, Map<String, Object> data) {

  public CommandResult {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** Done, in the host's standard words. */
  public static CommandResult ok() {
    return new CommandResult(true, null, null, null, Map.of());
  }

  /** Done, with something brought back. */
  public static CommandResult ok(String message, Map<String, Object> data) {
    return new CommandResult(true, message, null, null, data);
  }

  /** Not done. */
  public static CommandResult failed(ErrorCode code, String message, String hint) {
    return new CommandResult(false, message, code, hint, Map.of());
  }

  /** The answer to a command that a controller does not know. */
  public static CommandResult unknown(Command command) {
    return failed(ErrorCode.BAD_REQUEST, "Unknown command: " + command.name(), null);
  }
}
