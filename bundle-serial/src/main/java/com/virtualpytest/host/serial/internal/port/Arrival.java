package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a port could be there again. A new file in the folder of a device file wakes it up;
 * what is there and cannot be opened is tried again a little later each time: its permissions come
 * a moment after the file itself.
 */
public final class Arrival {
  private static final long FILE_MILLIS = 2000;
  private static final long STEP_MILLIS = 250;
  private static final long WATCH_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long NETWORK_MAX_MILLIS = 5000;

  private final PortAddress address;
  private final CountDownLatch closed;
  private int tries;

  /**
   * @param closed ends all waiting
   */
  public Arrival(PortAddress address, CountDownLatch closed) {
    this.address = address;
    this.closed = closed;
  }

  /** The port is open to stay: the next wait is a short one. */
  public void reset() {
    tries = 0;
  }

  /** Waits for the next good moment to try. */
  public void await() throws InterruptedException {
    tries++;
    boolean file = address instanceof PortAddress.Local;
    long pause = Math.min(file ? FILE_MILLIS : NETWORK_MAX_MILLIS, STEP_MILLIS * tries);
    if (address instanceof PortAddress.Local local
        && !Files.exists(local.path(), LinkOption.NOFOLLOW_LINKS)) {
      awaitFile(local.path());
    } else if (closed.await(pause, TimeUnit.MILLISECONDS)) {
      tries = 0;
    }
  }

  private void awaitFile(Path path) throws InterruptedException {
    Path folder = nearestFolder(path);
    Path name = folder.relativize(path.toAbsolutePath()).getName(0);
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      long until = System.nanoTime() + WATCH_NANOS;
      while (closed.getCount() > 0
          && System.nanoTime() < until
          && !Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        WatchKey key = watch.poll(FILE_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
      tries = 0;
    } catch (IOException e) {
      closed.await(FILE_MILLIS, TimeUnit.MILLISECONDS); // no watch to be had: time does it
    }
  }

  private static Path nearestFolder(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    while (folder.getParent() != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder;
  }
}
