package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The folder that the distribution was unpacked to; only read.
 *
 * @param home absolute
 */
record Installation(Path home) {
  private static final Pattern ENTRY = Pattern.compile("(\\d\\d)/[^/]+\\.jar");

  /**
   * A jar of {@code system/}.
   *
   * @param name path below {@code system/}, such as {@code 04/x.jar}
   * @param startLevel 1 to 99, from the name of its folder
   */
  record SystemBundle(String name, Path file, int startLevel) {
    /** By reference: the framework reads the jar where it lies and copies nothing. */
    String location() {
      return "reference:file:" + file;
    }
  }

  /** The installation that this class was loaded from: the folder above {@code lib/}. */
  static Installation find() throws StartException {
    try {
      Path jar =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new Installation(jar.toRealPath().getParent().getParent());
    } catch (URISyntaxException | IOException e) {
      throw new StartException(ExitCode.BROKEN, "the installation folder cannot be found", e);
    }
  }

  /**
   * The system bundles, lowest start level first.
   *
   * @throws StartException when the list that the build made cannot be read, or names a jar that is
   *     not there
   */
  List<SystemBundle> systemBundles() throws StartException {
    Path system = home.resolve("system");
    Path list = system.resolve("bundles.list");
    List<String> names;
    try {
      names = Files.readAllLines(list);
    } catch (IOException e) {
      throw new StartException(
          ExitCode.BROKEN, "the installation is incomplete: " + list + " cannot be read", e);
    }
    List<SystemBundle> bundles = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      var matcher = ENTRY.matcher(name);
      if (!matcher.matches()) {
        throw new StartException(ExitCode.BROKEN, list + " is damaged");
      }
      Path file = system.resolve(name);
      if (!Files.isReadable(file)) {
        missing.add("system/" + name);
      }
      bundles.add(new SystemBundle(name, file, Integer.parseInt(matcher.group(1))));
    }
    if (!missing.isEmpty() || bundles.isEmpty()) {
      throw new StartException(
          ExitCode.BROKEN,
          "the installation " + home + " is incomplete, missing: " + String.join(", ", missing));
    }
    return bundles;
  }
}
