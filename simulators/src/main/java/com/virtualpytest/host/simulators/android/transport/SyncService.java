package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Files;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code sync:}: files there and back. Requests are four letters, a length in little-endian and a
 * path. From AOSP's {@code SYNC.TXT} and {@code file_sync_protocol.h}.
 */
final class SyncService {

  private static final int LARGEST_PATH = 1024;
  private static final int CHUNK = 64 * 1024;
  private static final int LARGEST_FILE = 64 << 20;
  private static final int ENOENT = 2;

  private final Files files;
  private final Faults faults;
  private final DataInputStream in;
  private final OutputStream out;

  SyncService(Files files, Faults faults, AdbStream stream) {
    this.files = files;
    this.faults = faults;
    this.in = new DataInputStream(stream.in());
    this.out = stream.out();
  }

  /** Until QUIT, or until the host goes. */
  void run() throws IOException {
    while (true) {
      String request;
      try {
        request = letters();
      } catch (EOFException e) {
        return;
      }
      int length = length();
      if (request.equals("QUIT")) {
        return;
      }
      if (length < 0 || length > LARGEST_PATH) {
        fail("invalid path length");
        return;
      }
      String path = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      if (!serve(request, path)) {
        fail("unknown command " + request);
        return;
      }
    }
  }

  private boolean serve(String request, String path) throws IOException {
    switch (request) {
      case "STAT" -> {
        Files.Entry entry = files.entry(path);
        ByteBuffer answer = packet("STAT", 16);
        if (entry != null) {
          answer.putInt(entry.mode()).putInt((int) entry.size()).putInt((int) entry.modified());
        }
        write(answer);
      }
      case "STA2", "LST2" -> {
        ByteBuffer answer = packet(request, 72);
        details(answer, files.entry(path));
        write(answer);
      }
      case "LIST" -> list(path);
      case "LIS2" -> listDetails(path);
      case "RECV" -> receive(path);
      case "SEND" -> send(path);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void list(String path) throws IOException {
    for (Files.Entry entry : files.list(path)) {
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
      ByteBuffer answer = packet("DENT", 20 + name.length);
      answer.putInt(entry.mode()).putInt((int) entry.size()).putInt((int) entry.modified());
      write(answer.putInt(name.length).put(name));
    }
    write(packet("DONE", 20));
  }

  private void listDetails(String path) throws IOException {
    for (Files.Entry entry : files.list(path)) {
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
      ByteBuffer answer = packet("DNT2", 76 + name.length);
      details(answer, entry);
      write(answer.putInt(name.length).put(name));
    }
    write(packet("DONE", 76));
  }

  /** Error, device, inode, mode, links, owner, group, size, three times. */
  private static void details(ByteBuffer answer, Files.Entry entry) {
    if (entry == null) {
      answer.putInt(ENOENT);
      return;
    }
    answer.putInt(0).putLong(1).putLong(Integer.toUnsignedLong(entry.path().hashCode()));
    answer.putInt(entry.mode()).putInt(1).putInt(2000).putInt(2000);
    answer.putLong(entry.size());
    answer.putLong(entry.modified()).putLong(entry.modified()).putLong(entry.modified());
  }

  private void receive(String path) throws IOException {
    byte[] content;
    try {
      content = files.read(path);
    } catch (Files.FileException e) {
      fail("open failed: " + e.getMessage());
      return;
    }
    if (faults.has(Fault.UNREADABLE_FILES)) {
      fail("open failed: Permission denied");
    } else if (faults.has(Fault.HALF_FILES)) {
      data(content, content.length / 2);
      fail("read failed: I/O error");
    } else {
      int times = faults.has(Fault.GROWING_FILES) ? 3 : 1;
      for (int time = 0; time < times; time++) {
        data(content, content.length);
      }
      write(packet("DONE", 8));
    }
  }

  private void data(byte[] content, int length) throws IOException {
    for (int done = 0; done < length; done += CHUNK) {
      int size = Math.min(CHUNK, length - done);
      write(packet("DATA", 8 + size).putInt(size).put(content, done, size));
    }
  }

  private void send(String target) throws IOException {
    int comma = target.lastIndexOf(',');
    String path = comma < 0 ? target : target.substring(0, comma);
    String mode = comma < 0 ? "" : target.substring(comma + 1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      String chunk = letters();
      int length = length();
      if (chunk.equals("DONE")) {
        save(path, mode.matches("\\d{1,6}") ? Integer.parseInt(mode) : 0660, content, length);
        return;
      }
      if (!chunk.equals("DATA") || length < 0 || length > CHUNK) {
        fail("invalid data message");
        return;
      }
      byte[] data = in.readNBytes(length);
      // What will not fit is not kept; the failure is told at the end.
      if (content.size() <= LARGEST_FILE) {
        content.writeBytes(data);
      }
    }
  }

  private void save(String path, int mode, ByteArrayOutputStream content, int modified)
      throws IOException {
    try {
      files.write(path, content.toByteArray(), mode, Integer.toUnsignedLong(modified));
      write(packet("OKAY", 8));
    } catch (Files.FileException e) {
      fail("couldn't create file: " + e.getMessage());
    }
  }

  private void fail(String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    write(packet("FAIL", 8 + text.length).putInt(text.length).put(text));
  }

  private void write(ByteBuffer packet) throws IOException {
    out.write(packet.array(), packet.arrayOffset(), packet.capacity());
  }

  private String letters() throws IOException {
    byte[] letters = new byte[4];
    in.readFully(letters);
    return new String(letters, StandardCharsets.US_ASCII);
  }

  private int length() throws IOException {
    return Integer.reverseBytes(in.readInt());
  }

  private static ByteBuffer packet(String letters, int size) {
    ByteBuffer packet = ByteBuffer.wrap(new byte[size]).order(ByteOrder.LITTLE_ENDIAN);
    return packet.put(letters.getBytes(StandardCharsets.US_ASCII));
  }
}
