package com.virtualpytest.host.serial.internal.protocol;

import com.virtualpytest.host.serial.internal.port.ModemLines;
import java.nio.ByteBuffer;

/** Numbers of the COM-PORT option, RFC 2217; a server's are 100 higher than a client's. */
public final class ComPort {
  public static final int SERVER = 100;

  public static final int SIGNATURE = 0;
  public static final int SET_BAUDRATE = 1;
  public static final int SET_DATASIZE = 2;
  public static final int SET_PARITY = 3;
  public static final int SET_STOPSIZE = 4;
  public static final int SET_CONTROL = 5;
  public static final int NOTIFY_LINESTATE = 6;
  public static final int NOTIFY_MODEMSTATE = 7;
  public static final int FLOWCONTROL_SUSPEND = 8;
  public static final int FLOWCONTROL_RESUME = 9;
  public static final int SET_LINESTATE_MASK = 10;
  public static final int SET_MODEMSTATE_MASK = 11;
  public static final int PURGE_DATA = 12;

  // SET-CONTROL
  public static final int FLOW_QUERY = 0;
  public static final int FLOW_NONE = 1;
  public static final int FLOW_XONXOFF = 2;
  public static final int FLOW_HARDWARE = 3;
  public static final int BREAK_QUERY = 4;
  public static final int BREAK_ON = 5;
  public static final int BREAK_OFF = 6;
  public static final int DTR_QUERY = 7;
  public static final int DTR_ON = 8;
  public static final int DTR_OFF = 9;
  public static final int RTS_QUERY = 10;
  public static final int RTS_ON = 11;
  public static final int RTS_OFF = 12;
  public static final int FLOW_IN_QUERY = 13;
  public static final int FLOW_IN_NONE = 14;
  public static final int FLOW_IN_XONXOFF = 15;
  public static final int FLOW_IN_HARDWARE = 16;

  // PURGE-DATA
  public static final int PURGE_RECEIVED = 1;
  public static final int PURGE_SENT = 2;
  public static final int PURGE_BOTH = 3;

  private static final int CTS = 0x10;
  private static final int DSR = 0x20;
  private static final int RI = 0x40;
  private static final int DCD = 0x80;

  private ComPort() {}

  /** {@code IAC SB COM-PORT command value IAC SE}. */
  public static byte[] message(int command, int value) {
    return Telnet.subnegotiation(Telnet.COM_PORT, (byte) command, (byte) value);
  }

  /** The same with a value of four bytes: a baud rate. */
  public static byte[] longMessage(int command, int value) {
    return Telnet.subnegotiation(
        Telnet.COM_PORT, ByteBuffer.allocate(5).put((byte) command).putInt(value).array());
  }

  /** The same with a text, or without anything. */
  public static byte[] textMessage(int command, byte[] text) {
    return Telnet.subnegotiation(
        Telnet.COM_PORT,
        ByteBuffer.allocate(1 + text.length).put((byte) command).put(text).array());
  }

  /** Their lines as NOTIFY-MODEMSTATE tells them: now in the high half, changes in the low one. */
  public static int modemState(ModemLines now, ModemLines before) {
    int state = bits(now);
    int changed = before == null ? 0 : (state ^ bits(before)) >> 4;
    return state | changed;
  }

  private static int bits(ModemLines lines) {
    return (lines.cts() ? CTS : 0)
        | (lines.dsr() ? DSR : 0)
        | (lines.ri() ? RI : 0)
        | (lines.dcd() ? DCD : 0);
  }

  /** Lines from NOTIFY-MODEMSTATE, with our own as they were set. */
  public static ModemLines lines(int state, Boolean dtr, Boolean rts) {
    return new ModemLines(
        dtr, rts, (state & CTS) != 0, (state & DSR) != 0, (state & RI) != 0, (state & DCD) != 0);
  }
}
