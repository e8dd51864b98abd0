package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code HOST_DATA_DIR}: mode 0700, writable, and owned by one running host at a time. The lock is
 * held until {@link #close} or the end of the process.
 */
final class DataFolder implements AutoCloseable {
  private static final int PROBE_BYTES = 64 * 1024;

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder when it is missing, proves that it takes data, and locks it.
   *
   * @throws StartException saying which folder and why not
   */
  static DataFolder open(Path path) throws StartException {
    FileChannel lockFile = null;
    try {
      create(path);
      lockFile = lock(path);
      probe(path.resolve("probe"));
      DataFolder folder = new DataFolder(path, lockFile);
      create(folder.classArchives());
      create(path.resolve("config"));
      return folder;
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw new StartException(
          ExitCode.DATA_FOLDER, "HOST_DATA_DIR " + path + " cannot be used: " + reason(e), e);
    } catch (StartException e) {
      closeQuietly(lockFile);
      throw e;
    }
  }

  /** Where the framework keeps its bundles; emptied by the framework at every start. */
  Path frameworkCache() {
    return path.resolve("cache");
  }

  /** Keeps the framework's folder from others; emptying it, the framework makes it anew. */
  void protectFrameworkCache() throws IOException {
    create(frameworkCache());
  }

  /** Where archives of loaded classes lie; see {@link ClassArchive}. */
  Path classArchives() {
    return path.resolve("cds");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static void create(Path folder) throws IOException {
    var mode = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    if (!Files.getPosixFilePermissions(folder).equals(mode)) {
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  private static FileChannel lock(Path path) throws IOException, StartException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
    if (lock == null) {
      throw new StartException(
          ExitCode.DATA_FOLDER,
          "HOST_DATA_DIR " + path + " is in use by another running host; give each its own");
    }
    return channel;
  }

  /** Room for a name is not room for data: only bytes that reached the disk prove it. */
  private static void probe(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "not a folder";
    }
    if (e instanceof NoSuchFileException) {
      return "cannot be created";
    }
    boolean named = e instanceof FileSystemException f && f.getReason() != null;
    return named ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // the failure that led here is the one to tell
    }
  }
}
