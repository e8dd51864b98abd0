package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A folder in memory for the newest pictures, where {@code STREAM_HOT_PATH} names none: named after
 * {@code HOST_DATA_DIR}, mode 0700, owned by one running host at a time. What a host that was
 * killed has left there is removed when it is taken, all of it when the host ends; nothing outside
 * of it is touched.
 */
final class MemoryFolder {
  /** Where systems have memory that looks like a disk. */
  static final List<Path> PLACES = List.of(Path.of("/dev/shm"), Path.of("/run"));

  private static final Pattern SOURCE = Pattern.compile("HOST_VIDEO_SOURCE|DEVICE\\d+_VIDEO");
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");

  /** What the newest files of a source need at most, in the best quality. */
  private static final long OF_A_SOURCE = 128L << 20;

  /** What stays free for others. */
  private static final long OF_OTHERS = 256L << 20;

  private final Path path;
  private final FileChannel lockFile;

  private MemoryFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder at the first of these places that lies in memory and has room for the sources
   * that are configured.
   *
   * @return null where there is none, or where somebody has chosen already: {@code STREAM_HOT_PATH}
   *     is set, the folders of the sources lie in memory themselves, or one of them has a disk of
   *     its own mounted on its {@code hot}
   */
  static MemoryFolder open(Map<String, String> settings, Memory memory, List<Path> places) {
    Path data = Path.of(settings.get(Variable.HOST_DATA_DIR.name()));
    String base = settings.get(Variable.STREAM_BASE_PATH.name());
    Path streams = data.resolve(base == null ? "stream" : base);
    if (settings.containsKey(Variable.STREAM_HOT_PATH.name()) || chosen(streams, memory)) {
      return null;
    }
    long sources = settings.keySet().stream().filter(SOURCE.asMatchPredicate()).count();
    long needed = Math.max(1, sources) * OF_A_SOURCE + OF_OTHERS;
    for (Path place : places) {
      try {
        MemoryFolder taken = take(place.resolve(name(data)), memory, needed);
        if (taken != null) {
          return taken;
        }
      } catch (IOException e) {
        // not there, or not for us: the next one, or the disk
      }
    }
    return null;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  private static boolean chosen(Path streams, Memory memory) {
    Path there = streams;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try (DirectoryStream<Path> sources = Files.newDirectoryStream(there)) {
      if (memory.holds(there)) {
        return true;
      }
      for (Path source : there.equals(streams) ? sources : List.<Path>of()) {
        Path hot = source.resolve("hot");
        if (Files.isDirectory(hot) && !attribute(hot, "dev").equals(attribute(source, "dev"))) {
          return true;
        }
      }
    } catch (IOException e) {
      // whether it can be used is found out by those who use it
    }
    return false;
  }

  private static String name(Path data) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(data.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
      return "backend-host-" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  private static MemoryFolder take(Path folder, Memory memory, long needed) throws IOException {
    if (!memory.holds(folder.getParent())) {
      return null;
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(MODE));
    } catch (FileAlreadyExistsException e) {
      if (!ours(folder)) {
        return null;
      }
    }
    FileChannel lockFile = lock(folder.resolve(".lock"));
    if (lockFile == null) {
      return null;
    }
    MemoryFolder taken = new MemoryFolder(folder, lockFile);
    taken.empty(folder);
    if (memory.free(folder) < needed) {
      taken.remove();
      return null;
    }
    return taken;
  }

  /** Anybody may make a folder there, of this name, too. */
  private static boolean ours(Path folder) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory()
        && found.permissions().equals(MODE)
        && attribute(folder, "uid").equals(attribute(Path.of("/proc/self/"), "uid"));
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, "unix:" + name);
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held within this very process: the same answer as held by another one
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  /** Removes the folder and all that is in it; what cannot be removed stays. */
  void remove() {
    try {
      empty(path);
      Files.deleteIfExists(path.resolve(".lock"));
      Files.deleteIfExists(path);
      lockFile.close();
    } catch (IOException e) {
      // the next host with this data folder finds it and empties it
    }
  }

  /** Links are removed, not followed. */
  private void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          empty(each);
        }
        if (!each.equals(path.resolve(".lock"))) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
