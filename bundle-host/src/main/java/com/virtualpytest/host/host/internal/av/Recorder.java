package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.registry.Binding;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Begins and ends recordings as clients ask for them. */
final class Recorder {
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,75}");
  private static final Pattern SIZE = Pattern.compile("(\\d{2,4})[x:](\\d{2,4})");

  private final Clock clock;

  Recorder(Clock clock) {
    this.clock = clock;
  }

  CompletableFuture<Recording> start(Binding binding, AvRequest request) {
    Wish wish = wish(request);
    return binding.call(
        AvController.class,
        "startCapture",
        clock.instant().plus(PATIENCE),
        source -> source.record(wish));
  }

  CompletableFuture<Optional<Recording>> stop(Binding binding) {
    return binding.call(
        AvController.class,
        "stopCapture",
        clock.instant().plus(PATIENCE),
        AvController::endRecording);
  }

  private static Wish wish(AvRequest request) {
    String name = request.filename().replaceFirst("\\.mp4$", "");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      throw bad("filename must be letters, digits, . _ and -, 80 at most");
    }
    Duration length = Duration.ofMillis(Math.round(request.duration() * 1000));
    String resolution = request.resolution();
    Matcher size = SIZE.matcher(resolution);
    if (!resolution.isEmpty() && !size.matches()) {
      throw bad("resolution must be WIDTHxHEIGHT, such as 1280x720");
    }
    int width = resolution.isEmpty() ? 0 : even(size.group(1));
    int height = resolution.isEmpty() ? 0 : even(size.group(2));
    return new Wish(name.isEmpty() ? null : name, length, request.fps(), width, height);
  }

  /** The encoder takes even numbers only. */
  private static int even(String digits) {
    int number = Integer.parseInt(digits);
    if (number % 2 != 0 || number > 3840) {
      throw bad("resolution must be of even numbers, 3840 at most");
    }
    return number;
  }

  private static ApiException bad(String what) {
    return new ApiException(ErrorCode.BAD_REQUEST, what);
  }
}
