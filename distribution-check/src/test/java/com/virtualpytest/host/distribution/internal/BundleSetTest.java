package com.virtualpytest.host.distribution.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check itself, on bundles made by hand. */
class BundleSetTest {
  @TempDir Path bundles;
  @TempDir Path storage;

  @BeforeEach
  void aConsumer() throws IOException {
    bundle("consumer", "Import-Package", "relay;version=\"[1.2,2)\", org.osgi.framework, sun.misc");
  }

  @Test
  void aCompleteSetHasNoProblem() throws Exception {
    bundle("provider", "Export-Package", "relay;version=1.3");

    assertThat(problems()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    bundle("provider", "Export-Package", "relay;version=1.1");

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("consumer", "relay", "1.2")
        .doesNotContain("sun.misc");
  }

  @Test
  void aMissingServiceLoaderIsNamed() throws Exception {
    bundle("provider", "Export-Package", "relay;version=1.3");
    bundle(
        "plugin",
        "Require-Capability",
        "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.processor)\"");

    assertThat(problems()).singleElement().asString().contains("plugin", "osgi.serviceloader");
  }

  private Iterable<String> problems() throws Exception {
    return BundleSet.in(bundles)
        .problems(Map.of("org.osgi.framework.system.packages.extra", "sun.misc"), storage);
  }

  private void bundle(String name, String header, String value) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue(header, value);
    Path jar = bundles.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.finish();
    }
  }
}
