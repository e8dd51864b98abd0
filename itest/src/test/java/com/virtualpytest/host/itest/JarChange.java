package com.virtualpytest.host.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes of a good jar one that is not. */
final class JarChange {
  private static final int MIB = 1 << 20;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private JarChange() {}

  static JarChange of(byte[] jar) {
    JarChange change = new JarChange();
    // not as a jar: that would take the manifest out
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        change.entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return change;
  }

  /** A header of the manifest, made of its present value, which may be null. */
  JarChange header(String name, UnaryOperator<String> change) {
    try {
      Manifest manifest =
          new Manifest(new ByteArrayInputStream(entries.get(JarFile.MANIFEST_NAME)));
      String value = change.apply(manifest.getMainAttributes().getValue(name));
      manifest.getMainAttributes().putValue(name, value);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      manifest.write(bytes);
      return entry(JarFile.MANIFEST_NAME, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JarChange header(String name, String value) {
    return header(name, before -> value);
  }

  JarChange entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  JarChange without(String name) {
    entries.remove(name);
    return this;
  }

  /** All classes, as if they were compiled for that version of Java. */
  JarChange builtFor(int java) {
    entries.replaceAll(
        (name, content) -> {
          byte[] changed = content.clone();
          if (name.endsWith(".class")) {
            changed[7] = (byte) (java + 44);
          }
          return changed;
        });
    return this;
  }

  byte[] bytes() {
    return bytes(0);
  }

  /** Without its last part, the directory. */
  byte[] cutShort() {
    byte[] whole = bytes();
    return Arrays.copyOf(whole, whole.length - 100);
  }

  /** The same with this much of nothing in it. */
  byte[] bytes(int mebibytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
      if (mebibytes > 0) {
        zip.putNextEntry(new ZipEntry("nothing"));
        write(zip, mebibytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(OutputStream out, int mebibytes) throws IOException {
    byte[] nothing = new byte[MIB];
    for (int i = 0; i < mebibytes; i++) {
      out.write(nothing);
    }
  }
}
