package com.virtualpytest.host.camera.internal.storage;

import com.virtualpytest.host.api.driver.CaptureFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Small things that are done with folders and files. */
public final class Folders {

  /** A file as it was found. */
  public record Entry(Path path, long size, long modified) {}

  private Folders() {}

  /** Makes what ffmpeg writes into. */
  public static void make(CaptureFolder folder) throws IOException {
    for (String kind : List.of("captures", "thumbnails", "segments", "metadata")) {
      Files.createDirectories(folder.hot().resolve(kind));
      Files.createDirectories(folder.cold().resolve(kind));
    }
  }

  /** What is in a folder, by name; nothing when there is no such folder. */
  public static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // not there, or gone meanwhile
    }
  }

  /** The regular files directly in a folder, oldest first; none when there is no such folder. */
  public static List<Entry> files(Path folder) {
    List<Entry> found = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        BasicFileAttributes attributes = attributes(path);
        if (attributes != null && attributes.isRegularFile()) {
          found.add(new Entry(path, attributes.size(), attributes.lastModifiedTime().toMillis()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // not there, or gone meanwhile
    }
    found.sort(Comparator.comparingLong(Entry::modified).thenComparing(Entry::path));
    return found;
  }

  private static BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return null; // gone meanwhile
    }
  }

  /** Writes a file so that readers see the old or the new one, never a part. */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Removes a file; one that is gone already is fine. */
  public static boolean remove(Path file) {
    try {
      Files.delete(file);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
