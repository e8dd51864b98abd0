package com.virtualpytest.host.host.internal.power;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk what is switched off and has to be switched on again, so that it is known after
 * the host was killed. Safe for all threads; touches the disk.
 */
final class PowerDebts {

  private static final Logger log = LoggerFactory.getLogger(PowerDebts.class);

  private final Path folder;
  private final Set<Path> owed = ConcurrentHashMap.newKeySet();

  /**
   * @param folder is created with the first debt
   */
  PowerDebts(Path folder) {
    this.folder = folder;
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(owed::add);
    } catch (NoSuchFileException e) {
      log.debug("Nothing was ever owed");
    } catch (IOException e) {
      log.error("{} cannot be read: what has to be switched on again is not known", folder);
    }
  }

  /**
   * Remembers it; when this returns, the disk has it.
   *
   * @throws IOException it could not be written
   */
  void owe(String device, String driver, Instant now) throws IOException {
    Files.createDirectories(folder);
    Path file = file(device, driver);
    Path fresh = Files.createTempFile(folder, "debt", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.UTF_8.encode("switched off at " + now + "\n"));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    owed.add(file);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true); // the name, too
    }
  }

  /** Never blocks. */
  boolean owes(String device, String driver) {
    return owed.contains(file(device, driver));
  }

  /**
   * It is on again, or somebody decided otherwise.
   *
   * @throws UncheckedIOException the disk refuses to forget it
   */
  void settle(String device, String driver) {
    Path file = file(device, driver);
    if (!owed.contains(file)) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      owed.remove(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String device, String driver) {
    return folder.resolve(device + "-" + driver);
  }
}
