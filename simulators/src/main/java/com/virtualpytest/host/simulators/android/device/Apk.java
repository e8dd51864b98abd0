package com.virtualpytest.host.simulators.android.device;

import com.virtualpytest.host.simulators.android.device.App.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Packages as files: reads what an APK says of itself, and makes one that can be installed. */
public final class Apk {

  private static final String MANIFEST = "AndroidManifest.xml";
  private static final int LARGEST_MANIFEST = 4 << 20;

  /** The file is none; the message is the code that the installer gives. */
  public static final class ApkException extends Exception {
    private static final long serialVersionUID = 1;

    ApkException(String message) {
      super(message);
    }
  }

  private Apk() {}

  /**
   * Reads a real APK's name, version and main activity.
   *
   * @throws ApkException it is no APK
   */
  public static App read(byte[] content) throws ApkException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(MANIFEST)) {
          return app(BinaryXml.read(zip.readNBytes(LARGEST_MANIFEST)));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new ApkException("INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION: manifest is malformed");
    }
    throw new ApkException("INSTALL_PARSE_FAILED_NOT_APK: Failed to parse the package");
  }

  /** A small APK with one activity, for tests and demos. */
  public static byte[] sample(String packageName, String version) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(MANIFEST);
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(BinaryXml.manifest(packageName, version));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static App app(BinaryXml manifest) throws ApkException {
    String name = manifest.attribute("manifest", "package");
    if (!name.matches("[A-Za-z]\\w*(\\.[A-Za-z]\\w*)+")) {
      throw new ApkException("INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME: Invalid manifest package");
    }
    String activity = manifest.attribute("activity", "name");
    String last = name.substring(name.lastIndexOf('.') + 1);
    String given = manifest.attribute("application", "label");
    String label =
        given.isEmpty() ? last.substring(0, 1).toUpperCase(Locale.ROOT) + last.substring(1) : given;
    int color = 0x406080 ^ (name.hashCode() & 0x7f7f7f);
    String version = manifest.attribute("manifest", "versionName");
    return new App(
        name, label, activity, color, false, version, activity.isEmpty() ? Kind.NONE : Kind.PLAIN);
  }
}
