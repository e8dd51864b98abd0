package com.virtualpytest.host.launcher;

/** The host that runs refused what it was asked for. */
final class HostRefusal extends StartException {
  private static final long serialVersionUID = 1L;

  private final String body;
  private final boolean json;

  /**
   * @param message for a person
   * @param body what the host answered
   * @param json whether whoever asked wants that
   */
  HostRefusal(String message, String body, boolean json) {
    super(ExitCode.FAILED, message);
    this.body = body;
    this.json = json;
  }

  String body() {
    return body;
  }

  boolean json() {
    return json && !body.isEmpty();
  }
}
