package com.virtualpytest.host.simulators.android.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One message of the transport: 24 bytes of little-endian header (command, two arguments, length,
 * sum of the bytes, command inverted), then the data. From AOSP's {@code adb/protocol.txt}.
 */
final class Packet {

  static final int CNXN = 0x4e584e43;
  static final int AUTH = 0x48545541;
  static final int OPEN = 0x4e45504f;
  static final int OKAY = 0x59414b4f;
  static final int CLSE = 0x45534c43;
  static final int WRTE = 0x45545257;

  /** Payload that this side accepts, and never exceeds. */
  static final int MAX_DATA = 256 * 1024;

  private static final int HEADER = 24;
  private static final byte[] NOTHING = {};

  private final int command;
  private final int arg0;
  private final int arg1;
  private final byte[] data;

  Packet(int command, int arg0, int arg1, byte[] data) {
    this.command = command;
    this.arg0 = arg0;
    this.arg1 = arg1;
    this.data = data;
  }

  Packet(int command, int arg0, int arg1) {
    this(command, arg0, arg1, NOTHING);
  }

  /**
   * Blocks until a whole packet is there.
   *
   * @throws IOException the link ended, or what came is no packet
   */
  static Packet read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[HEADER];
    in.readFully(bytes);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int command = header.getInt();
    int arg0 = header.getInt();
    int arg1 = header.getInt();
    int length = header.getInt();
    header.getInt();
    if (header.getInt() != ~command || length < 0 || length > 4 * MAX_DATA) {
      throw new IOException("not a packet");
    }
    byte[] data = length == 0 ? NOTHING : new byte[length];
    in.readFully(data);
    return new Packet(command, arg0, arg1, data);
  }

  int command() {
    return command;
  }

  int arg0() {
    return arg0;
  }

  int arg1() {
    return arg1;
  }

  byte[] data() {
    return data;
  }

  /** As it goes over the wire. */
  byte[] bytes() {
    int sum = 0;
    for (byte b : data) {
      sum += b & 0xff;
    }
    return ByteBuffer.allocate(HEADER + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(command)
        .putInt(arg0)
        .putInt(arg1)
        .putInt(data.length)
        .putInt(sum)
        .putInt(~command)
        .put(data)
        .array();
  }

  /** The header and half of the data: what is seen of a link that breaks. */
  byte[] cut() {
    return Arrays.copyOf(bytes(), HEADER + data.length / 2);
  }
}
