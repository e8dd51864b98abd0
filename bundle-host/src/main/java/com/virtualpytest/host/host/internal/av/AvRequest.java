package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandRequest;

/** The body of a request about pictures; numbers may come as texts. */
public final class AvRequest extends CommandRequest {
  @JsonProperty private Object filename;
  @JsonProperty private Object userinterfaceName;
  @JsonProperty private Object segmentNumber;
  @JsonProperty private Object fps;
  @JsonProperty private Object duration;
  @JsonProperty private Object resolution;
  @JsonProperty private Object limit;
  @JsonProperty private Object quality;

  String filename() {
    return text(filename);
  }

  String userinterfaceName() {
    return text(userinterfaceName);
  }

  String resolution() {
    return text(resolution);
  }

  String quality() {
    return text(quality);
  }

  /** Null when it is missing. */
  Long segmentNumber() {
    return segmentNumber == null ? null : (long) number("segment_number", segmentNumber, 0, 0, 1e9);
  }

  int fps() {
    return (int) number("fps", fps, 0, 0, 60);
  }

  double duration() {
    return number("duration", duration, 60, 0.1, 86_400);
  }

  int limit() {
    return (int) number("limit", limit, 180, 1, 10_000);
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString().strip();
  }

  private static double number(String name, Object value, double fallback, double min, double max) {
    if (value == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value.toString().strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below
    }
    throw new ApiException(
        ErrorCode.BAD_REQUEST,
        "%s must be a number from %s to %s".formatted(name, plain(min), plain(max)));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
