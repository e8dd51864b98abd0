package com.virtualpytest.host.distribution.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as the launcher packed it. */
class DistributionIT {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution"));
  private static final Pattern OUR_OWN =
      Pattern.compile("launcher|core-api|bundle-.*|simulators|logging|slf4j-logback");
  private static final Path NOTICES = Path.of(System.getProperty("notices"));

  @Test
  void itsBundlesResolve(@TempDir Path storage) throws Exception {
    BundleSet bundles =
        BundleSet.in(DISTRIBUTION.resolve("system"), DISTRIBUTION.resolve("deploy"));

    assertThat(bundles.jars()).isNotEmpty();
    assertThat(bundles.problems(frameworkProperties(), storage)).isEmpty();
  }

  @Test
  void everyShippedJarHasItsNoticeAndNoNoticeIsLeftOver() throws Exception {
    List<String> shipped =
        BundleSet.in(DISTRIBUTION).jars().stream()
            .map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
            .filter(name -> !OUR_OWN.matcher(name).matches())
            .distinct()
            .toList();
    List<String> noticed =
        Files.readAllLines(NOTICES).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(noticed).containsExactlyInAnyOrderElementsOf(shipped);
  }

  /** Read from the file that the launcher reads: only what shapes the system bundle's exports. */
  private static Map<String, String> frameworkProperties() throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(DISTRIBUTION.resolve("etc/framework.properties"))) {
      properties.load(reader);
    }
    String extra = "org.osgi.framework.system.packages.extra";
    return Map.of(extra, properties.getProperty(extra, ""));
  }
}
