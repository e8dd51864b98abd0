package com.virtualpytest.host.serial.internal.port;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A port of this machine, by jSerialComm. It is opened with {@code flock} and a {@link LockFile},
 * so that other programs that heed one of them keep off, and with {@code hupcl} off: DTR and RTS
 * stay as they are when it is closed, since many boards take a pulse on them for a reset.
 *
 * <p>The library makes the whole process ignore SIGHUP and a few others once it is loaded; the
 * host's start script turns SIGHUP into SIGTERM.
 */
final class LocalPort implements Port {
  private static final int READ_MILLIS = 1000;

  /**
   * Half of what Linux keeps ready, which it fills again while this half is looked at. The library
   * copies all of the array that it is given, twice.
   */
  private static final int PIECE = 2048;

  private static final int STTY_SECONDS = 5;

  // errno of Linux
  private static final int SAME_PROCESS = 2; // jSerialComm's own; as errno: no such file
  private static final int EIO = 5;
  private static final int ENXIO = 6;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int ENOTTY = 25;

  private final SerialPort port;
  private final Path path;
  private final LockFile lock;
  private final byte[] piece = new byte[PIECE];
  private volatile LineSettings settings;
  private volatile boolean hasLines;
  private volatile boolean breaking;

  private LocalPort(SerialPort port, Path path, LockFile lock, LineSettings settings) {
    this.port = port;
    this.path = path;
    this.lock = lock;
    this.settings = settings;
  }

  /**
   * Opens a port.
   *
   * @throws PortException it is not there, not ours, or in use
   */
  static LocalPort open(Path path, LineSettings settings, AskedLines lines) throws PortException {
    if (!Files.exists(path)) {
      throw new PortException(path + " is not there", missingHint(path));
    }
    SerialPort port = describe(path);
    LockFile lock = LockFile.take(LockFile.FOLDER, path);
    LocalPort opened = new LocalPort(port, path, lock, settings);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
    opened.configure(settings);
    if (!port.openPort(0)) {
      lock.close();
      throw refused(path, port.getLastErrorCode());
    }
    // opening raises both; jSerialComm reads lines that are not there as low
    opened.hasLines = port.getDTR() || port.getRTS();
    opened.lower(lines);
    opened.keepLinesAtClose();
    return opened;
  }

  /** Linux raises them at each opening, which cannot be kept from it. */
  private void lower(AskedLines lines) {
    if (Boolean.FALSE.equals(lines.dtr())) {
      port.clearDTR();
    }
    if (Boolean.FALSE.equals(lines.rts())) {
      port.clearRTS();
    }
  }

  private static SerialPort describe(Path path) throws PortException {
    try {
      return SerialPort.getCommPort(path.toString());
    } catch (SerialPortInvalidPortException e) {
      throw new PortException(path + " is not there", missingHint(path));
    } catch (LinkageError e) {
      throw new PortException(
          "The library for serial ports does not work on this machine",
          "tcp:// and rfc2217:// work without it");
    }
  }

  private static String missingHint(Path path) {
    return path.startsWith("/dev") && !path.startsWith("/dev/serial")
        ? "Plug it in; a path below /dev/serial/by-id stays the same wherever it is plugged in"
        : "Plug it in; GET /host/serial/ports lists what is there";
  }

  private static PortException refused(Path path, int errno) {
    return switch (errno) {
      case EACCES ->
          new PortException(
              path + " may not be opened by the host's user",
              "Add that user to the group of the device, dialout as a rule, and restart the host");
      case EAGAIN, EBUSY ->
          new PortException(
              path + " is in use by another program", "End that program; fuser " + path + " tells");
      case ENOTTY ->
          new PortException(path + " is no serial port", "GET /host/serial/ports lists them");
      case SAME_PROCESS -> // or gone since a moment, which the next try tells
          new PortException(
              path + " is in use by another device of this host",
              "Two devices name the same SERIAL_PORT");
      case EIO, ENXIO, ENODEV -> new PortException(path + " has no device behind it", "Plug it in");
      default -> new PortException(path + " cannot be opened (error " + errno + ")", null);
    };
  }

  /**
   * jSerialComm has no call for this that does not open and close the port once more beforehand,
   * which would be the very pulse to avoid.
   */
  private void keepLinesAtClose() {
    try {
      Process stty =
          new ProcessBuilder("stty", "-F", path.toString(), "-hupcl")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
    } catch (IOException e) {
      return; // a machine without coreutils: the lines fall at close, everything else works
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean configure(LineSettings next) {
    return port.setComPortParameters(next.baud(), next.dataBits(), stop(next), parity(next))
        && port.setFlowControl(flow(next));
  }

  private static int stop(LineSettings next) {
    return switch (next.stopBits()) {
      case ONE -> SerialPort.ONE_STOP_BIT;
      case ONE_AND_A_HALF -> SerialPort.ONE_POINT_FIVE_STOP_BITS;
      case TWO -> SerialPort.TWO_STOP_BITS;
    };
  }

  private static int parity(LineSettings next) {
    return switch (next.parity()) {
      case NONE -> SerialPort.NO_PARITY;
      case ODD -> SerialPort.ODD_PARITY;
      case EVEN -> SerialPort.EVEN_PARITY;
      case MARK -> SerialPort.MARK_PARITY;
      case SPACE -> SerialPort.SPACE_PARITY;
    };
  }

  private static int flow(LineSettings next) {
    return switch (next.flow()) {
      case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
      case XONXOFF ->
          SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
      case RTSCTS -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
    };
  }

  @Override
  public int read(byte[] buffer) throws PortException {
    int count = port.readBytes(piece, Math.min(piece.length, buffer.length));
    if (count < 0) {
      throw gone();
    }
    System.arraycopy(piece, 0, buffer, 0, count);
    return count;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    if (port.writeBytes(bytes, length, offset) != length) {
      throw gone();
    }
  }

  private PortException gone() {
    return new PortException(path + " is gone", "Plug it in again");
  }

  @Override
  public LineSettings settings() {
    return settings;
  }

  @Override
  public synchronized void apply(LineSettings next) throws IOException {
    if (!configure(next)) {
      configure(settings);
      throw new IOException("the port does not take these settings");
    }
    settings = next;
  }

  @Override
  public void setBreak(boolean on) throws IOException {
    if (!(on ? port.setBreak() : port.clearBreak())) {
      throw new IOException("the port cannot send a break");
    }
    breaking = on;
  }

  @Override
  public boolean breaking() {
    return breaking;
  }

  @Override
  public void setLines(Boolean dtr, Boolean rts) throws IOException {
    boolean done = dtr == null || (dtr ? port.setDTR() : port.clearDTR());
    if (!done || !(rts == null || (rts ? port.setRTS() : port.clearRTS()))) {
      throw noLines();
    }
  }

  @Override
  public ModemLines lines() throws IOException {
    if (!hasLines) {
      throw noLines();
    }
    return new ModemLines(
        port.getDTR(), port.getRTS(), port.getCTS(), port.getDSR(), port.getRI(), port.getDCD());
  }

  private static IOException noLines() {
    return new IOException("the port has no modem lines");
  }

  @Override
  public void close() {
    port.closePort();
    lock.close();
  }
}
