package com.virtualpytest.host.serial.internal.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Takes a telnet stream apart, in pieces of any size. For one thread. */
public final class TelnetDecoder {
  private static final int MAX_SUBNEGOTIATION = 512;

  /** What is told besides data. */
  public interface Events {
    /** {@code DO}, {@code DONT}, {@code WILL} or {@code WONT} for an option. */
    void option(int verb, int option) throws IOException;

    /** A subnegotiation of an option, with single IACs. */
    void subnegotiation(int option, byte[] content) throws IOException;

    /** A command without option: {@code AYT} for example. The default ignores it. */
    default void command(int command) throws IOException {}
  }

  private enum State {
    DATA,
    IAC,
    VERB,
    SUB_OPTION,
    SUB,
    SUB_IAC
  }

  private final ByteArrayOutputStream sub = new ByteArrayOutputStream();
  private State state = State.DATA;
  private int verb;
  private int option;
  private boolean afterReturn;
  private boolean binary;

  /** In binary mode a CR is a CR; else it is followed by LF, or by NUL, which is dropped. */
  public void binary(boolean on) {
    binary = on;
  }

  /**
   * Takes bytes apart.
   *
   * @param bytes what came; its beginning holds the data afterwards
   * @return how many bytes of data
   */
  public int decode(byte[] bytes, int length, Events events) throws IOException {
    int data = 0;
    for (int i = 0; i < length; i++) {
      int value = bytes[i] & 0xff;
      if (state != State.DATA) {
        if (special(value, events)) {
          bytes[data++] = (byte) value;
        }
      } else if (value == Telnet.IAC) {
        state = State.IAC;
      } else if (!(afterReturn && value == 0 && !binary)) {
        bytes[data++] = (byte) value;
        afterReturn = value == '\r';
      } else {
        afterReturn = false;
      }
    }
    return data;
  }

  /** True when the byte is data after all. */
  private boolean special(int value, Events events) throws IOException {
    switch (state) {
      case IAC -> {
        return afterIac(value, events);
      }
      case VERB -> {
        state = State.DATA;
        events.option(verb, value);
      }
      case SUB_OPTION -> {
        option = value;
        sub.reset();
        state = State.SUB;
      }
      case SUB -> {
        if (value == Telnet.IAC) {
          state = State.SUB_IAC;
        } else {
          collect(value);
        }
      }
      default -> afterSubIac(value, events);
    }
    return false;
  }

  private boolean afterIac(int value, Events events) throws IOException {
    state = State.DATA;
    switch (value) {
      case Telnet.IAC -> {
        afterReturn = false;
        return true;
      }
      case Telnet.DO, Telnet.DONT, Telnet.WILL, Telnet.WONT -> {
        verb = value;
        state = State.VERB;
      }
      case Telnet.SB -> state = State.SUB_OPTION;
      default -> events.command(value);
    }
    return false;
  }

  private void afterSubIac(int value, Events events) throws IOException {
    if (value == Telnet.IAC) {
      collect(value);
      state = State.SUB;
    } else {
      state = State.DATA;
      if (value == Telnet.SE) {
        events.subnegotiation(option, sub.toByteArray());
      }
    }
  }

  /** What is longer than any message is cut: it means nothing to us anyway. */
  private void collect(int value) {
    if (sub.size() < MAX_SUBNEGOTIATION) {
      sub.write(value);
    }
  }
}
