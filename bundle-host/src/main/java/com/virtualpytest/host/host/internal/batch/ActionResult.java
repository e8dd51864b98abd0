package com.virtualpytest.host.host.internal.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What became of a batch of actions.
 *
 * @param success whether all main actions passed, or one failed and all retries passed
 * @param totalCount main actions
 * @param passedCount main actions that passed
 * @param failedCount main actions that failed or were not reached
 * @param results what was done, in order
 * @param actionScreenshots paths; empty when the device has no picture
 * @param beforeActionScreenshot a path; empty when the device has no picture
 * @param outputData what the actions brought back, later ones over earlier ones
 * @param logs one line per action
 */
public record ActionResult(
    boolean success,
    int totalCount,
    int passedCount,
    int failedCount,
    List<Step> results,
    List<String> actionScreenshots,
    String beforeActionScreenshot,
    String message,
    String error,
    long executionTimeMs,
    boolean mainActionsSucceeded,
    Map<String, Object> outputData,
    String logs) {

  /** Why an action was done. */
  enum Category {
    MAIN,
    RETRY,
    FAILURE;

    String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What became of one action.
   *
   * @param message its command
   * @param error null when it passed
   * @param resultType PASS or FAIL
   * @param actionTimestamp when it ended, seconds since the epoch
   * @param iterations null when it was done once
   */
  record Step(
      boolean success,
      String message,
      String error,
      @JsonProperty("resultType") String resultType,
      long executionTimeMs,
      String actionCategory,
      String screenshotPath,
      double actionTimestamp,
      List<Iteration> iterations,
      Details actionDetails,
      Map<String, Object> outputData) {}

  /**
   * One of several times.
   *
   * @param iteration from 1
   */
  record Iteration(int iteration, boolean success, long executionTimeMs, String message) {}

  /** What was asked for, and how long it took. */
  record Details(
      String command,
      String actionType,
      Map<String, Object> params,
      int iteratorCount,
      long executionTimeMs,
      long waitTimeMs,
      long totalTimeMs) {}
}
