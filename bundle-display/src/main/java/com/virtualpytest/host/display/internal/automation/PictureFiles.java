package com.virtualpytest.host.display.internal.automation;

import com.virtualpytest.host.display.internal.screen.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Where pictures are read from and written to. Messages of its exceptions are for callers. */
final class PictureFiles {
  private static final long MAX_BYTES = 32 << 20;

  private final Path folder;
  private final List<Path> writable;

  /**
   * @param folder for names without a folder
   */
  PictureFiles(Path folder) {
    this.folder = folder;
    this.writable = List.of(folder, Path.of("/tmp"), Path.of("/var/www/html/stream"));
  }

  /** A wish that is not granted. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  Picture read(String name) throws IOException {
    Path file = path(name);
    Path real;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      throw new Refused("Image file not found: " + name);
    }
    if (SafetyRules.blocksFile(real)) {
      throw new Refused("SECURITY BLOCK: images are not read from there: " + name);
    }
    if (!Files.isRegularFile(real) || Files.size(real) > MAX_BYTES) {
      throw new Refused("Not an image file: " + name);
    }
    try {
      return Picture.read(Files.readAllBytes(real));
    } catch (IOException e) {
      throw new Refused("Not an image file: " + name);
    }
  }

  /** Writes a PNG, whole or not at all. */
  Path write(String name, byte[] png) throws IOException {
    Path file = path(name.toLowerCase(Locale.ROOT).endsWith(".png") ? name : name + ".png");
    Path parent = file.getParent();
    try {
      Files.createDirectories(folder);
      parent = parent.toRealPath();
    } catch (IOException e) {
      throw new Refused("No such folder: " + parent);
    }
    Path at = parent;
    if (writable.stream().map(PictureFiles::real).noneMatch(at::startsWith)) {
      throw new Refused("SECURITY BLOCK: screenshots are not written there: " + name);
    }
    Path fresh = Files.createTempFile(parent, "screenshot", ".part");
    try {
      Files.write(fresh, png);
      return Files.move(fresh, parent.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path path(String name) throws Refused {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new Refused("Not a file name: " + name);
    }
    if (StreamSupport.stream(path.spliterator(), false).anyMatch(p -> p.toString().equals(".."))) {
      throw new Refused("SECURITY BLOCK: .. in a file name: " + name);
    }
    if (path.getFileName() == null || path.getFileName().toString().isEmpty()) {
      throw new Refused("Not a file name: " + name);
    }
    return folder.resolve(path);
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder; // not there, so nothing lies in it
    }
  }
}
