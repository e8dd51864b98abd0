package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.serial.internal.export.ConsoleServer;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import java.io.IOException;
import java.time.Duration;

/**
 * A console as the TCP export sees it.
 *
 * @param console the port
 * @param log its output
 * @param keyboard the right to type
 */
record ExportedConsole(Console console, SerialLog log, ConsoleKeyboard keyboard)
    implements ConsoleServer.Exported {

  @Override
  public long end() {
    return log.end();
  }

  @Override
  public Output read(long from, int max, Duration wait) throws IOException, InterruptedException {
    return log.read(from, max, wait);
  }

  @Override
  public Keyboard keyboard(String who, Runnable lost) {
    return keyboard.take(who, false, lost);
  }

  @Override
  public LineSettings settings() {
    return console.settings();
  }

  @Override
  public void apply(LineSettings next) throws IOException {
    console.apply(next);
  }

  @Override
  public void setBreak(boolean on) throws IOException {
    console.port().setBreak(on);
  }

  @Override
  public boolean breaking() throws IOException {
    return console.port().breaking();
  }

  @Override
  public void setLines(Boolean dtr, Boolean rts) throws IOException {
    console.setLines(dtr, rts);
  }

  /** RFC 2217 has no word for lines that are not known: most are high. */
  @Override
  public ModemLines lines() throws IOException {
    ModemLines lines = console.port().lines();
    return new ModemLines(
        !Boolean.FALSE.equals(lines.dtr()),
        !Boolean.FALSE.equals(lines.rts()),
        lines.cts(),
        lines.dsr(),
        lines.ri(),
        lines.dcd());
  }
}
