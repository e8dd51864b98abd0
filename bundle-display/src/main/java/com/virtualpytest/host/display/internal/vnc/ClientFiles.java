package com.virtualpytest.host.display.internal.vnc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * What the bundle carries for noVNC: the pages and modules of the client, and the program that
 * serves them on a port of their own.
 */
public final class ClientFiles {
  private static final String PAGES = "novnc/";
  private static final String PROGRAM = "websockify/novnc_websockify.py";

  private final Map<String, URL> files = new TreeMap<>();

  /**
   * Files from elsewhere.
   *
   * @param files where each is, by its path in the bundle
   */
  public ClientFiles(Map<String, URL> files) {
    this.files.putAll(files);
  }

  public ClientFiles(Bundle bundle) {
    for (String folder : List.of(PAGES, "websockify/")) {
      var entries = bundle.findEntries(folder, "*", true);
      if (entries == null) {
        throw new IllegalStateException("the bundle has no " + folder);
      }
      for (URL entry : Collections.list(entries)) {
        String path = entry.getPath().replaceFirst("^/", "");
        if (!path.endsWith("/")) {
          files.put(path, entry);
        }
      }
    }
  }

  /**
   * A file of the client.
   *
   * @param path below the client's folder, as it is: only names that exist are found
   * @return null when there is none
   */
  public URL page(String path) {
    return files.get(PAGES + path);
  }

  /**
   * Unpacks all of it, once for each content; what another version left is removed. A program that
   * serves from there notices nothing.
   *
   * @param parent where the folder of this content is made
   * @return the folder
   * @throws IOException it cannot be written
   */
  public Path unpack(Path parent) throws IOException {
    Path folder = parent.resolve("novnc-" + hash());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path fresh = Files.createTempDirectory(parent, "unpacking");
    for (Map.Entry<String, URL> file : files.entrySet()) {
      Path target = fresh.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      try (InputStream in = file.getValue().openStream()) {
        Files.copy(in, target);
      }
    }
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    return folder;
  }

  /** The client's pages in an unpacked folder. */
  public static Path pages(Path folder) {
    return folder.resolve(PAGES);
  }

  /** The program in an unpacked folder. */
  public static Path program(Path folder) {
    return folder.resolve(PROGRAM);
  }

  /** Removes what other versions, or an end in the middle, left behind. */
  public static void removeOthers(Path parent, Path current) throws IOException {
    List<Path> old;
    try (Stream<Path> entries = Files.list(parent)) {
      old =
          entries
              .filter(entry -> !entry.equals(current))
              .filter(entry -> entry.getFileName().toString().matches("novnc-.*|unpacking.*"))
              .toList();
    }
    for (Path folder : old) {
      try (Stream<Path> content = Files.walk(folder)) {
        for (Path file : content.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(files.keySet());
  }

  private String hash() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, URL> file : files.entrySet()) {
        digest.update(file.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(file.getValue().openStream(), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
