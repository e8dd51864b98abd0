package com.virtualpytest.host.launcher;

/** The host cannot start. The message is the one line that the user sees; it holds no secret. */
class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  StartException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  StartException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
