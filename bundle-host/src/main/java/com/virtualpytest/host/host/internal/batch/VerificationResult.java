package com.virtualpytest.host.host.internal.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What became of a batch of checks.
 *
 * @param success whether all passed, or one where one is enough
 * @param error why not; null on success
 * @param logs one line per check
 * @param verificationScreenshots paths; empty when the device has no picture
 */
public record VerificationResult(
    boolean success,
    int totalCount,
    int passedCount,
    int failedCount,
    List<Entry> results,
    String message,
    String error,
    String logs,
    List<String> verificationScreenshots,
    List<Evidence> verificationEvidenceList) {

  /**
   * What became of one check. Clients know all of these names; those that a kind of check has
   * nothing for are null.
   */
  record Entry(
      boolean success,
      String message,
      String error,
      Double threshold,
      @JsonProperty("resultType") String resultType,
      String verificationType,
      @JsonProperty("sourceImageUrl") String sourceImageUrl,
      @JsonProperty("referenceImageUrl") String referenceImageUrl,
      @JsonProperty("resultOverlayUrl") String resultOverlayUrl,
      @JsonProperty("extractedText") String extractedText,
      @JsonProperty("searchedText") String searchedText,
      @JsonProperty("imageFilter") String imageFilter,
      @JsonProperty("detectedLanguage") String detectedLanguage,
      @JsonProperty("languageConfidence") Double languageConfidence,
      Object searchTerm,
      Object waitTime,
      Integer totalMatches,
      List<Object> matches,
      Double motionThreshold,
      Double duration,
      Double frequency,
      Double audioLevel,
      String platform,
      Double matchingResult,
      Map<String, Object> details,
      Map<String, Object> outputData,
      long executionTimeMs,
      String screenshotPath,
      String verificationEvidence) {

    static Entry of(VerificationBatch.Check check, Verdict verdict, long millis) {
      return entry(
          check,
          verdict.passed(),
          verdict.message(),
          verdict.passed() ? null : verdict.message(),
          verdict.passed() ? "PASS" : "FAIL",
          verdict,
          millis);
    }

    /** A device that could not be looked at: neither passed nor failed. */
    static Entry failed(VerificationBatch.Check check, String error, long millis) {
      return entry(
          check,
          false,
          error,
          error,
          "ERROR",
          new Verdict(false, error, 0, "", "", Map.of()),
          millis);
    }

    private static Entry entry(
        VerificationBatch.Check check,
        boolean success,
        String message,
        String error,
        String type,
        Verdict verdict,
        long millis) {
      return new Entry(
          success,
          message,
          error,
          null,
          type,
          check.verificationType(),
          null,
          null,
          null,
          verdict.extracted(),
          verdict.searched(),
          "none",
          null,
          null,
          check.paramsOrNone().get("search_term"),
          check.paramsOrNone().get("wait_time"),
          null,
          List.of(),
          null,
          null,
          null,
          null,
          null,
          verdict.score(),
          Map.of(),
          verdict.output(),
          millis,
          "",
          null);
    }
  }

  /** What was asked for, beside its outcome. */
  record Evidence(String type, String command, Map<String, Object> params, boolean success) {}
}
