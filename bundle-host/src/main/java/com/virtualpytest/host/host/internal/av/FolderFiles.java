package com.virtualpytest.host.host.internal.av;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Looks at folders whose files come and go meanwhile. */
public final class FolderFiles {

  /** A file; the time is in milliseconds since the epoch. */
  record Found(String name, long size, long modified) {}

  /** How many files, and how large together. */
  public record Sum(long count, long bytes) {}

  private FolderFiles() {}

  /** The files of that name, newest first; none when there is no such folder. */
  static List<Found> newest(Path folder, String regex, int limit) {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (name.matches(regex)) {
          add(path, name, found);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    found.sort(Comparator.comparingLong(Found::modified).thenComparing(Found::name).reversed());
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /** How many files of that name were written since then, in milliseconds since the epoch. */
  static int since(Path folder, String regex, long since) {
    return (int)
        newest(folder, regex, Integer.MAX_VALUE).stream()
            .filter(found -> found.modified() >= since)
            .count();
  }

  private static void add(Path path, String name, List<Found> found) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      found.add(new Found(name, attributes.size(), attributes.lastModifiedTime().toMillis()));
    } catch (IOException e) {
      return; // gone meanwhile
    }
  }

  /** All files below a folder; links are not followed. */
  public static Sum sum(Path folder) {
    long[] sums = new long[2];
    walk(
        folder,
        (file, attributes) -> {
          sums[0]++;
          sums[1] += attributes.size();
        });
    return new Sum(sums[0], sums[1]);
  }

  /** The files below a folder that were written before then, in milliseconds since the epoch. */
  static List<Path> before(Path folder, long before) {
    List<Path> found = new ArrayList<>();
    walk(
        folder,
        (file, attributes) -> {
          if (attributes.lastModifiedTime().toMillis() < before) {
            found.add(file);
          }
        });
    return found;
  }

  /** As far as it can be seen: files come and go meanwhile. */
  private static void walk(Path folder, BiConsumer<Path, BasicFileAttributes> visitor) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              visitor.accept(file, attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return; // gone meanwhile
    }
  }
}
