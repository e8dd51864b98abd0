package com.virtualpytest.host.host.internal.lane;

import com.virtualpytest.host.api.http.ErrorCode;

/** The lane did not run something, or did not wait for its end. The message can be shown. */
public final class LaneException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  LaneException(ErrorCode code, String message) {
    // no stack trace: a full lane is ordinary, and refusing must stay cheap
    super(message, null, false, false);
    this.code = code;
  }

  /** Why: full, too late, or closed. */
  public ErrorCode code() {
    return code;
  }
}
