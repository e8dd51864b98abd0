package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Says whether a jar may be installed at all, without running any of it. */
final class JarInspector {
  private static final String CORE_API = "com.virtualpytest.host.api";
  private static final String CORE_API_FOLDER = CORE_API.replace('.', '/') + "/";
  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern VERSIONED_FOLDER = Pattern.compile("^META-INF/versions/(\\d{1,5})/");
  private static final long MAX_MANIFEST = 1 << 20;

  /** The bytes of a class file up to its version, and the version that stands for no Java. */
  private static final int CLASS_HEAD = 8;

  private static final int CLASS_OF_JAVA_0 = 44;

  private final Limits limits;
  private final Predicate<String> systemName;
  private final TrustedSigners signers;

  /**
   * @param limits how big a jar may be
   * @param systemName tells whether a symbolic name belongs to a fixed bundle
   * @param signers whose jars are taken
   */
  JarInspector(Limits limits, Predicate<String> systemName, TrustedSigners signers) {
    this.limits = limits;
    this.systemName = systemName;
    this.signers = signers;
  }

  /**
   * How big a jar may be.
   *
   * @param jarBytes the file
   * @param entries the number of entries
   * @param unpackedBytes all entries together, unpacked
   */
  record Limits(long jarBytes, int entries, long unpackedBytes) {
    static final Limits DEFAULT = new Limits(200L << 20, 50_000, 1L << 30);
  }

  /** What the manifest says. */
  record Facts(String name, Version version) {}

  /** Refuses a file by its size alone. */
  void checkSize(long bytes) throws DeployException {
    if (bytes > limits.jarBytes()) {
      throw refused(
          "The file has %d MiB; at most %d are taken"
              .formatted(bytes >> 20, limits.jarBytes() >> 20),
          "Leave out what the bundle does not need");
    }
  }

  /** True when the file is a whole zip: its directory, which is written last, is there. */
  static boolean opens(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads the manifest and refuses what must not be installed. */
  Facts facts(Path jar) throws DeployException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return check(manifest(zip));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Reads every entry to its end: names, checksums, and how much comes out. What is broken is found
   * here and not in the middle of an update.
   */
  void checkContent(Path jar) throws DeployException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.size() > limits.entries()) {
        throw refused("The jar has more than " + limits.entries() + " entries", null);
      }
      checkDeclaredSizes(zip);
      byte[] buffer = new byte[1 << 16];
      long left = limits.unpackedBytes();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        checkName(entry.getName());
        left -= readToEnd(zip, entry, buffer, left);
      }
      String classPath = value(manifest(zip), Constants.BUNDLE_CLASSPATH);
      if (!classPath.isEmpty()) {
        for (String name : new BundleClassPath(zip, limits).names(classPath)) {
          checkPackage(name);
        }
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Refuses what nobody trusted has signed. What lies in the installation is trusted as the
   * installation itself is: who can write there can replace the host.
   *
   * @param jar a file that nobody else writes to
   * @param folder where it came from
   */
  void checkSigner(Path jar, Folder folder) throws DeployException {
    if (folder != Folder.INSTALLATION) {
      signers.check(jar);
    }
  }

  /** A jar that says itself that it is too large need not be unpacked. */
  private void checkDeclaredSizes(ZipFile zip) throws DeployException {
    if (zip.stream().mapToLong(ZipEntry::getSize).sum() > limits.unpackedBytes()) {
      throw tooLarge();
    }
  }

  private DeployException tooLarge() {
    return refused(
        "Unpacked, the jar has more than %d MiB".formatted(limits.unpackedBytes() >> 20), null);
  }

  private long readToEnd(ZipFile zip, ZipEntry entry, byte[] buffer, long left)
      throws IOException, DeployException {
    CRC32 checksum = new CRC32();
    long total = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      int head = in.readNBytes(buffer, 0, CLASS_HEAD);
      checkClass(entry.getName(), buffer, head);
      for (int n = head; n > 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
        total += n;
        if (total > left) {
          throw tooLarge();
        }
      }
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw broken(null);
    }
    return total;
  }

  /** A class that is too new would only be found out when it is first used. */
  private static void checkClass(String entry, byte[] head, int length) throws DeployException {
    Matcher folder = VERSIONED_FOLDER.matcher(entry);
    int host = Runtime.version().feature();
    boolean used = !folder.lookingAt() || Integer.parseInt(folder.group(1)) <= host;
    if (!used || !entry.endsWith(".class") || length < CLASS_HEAD) {
      return;
    }
    int java = (((head[6] & 0xff) << 8) | (head[7] & 0xff)) - CLASS_OF_JAVA_0;
    if (java > host) {
      String name = entry.substring(0, entry.length() - ".class".length());
      throw refused(
          "Its class %s is built for Java %d; this host runs on Java %d"
              .formatted(name.replace('/', '.'), java, host),
          "Compile it with --release " + host);
    }
  }

  private static void checkName(String entry) throws DeployException {
    String name = entry.replace('\\', '/');
    boolean leaves =
        name.startsWith("/")
            || name.matches("[A-Za-z]:.*")
            || ("/" + name + "/").contains("/../")
            || name.indexOf('\0') >= 0;
    if (leaves) {
      throw refused("The jar has an entry that points outside of it", null);
    }
    checkPackage(name);
  }

  private static void checkPackage(String name) throws DeployException {
    String plain = VERSIONED_FOLDER.matcher(name).replaceFirst("");
    if (plain.startsWith(CORE_API_FOLDER) && !plain.endsWith("/")) {
      throw coreApi("contains");
    }
  }

  private static Attributes manifest(ZipFile zip) throws IOException, DeployException {
    ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
    if (entry == null) {
      throw noBundle("It has no manifest");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) MAX_MANIFEST + 1);
      if (bytes.length > MAX_MANIFEST) {
        throw refused("The jar's manifest is larger than 1 MiB", null);
      }
      return new Manifest(new java.io.ByteArrayInputStream(bytes)).getMainAttributes();
    }
  }

  private Facts check(Attributes manifest) throws DeployException {
    if (!"2".equals(value(manifest, Constants.BUNDLE_MANIFESTVERSION))) {
      throw noBundle("Its manifest has no Bundle-ManifestVersion: 2");
    }
    String name = value(manifest, Constants.BUNDLE_SYMBOLICNAME).split(";", 2)[0].strip();
    if (!SYMBOLIC_NAME.matcher(name).matches()) {
      throw noBundle("Its manifest has no valid Bundle-SymbolicName");
    }
    if (systemName.test(name)) {
      throw refused(
          "The name " + name + " belongs to a bundle of the host itself",
          "Give the bundle another Bundle-SymbolicName");
    }
    if (!value(manifest, Constants.FRAGMENT_HOST).isEmpty()) {
      throw refused("The jar is a fragment, which cannot be dropped in", null);
    }
    String exports = value(manifest, Constants.EXPORT_PACKAGE);
    if (!exports.isEmpty()) {
      checkExports(exports);
    }
    return new Facts(name, version(value(manifest, Constants.BUNDLE_VERSION)));
  }

  private static void checkExports(String header) throws DeployException {
    try {
      if (Stream.of(Parser.parseHeader(header))
          .map(Clause::getName)
          .anyMatch(name -> name.equals(CORE_API) || name.startsWith(CORE_API + "."))) {
        throw coreApi("exports");
      }
    } catch (IllegalArgumentException e) {
      throw noBundle("Its Export-Package cannot be read");
    }
  }

  private static Version version(String text) throws DeployException {
    try {
      return Version.parseVersion(text);
    } catch (IllegalArgumentException e) {
      throw noBundle("Its Bundle-Version is not of the form 1.2.3.text");
    }
  }

  private static String value(Attributes manifest, String header) {
    String value = manifest.getValue(header);
    return value == null ? "" : value.strip();
  }

  static DeployException noBundle(String why) {
    return refused(
        "The jar is no OSGi bundle. " + why, "Build it with bnd-maven-plugin or another bnd tool");
  }

  private static DeployException coreApi(String does) {
    return refused(
        "The jar " + does + " packages of core-api (" + CORE_API + ".*)",
        "Import them only: core-api is there already");
  }

  private static DeployException refused(String detail, String hint) {
    return new DeployException(Kind.REFUSED, detail, hint);
  }

  static DeployException broken(Throwable cause) {
    return new DeployException(
        new Problem(
            Kind.REFUSED, "The file is not a whole jar", "Copy it again, and rename it into place"),
        cause);
  }
}
