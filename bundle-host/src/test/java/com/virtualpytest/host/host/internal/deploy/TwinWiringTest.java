package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** What a new generation is wired to while the old one is there. */
class TwinWiringTest {
  private static final String PACKAGE = ProbeActivator.class.getPackageName();

  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
  }

  @AfterEach
  void shutDown() {
    host.close();
  }

  @Test
  void aBundleThatImportsWhatItExportsRunsItsOwnCode() throws Exception {
    host.drop("a.jar", exporting("1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", exporting("1.0.0", "two"));
    host.passes(2);
    assertThat(host.serving()).containsExactly("a two");
    assertThat(host.dropped()).containsExactly(codeOfTheService());
  }

  @Test
  void whatOnlyTheOldGenerationOffersIsMissing() throws Exception {
    host.drop("a.jar", exporting("1.0.0", "one").header("Provide-Capability", "x.y"));
    host.passes(2);
    host.drop("a.jar", exporting("2.0.0", "two").header("Require-Capability", "x.y"));
    host.passes(2);
    assertThat(host.failed().detail())
        .isEqualTo("It needs the capability x.y, which nobody offers");
    assertThat(host.serving()).containsExactly("a one");
  }

  @Test
  void aSingletonIsUpdated() throws Exception {
    host.drop("a.jar", Jar.bundle("a;singleton:=true", "1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a;singleton:=true", "2.0.0", "two"));
    host.passes(2);
    assertThat(host.serving()).containsExactly("a two");
    assertThat(host.dropped()).hasSize(1);
  }

  private static Jar exporting(String version, String value) {
    return Jar.bundle("a", version, value)
        .header("Export-Package", PACKAGE)
        .header("Import-Package", "org.osgi.framework," + PACKAGE);
  }

  /** The bundle that the class behind the dropped-in service was loaded from. */
  private Bundle codeOfTheService() throws Exception {
    var found = host.host.getServiceReferences(Supplier.class, "(probe=a)");
    assertThat(found).hasSize(1);
    return FrameworkUtil.getBundle(host.host.getService(found.iterator().next()).getClass());
  }
}
