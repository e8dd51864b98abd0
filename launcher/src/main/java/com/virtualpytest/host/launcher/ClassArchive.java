package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.management.JMException;
import org.osgi.framework.Bundle;

/**
 * The archive of loaded classes that makes the next start faster. It is written while the bundles
 * still run, because classes of bundles that have stopped are missing from it.
 *
 * @param file named after the Java version and the content of the installation
 */
record ClassArchive(Path file) {
  /** Set by {@code bin/backend-host} when there is no archive that fits. */
  private static final String PROPERTY = "backend-host.class-archive";

  /** More than an archive has ever taken. */
  private static final int ROOM_MIB = 64;

  /** The archive that this host would like to have, or null when it has it or wants none. */
  static ClassArchive wanted(DataFolder dataFolder) {
    String name = System.getProperty(PROPERTY);
    return name == null || name.isEmpty()
        ? null
        : new ClassArchive(dataFolder.classArchives().resolve(name));
  }

  /**
   * Writes it, and removes those of the same Java version that it replaces.
   *
   * @param bundles whose loaded classes belong into it
   */
  void write(List<Bundle> bundles) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    System.setOut(new PrintStream(OutputStream.nullOutputStream())); // the JVM reports its success
    try {
      tryRoom(part);
      LoadedClasses.link(bundles);
      DiagnosticCommand.run("vmCds", "dynamic_dump", part.toString());
      if (Files.exists(part)) {
        removeOlder();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (JMException | IOException | RuntimeException e) {
      System.err.println(
          "backend-host: no class archive was written, the next start is slower: "
              + e.getMessage());
      discard(part);
    }
  }

  /** The JVM exits with an error when it cannot write the archive, so this must not be news. */
  private static void tryRoom(Path part) throws IOException {
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(part)) {
      for (int written = 0; written < ROOM_MIB; written++) {
        out.write(block);
      }
    }
    Files.delete(part);
  }

  private void removeOlder() throws IOException {
    String name = file.getFileName().toString();
    String sameJava = name.substring(0, name.indexOf('-')) + "-*.jsa";
    try (DirectoryStream<Path> older = Files.newDirectoryStream(file.getParent(), sameJava)) {
      for (Path archive : older) {
        Files.delete(archive);
      }
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      System.err.println("backend-host: " + part + " cannot be deleted");
    }
  }
}
