package com.virtualpytest.host.host.internal.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import java.util.Map;

/**
 * A verdict on the wire, with status 200 whether it is passed or failed, in the words that its
 * clients know.
 *
 * @param verificationType what was looked at
 * @param resultType {@code PASS} or {@code FAIL}
 * @param command left out where the request named it itself
 * @param outputData what the check brought back; left out when it is nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationAnswer(
    boolean success,
    String message,
    String verificationType,
    @JsonProperty("resultType") String resultType,
    @JsonProperty("matchingResult") double matchingResult,
    @JsonProperty("userThreshold") double userThreshold,
    @JsonProperty("imageFilter") String imageFilter,
    @JsonProperty("extractedText") String extractedText,
    @JsonProperty("searchedText") String searchedText,
    String command,
    String deviceId,
    Map<String, Object> outputData) {

  private static final double THRESHOLD = 0.8;

  static VerificationAnswer of(Verdict verdict, String type, String command, String deviceId) {
    return new VerificationAnswer(
        verdict.passed(),
        verdict.message(),
        type,
        verdict.passed() ? "PASS" : "FAIL",
        verdict.score(),
        THRESHOLD,
        "none",
        verdict.extracted(),
        verdict.searched(),
        command,
        deviceId,
        verdict.output().isEmpty() ? null : verdict.output());
  }
}
