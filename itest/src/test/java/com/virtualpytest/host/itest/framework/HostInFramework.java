package com.virtualpytest.host.itest.framework;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import com.virtualpytest.host.itest.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/** The bundles of the packed distribution, as Pax Exam wants to be told of them. */
final class HostInFramework {
  /** System property: the port of the host under test. */
  static final String PORT = "itest.port";

  /** System property: an empty folder for the host under test. */
  static final String DATA = "itest.data";

  /** System property: a drop-in bundle of the distribution. */
  static final String DROP_IN = "itest.drop-in";

  /** Bundles above this start level are started on demand. */
  static final int LAST_LEVEL = 20;

  /** Never started; the store resolves with them. */
  private static final int LIBRARIES = 40;

  private HostInFramework() {}

  /**
   * All system bundles up to {@link #LAST_LEVEL}, at the levels and with the properties they have
   * there.
   */
  static Option options() {
    String port = Integer.toString(freePort());
    return composite(
        composite(bundles()),
        junitBundles(),
        cleanCaches(),
        frameworkStartLevel(LAST_LEVEL),
        systemProperty(PORT).value(port),
        systemProperty(DATA).value(dataFolder().toString()),
        systemProperty(DROP_IN).value(dropIn().toString()),
        systemProperty("LOG_LEVEL").value("error"),
        frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
        frameworkProperty("org.osgi.service.http.port").value(port),
        frameworkProperty("org.apache.felix.https.enable").value("false"),
        frameworkProperty("org.apache.felix.jetty.websocket.enable").value("true"),
        frameworkProperty("org.osgi.framework.bsnversion").value("managed"));
  }

  private static Option[] bundles() {
    List<Path> files = Distribution.systemBundles();
    return files.stream()
        .filter(file -> level(file) <= LAST_LEVEL || level(file) == LIBRARIES)
        .map(HostInFramework::option)
        .toArray(Option[]::new);
  }

  private static Option option(Path file) {
    UrlProvisionOption option = bundle("reference:file:" + file).startLevel(level(file));
    return isFragment(file) || level(file) == LIBRARIES ? option.noStart() : option;
  }

  private static int level(Path file) {
    return Integer.parseInt(file.getParent().getFileName().toString());
  }

  private static boolean isFragment(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that needs no hardware to be started. */
  private static Path dropIn() {
    try (Stream<Path> files = Files.list(Distribution.home().resolve("deploy"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("bundle-power-tapo"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path dataFolder() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "framework-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
