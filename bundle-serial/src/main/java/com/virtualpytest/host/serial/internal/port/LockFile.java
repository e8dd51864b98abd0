package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock file of a serial port, after the custom that came with UUCP: minicom, picocom, cu and
 * others leave a port alone that has one, and say whose it is. {@code flock}, which jSerialComm
 * takes as well, is what newer programs heed.
 */
final class LockFile implements AutoCloseable {
  /** Where these are on Linux; not everywhere may the host write there. */
  static final Path FOLDER = Path.of("/run/lock");

  private static final Path DEVICES = Path.of("/dev");
  private static final int LONGEST = 32;

  /** Null when there is none, and when it is given back; guarded by this. */
  private Path file;

  private LockFile(Path file) {
    this.file = file;
  }

  /**
   * Takes the lock. Where there is no such folder, or the host may not write there, there is none,
   * and nothing is wrong.
   *
   * @throws PortException another program has it, and the port open
   */
  static LockFile take(Path folder, Path port) throws PortException {
    try {
      Path device = port.toRealPath();
      if (!device.startsWith(DEVICES) || !Files.isWritable(folder)) {
        return new LockFile(null);
      }
      String name = DEVICES.relativize(device).toString().replace('/', '_');
      Path file = folder.resolve("LCK.." + name);
      return new LockFile(write(file) || takenOver(file, device) ? file : null);
    } catch (PortException e) {
      throw e;
    } catch (IOException e) {
      return new LockFile(null);
    }
  }

  private static boolean write(Path file) throws IOException {
    String content = "%10d\n".formatted(ProcessHandle.current().pid());
    try {
      Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** True when whoever it names does not have the port; false when that is another device's. */
  private static boolean takenOver(Path file, Path device) throws IOException {
    long pid = pid(file);
    if (has(pid, device)) {
      if (pid == ProcessHandle.current().pid()) {
        return false; // opening the port will tell
      }
      throw new PortException(
          device + " is in use by another program (process " + pid + ")",
          "End that program, or remove " + file + " if it is not one that uses serial ports");
    }
    Files.deleteIfExists(file);
    return write(file);
  }

  private static long pid(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Numbers of processes come again: one that can be seen not to have the port open is another. */
  private static boolean has(long pid, Path device) {
    if (pid <= 0 || ProcessHandle.of(pid).isEmpty()) {
      return false;
    }
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path one : open) {
        if (Files.isSymbolicLink(one) && Files.readSymbolicLink(one).equals(device)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return true; // another user's: it is believed
    }
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    Path held = file;
    file = null;
    if (held != null) {
      try {
        Files.deleteIfExists(held);
      } catch (IOException e) {
        return; // whoever comes next finds that this process does not have the port
      }
    }
  }
}
