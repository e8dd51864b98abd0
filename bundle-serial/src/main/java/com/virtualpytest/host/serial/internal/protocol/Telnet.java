package com.virtualpytest.host.serial.internal.protocol;

import java.io.ByteArrayOutputStream;

/** Numbers of telnet (RFC 854, 855, 856, 857, 858, 860, 2217), and how its messages are written. */
public final class Telnet {
  public static final int IAC = 255;
  public static final int DONT = 254;
  public static final int DO = 253;
  public static final int WONT = 252;
  public static final int WILL = 251;
  public static final int SB = 250;
  public static final int AYT = 246;
  public static final int NOP = 241;
  public static final int SE = 240;

  public static final int BINARY = 0;
  public static final int ECHO = 1;
  public static final int SUPPRESS_GO_AHEAD = 3;
  public static final int TIMING_MARK = 6;
  public static final int COM_PORT = 44;

  private Telnet() {}

  /** {@code IAC verb option}. */
  public static byte[] option(int verb, int option) {
    return new byte[] {(byte) IAC, (byte) verb, (byte) option};
  }

  /** {@code IAC SB option content IAC SE}, with every IAC in the content doubled. */
  public static byte[] subnegotiation(int option, byte... content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 8);
    bytes.write(IAC);
    bytes.write(SB);
    bytes.write(option);
    byte[] escaped = escape(content, content.length);
    bytes.write(escaped, 0, escaped.length);
    bytes.write(IAC);
    bytes.write(SE);
    return bytes.toByteArray();
  }

  /** Data with every IAC doubled; the same array when there is none in it. */
  public static byte[] escape(byte[] data, int length) {
    int extra = 0;
    for (int i = 0; i < length; i++) {
      if (data[i] == (byte) IAC) {
        extra++;
      }
    }
    if (extra == 0 && length == data.length) {
      return data;
    }
    byte[] escaped = new byte[length + extra];
    int at = 0;
    for (int i = 0; i < length; i++) {
      escaped[at++] = data[i];
      if (data[i] == (byte) IAC) {
        escaped[at++] = (byte) IAC;
      }
    }
    return escaped;
  }
}
