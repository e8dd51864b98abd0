package com.virtualpytest.host.host.internal.process;

/** Why a run ends. */
enum Cause {
  /** Nobody wants it any more. */
  STOP,
  /** Somebody wants it to start anew. */
  RESTART,
  /** Another description came. */
  REPLACE,
  /** What it depends on went away. */
  DEPENDENCY,
  /** It ended by itself. */
  EXIT,
  /** It did not get ready in time. */
  NOT_READY,
  /** It was ready and answers no more. */
  HUNG;

  /** True when nobody asked for it, so that it may count as a failure. */
  boolean ofItsOwn() {
    return this == EXIT || this == NOT_READY || this == HUNG;
  }

  /**
   * In words.
   *
   * @param exitCode null when it has not ended yet
   * @param lastMiss what went wrong with the probe; null when nothing did
   */
  String story(Integer exitCode, String lastMiss) {
    return switch (this) {
      case STOP -> "is being ended";
      case RESTART, REPLACE -> "is being replaced";
      case DEPENDENCY -> "ends with what it needs";
      case EXIT ->
          exitCode > 128 && exitCode <= 192
              ? "ended by signal " + (exitCode - 128)
              : "ended with exit code " + exitCode;
      case NOT_READY -> "not ready in time" + (lastMiss == null ? "" : ": " + lastMiss);
      case HUNG -> "did not answer any more: " + lastMiss;
    };
  }
}
