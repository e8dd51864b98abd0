package com.virtualpytest.host.host.internal.batch;

import java.util.List;

/**
 * The body of a batch of actions.
 *
 * @param actions done in order, up to the first that fails
 * @param retryActions done when one failed, up to the first that fails
 * @param failureActions done when one of the retries failed
 * @param deviceId the device
 * @param lease the lease under which it is sent; null for none
 */
public record ActionBatch(
    List<BatchStep> actions,
    List<BatchStep> retryActions,
    List<BatchStep> failureActions,
    String deviceId,
    Long lease) {

  List<BatchStep> main() {
    return valid(actions);
  }

  List<BatchStep> retries() {
    return valid(retryActions);
  }

  List<BatchStep> failures() {
    return valid(failureActions);
  }

  private static List<BatchStep> valid(List<BatchStep> steps) {
    return steps == null
        ? List.of()
        : steps.stream().filter(step -> step != null && step.valid()).toList();
  }
}
