package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.AvController.Recording;
import java.util.Map;
import java.util.Optional;

/**
 * How a source is, on the wire. There is no service manager behind it; its clients know these names
 * all the same.
 *
 * @param success whether pictures come
 * @param serviceStatus {@code active_running}, {@code active_waiting} or {@code error}
 * @param isCapturing whether something is being recorded
 * @param captureSessionId what is being recorded; null when nothing
 * @param recentScreenshots how many stills of the last half minute there are; the host's display
 *     only
 * @param error why there are no pictures; left out when there are
 */
public record AvStatus(
    boolean success,
    String controllerType,
    String serviceStatus,
    boolean isStreaming,
    boolean isCapturing,
    String captureSessionId,
    Map<String, String> serviceDetails,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer recentScreenshots,
    String state,
    String message,
    @JsonInclude(JsonInclude.Include.NON_NULL) String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) String hint) {

  static AvStatus of(Status now, Optional<Recording> film, Integer recentScreenshots) {
    State state = now.state();
    boolean well = state.usable();
    boolean waiting = state == State.STARTING || state == State.BACKOFF;
    String service = well ? "active_running" : waiting ? "active_waiting" : "error";
    return new AvStatus(
        well,
        "av",
        service,
        well,
        film.isPresent(),
        film.map(Recording::id).orElse(null),
        Map.of(
            "activestate",
            well || waiting ? "active" : "failed",
            "substate",
            well ? "running" : waiting ? "waiting" : state.wireName()),
        recentScreenshots,
        state.wireName(),
        "The capture is " + state.wireName() + (now.detail() == null ? "" : ": " + now.detail()),
        well ? null : now.detail() == null ? "There are no pictures" : now.detail(),
        now.hint());
  }
}
