package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.JarInspector.Limits;
import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;

/** The names of what a bundle's classes can come from besides the jar's root. */
final class BundleClassPath {
  private final ZipFile zip;
  private final Limits limits;
  private final byte[] buffer = new byte[1 << 16];
  private int entries;
  private long unpacked;

  /**
   * @param zip the bundle
   * @param limits how much all its nested jars together may have, unpacked
   */
  BundleClassPath(ZipFile zip, Limits limits) {
    this.zip = zip;
    this.limits = limits;
  }

  /**
   * The names in the folders and jars that a header names, as they are below each of them.
   *
   * @param header {@code Bundle-ClassPath}
   */
  List<String> names(String header) throws DeployException {
    List<String> names = new ArrayList<>();
    for (String element : elements(header)) {
      String folder = element + "/";
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(folder))
          .map(name -> name.substring(folder.length()))
          .forEach(names::add);
      ZipEntry jar = zip.getEntry(element);
      if (jar != null && !jar.isDirectory()) {
        addNames(jar, names);
      }
    }
    return names;
  }

  private static List<String> elements(String header) throws DeployException {
    try {
      return Stream.of(Parser.parseHeader(header))
          .map(Clause::getName)
          .map(name -> name.replaceAll("^/+|/+$", ""))
          .filter(name -> !name.isEmpty() && !name.equals("."))
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw JarInspector.noBundle("Its Bundle-ClassPath cannot be read");
    }
  }

  private void addNames(ZipEntry jar, List<String> names) throws DeployException {
    try (InputStream content = zip.getInputStream(jar);
        ZipInputStream nested = new ZipInputStream(content)) {
      for (ZipEntry one = nested.getNextEntry(); one != null; one = nested.getNextEntry()) {
        names.add(one.getName());
        entries++;
        for (int n = nested.read(buffer); n > 0; n = nested.read(buffer)) {
          unpacked += n;
          checkLimits();
        }
        checkLimits();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DeployException(
          Kind.REFUSED,
          "Its " + jar.getName() + " on the Bundle-ClassPath is not a whole jar",
          "Build the bundle again");
    }
  }

  private void checkLimits() throws DeployException {
    if (entries > limits.entries() || unpacked > limits.unpackedBytes()) {
      throw new DeployException(
          Kind.REFUSED,
          "The jars on its Bundle-ClassPath have more than %d entries or, unpacked, %d MiB"
              .formatted(limits.entries(), limits.unpackedBytes() >> 20),
          "Leave out what the bundle does not need");
    }
  }
}
