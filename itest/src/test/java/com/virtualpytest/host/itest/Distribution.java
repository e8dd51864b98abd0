package com.virtualpytest.host.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The distribution that this build has packed. Tests only read it; who writes takes a copy. */
public final class Distribution {
  private Distribution() {}

  /** Its folder. */
  public static Path home() {
    Path home = Path.of(System.getProperty("distribution")).normalize();
    if (!Files.isExecutable(home.resolve("bin/backend-host"))) {
      throw new IllegalStateException("there is no distribution in " + home);
    }
    return home;
  }

  /** The jars of {@code system/}, sorted by start level and name. */
  public static List<Path> systemBundles() {
    try (Stream<Path> files = Files.walk(home().resolve("system"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the distribution to a folder that does not exist yet. */
  static Path copyTo(Path target) throws IOException {
    Path home = home();
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(home.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file, target.resolve(home.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
    return target;
  }
}
