package com.virtualpytest.host.adb.internal.client;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Files of a device. Version 1 of the protocol, which all devices speak: four letters and a length
 * (little endian), then a path or data (AOSP, {@code SYNC.TXT}). One thread.
 */
public final class SyncSession implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  /** Each piece of a file has to be taken or to come within this. */
  private static final Duration STEP = Duration.ofSeconds(20);

  private final AdbSocket socket;

  SyncSession(AdbSocket socket) {
    this.socket = socket;
  }

  /**
   * A file on the device. What cannot be read looks the same as what is not there.
   *
   * @param name without its folder
   * @param mode type and rights as Unix writes them
   * @param size in bytes, modulo 2^32
   * @param modified to the second
   */
  public record RemoteFile(String name, int mode, long size, Instant modified) {
    private static final int TYPE = 0xf000;
    private static final int FOLDER = 0x4000;

    public boolean folder() {
      return (mode & TYPE) == FOLDER;
    }

    public boolean exists() {
      return mode != 0;
    }
  }

  /** What is at that path. */
  public RemoteFile stat(String path) throws AdbException, InterruptedException {
    request("STAT", path);
    expect("STAT");
    return file("", numbers(3));
  }

  /** What is in that folder, without itself and the one above. */
  public List<RemoteFile> list(String path) throws AdbException, InterruptedException {
    request("LIST", path);
    List<RemoteFile> files = new ArrayList<>();
    while (true) {
      String id = id();
      ByteBuffer numbers = numbers(4);
      if (id.equals("DONE")) {
        return files;
      }
      requireId(id, "DENT");
      String name = text(numbers.getInt(12));
      if (!name.equals(".") && !name.equals("..")) {
        files.add(file(name, numbers));
      }
    }
  }

  /** Asks for a file; {@link #piece} brings it. */
  public void receive(String path) throws AdbException, InterruptedException {
    request("RECV", path);
  }

  /**
   * The next piece of the file that was asked for; null at its end.
   *
   * @throws AdbException {@code FILE_REFUSED} and others
   */
  public byte[] piece() throws AdbException, InterruptedException {
    socket.deadline(Deadline.in(STEP));
    String id = id();
    int length = numbers(1).getInt(0);
    return switch (id) {
      case "DONE" -> null;
      case "FAIL" -> throw new AdbException(Kind.FILE_REFUSED, text(length));
      case "DATA" -> data(length);
      default -> throw new AdbException(Kind.PROTOCOL, "unexpected " + id);
    };
  }

  private byte[] data(int length) throws AdbException, InterruptedException {
    if (length < 0 || length > CHUNK) {
      throw new AdbException(Kind.PROTOCOL, "a piece of the file is too long");
    }
    return socket.fill(ByteBuffer.allocate(length)).array();
  }

  /**
   * Sends a file.
   *
   * @param mode rights as Unix writes them, {@code 0644}
   * @param progress is told the number of bytes so far
   * @throws IOException {@code from} failed
   */
  public void push(InputStream from, String path, int mode, Instant modified, LongConsumer progress)
      throws IOException, InterruptedException {
    request("SEND", path + "," + mode);
    byte[] piece = new byte[CHUNK];
    long total = 0;
    int count;
    while ((count = from.readNBytes(piece, 0, CHUNK)) > 0) {
      socket.deadline(Deadline.in(STEP));
      socket.write(header("DATA", count, count).put(piece, 0, count).flip());
      total += count;
      progress.accept(total);
    }
    socket.deadline(Deadline.in(STEP));
    socket.write(header("DONE", (int) modified.getEpochSecond(), 0).flip());
    String id = id();
    int length = numbers(1).getInt(0);
    if (id.equals("FAIL")) {
      throw new AdbException(Kind.FILE_REFUSED, text(length));
    }
    requireId(id, "OKAY");
  }

  @Override
  public void close() {
    socket.close();
  }

  private void request(String id, String path) throws AdbException, InterruptedException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    socket.write(header(id, name.length, name.length).put(name).flip());
  }

  private static ByteBuffer header(String id, int number, int more) {
    return ByteBuffer.allocate(8 + more)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(id.getBytes(StandardCharsets.US_ASCII))
        .putInt(number);
  }

  private static RemoteFile file(String name, ByteBuffer numbers) {
    return new RemoteFile(
        name,
        numbers.getInt(0),
        Integer.toUnsignedLong(numbers.getInt(4)),
        Instant.ofEpochSecond(Integer.toUnsignedLong(numbers.getInt(8))));
  }

  private String id() throws AdbException, InterruptedException {
    return text(4);
  }

  private void expect(String id) throws AdbException, InterruptedException {
    requireId(id(), id);
  }

  private static void requireId(String id, String wanted) throws AdbException {
    if (!id.equals(wanted)) {
      throw new AdbException(Kind.PROTOCOL, "unexpected " + id);
    }
  }

  private String text(int length) throws AdbException, InterruptedException {
    if (length < 0 || length > CHUNK) {
      throw new AdbException(Kind.PROTOCOL, "a text is too long");
    }
    return StandardCharsets.UTF_8.decode(socket.fill(ByteBuffer.allocate(length))).toString();
  }

  private ByteBuffer numbers(int count) throws AdbException, InterruptedException {
    return socket.fill(ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN));
  }
}
