package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.DropFile.Stamp;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one drop-in folder by listing it and asking for each file's attributes. That works on
 * every file system; change notification does not (mounted volumes, network shares).
 */
final class FolderScan {
  private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);

  /** A file that says of itself that it is older than this is not being written to. */
  private static final Duration OLD = Duration.ofSeconds(3);

  private final Folder folder;
  private final Path path;
  private Map<Path, Seen> last = new HashMap<>();
  private boolean readable = true;

  FolderScan(Folder folder, Path path) {
    this.folder = folder;
    this.path = path;
  }

  /**
   * A file and how long it has been as it is.
   *
   * @param file the file
   * @param polls in how many polls in a row it had this stamp, this one included
   * @param old true when its own times are long past
   */
  record Seen(DropFile file, int polls, boolean old) {

    /** True when nobody seems to write to it: two polls found it alike, or it is old. */
    boolean quiet() {
      return polls >= 2 || old;
    }

    /** True when a writer would have gone on by now. */
    boolean abandoned() {
      return polls >= 5 || old;
    }
  }

  /**
   * The jars that lie in the folder now. A folder that does not exist is empty; one that cannot be
   * read (a network share that is away) is as it was before, so that nothing is uninstalled for it.
   */
  List<Seen> poll(Instant now) {
    Map<Path, Seen> found = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, FolderScan::isJarName)) {
      for (Path file : files) {
        stamp(file).ifPresent(stamp -> found.put(file, look(file, stamp, now)));
      }
      if (!readable) {
        LOG.info("The {} drop-in folder can be read again", folder.wireName());
      }
      readable = true;
      last = found;
    } catch (NoSuchFileException e) {
      last = found;
    } catch (IOException | DirectoryIteratorException e) {
      if (readable) {
        LOG.warn("The {} drop-in folder cannot be read; bundles stay as they are", folder, e);
      }
      readable = false;
    }
    return new ArrayList<>(last.values());
  }

  private Seen look(Path file, Stamp stamp, Instant now) {
    Seen before = last.get(file);
    boolean same = before != null && before.file().stamp().equals(stamp);
    Instant limit = now.minus(OLD);
    boolean old = stamp.modified().isBefore(limit) && stamp.changed().isBefore(limit);
    return new Seen(new DropFile(folder, file, stamp), same ? before.polls() + 1 : 1, old);
  }

  /** Other names belong to somebody's unfinished copy. */
  private static boolean isJarName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jar")
        && !name.startsWith(".")
        && !name.startsWith("~")
        && !name.startsWith("#")
        && !name.endsWith(".tmp.jar")
        && !name.endsWith(".part.jar");
  }

  /** What the file system says of a file; empty when it is gone or no regular file. */
  static Optional<Stamp> stamp(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    String wanted = "isRegularFile,size,lastModifiedTime,fileKey";
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, unix ? "unix:ctime," + wanted : wanted);
      if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
        return Optional.empty();
      }
      FileTime modified = (FileTime) attributes.get("lastModifiedTime");
      FileTime changed = unix ? (FileTime) attributes.get("ctime") : modified;
      return Optional.of(
          new Stamp(
              (Long) attributes.get("size"),
              modified.toInstant(),
              changed.toInstant(),
              attributes.get("fileKey")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
