package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.SerialController.Position;
import java.time.Instant;

/** The answer to {@code getStatus}. */
record SerialStatusView(boolean success, Console status, String deviceId) {

  /**
   * The state of a console.
   *
   * @param connected whether commands are worth sending
   * @param port where it is, as it was configured
   * @param oldestOffset the first byte that is kept; null while the driver is not open
   * @param endOffset the byte that comes next; null while the driver is not open
   * @param typist who has the keyboard; null when nobody has
   */
  record Console(
      String state,
      boolean connected,
      String detail,
      String hint,
      Instant since,
      long ageMs,
      String port,
      Long oldestOffset,
      Long endOffset,
      String typist) {}

  static SerialStatusView of(
      String device, String port, Status status, Position position, Instant now) {
    return new SerialStatusView(
        true,
        new Console(
            status.state().wireName(),
            status.state().usable(),
            status.detail(),
            status.hint(),
            status.since(),
            status.age(now).toMillis(),
            port,
            position == null ? null : position.oldest(),
            position == null ? null : position.end(),
            position == null ? null : position.typist()),
        device);
  }
}
