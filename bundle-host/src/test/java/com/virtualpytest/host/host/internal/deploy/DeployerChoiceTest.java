package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which content the deployer lets serve where several could, or not all may. */
class DeployerChoiceTest {
  @TempDir Path root;

  private DeployerFixture host;

  @BeforeEach
  void start() throws IOException {
    host = new DeployerFixture(root);
  }

  @Test
  void strictVersionsRefuseEqualAndLowerOnes() throws Exception {
    host.strict = true;
    host.restart();
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "w"));
    host.passes(3);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0");
    assertThat(host.detail("1.0.0", State.FAILED)).contains("not higher than 1.0.0");
    host.restart();
    host.passes(2);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0", "install a 1.0.0");
    assertThat(host.detail("1.0.0", State.FAILED)).contains("not higher than 1.0.0");
    host.drop("a.jar", Jar.bundle("a", "1.1.0", "w"));
    host.passes(2);
    assertThat(host.framework.values()).containsExactly("a 1.1.0");
  }

  @Test
  void goingBackOnPurposeIsAllowedWithStrictVersionsToo() throws Exception {
    host.strict = true;
    host.restart();
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "w"));
    host.passes(2);
    var back = host.deployer.control().rollback("a", "test");
    host.passes(2);
    assertThat(back.get().result()).isEqualTo("downgraded");
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
  }

  @Test
  void withTrustedSignersTheOldOneServesOnUnlessItIsAStrangersToo() throws Exception {
    Signer signer = new Signer(root).key("Friend");
    HostSettings settings =
        HostSettings.of(Map.of("BUNDLE_TRUSTED_CERTS", signer.certificate("Friend").toString()));
    host.signers = TrustedSigners.of(settings);
    host.restart();
    host.drop(host.installation, "b.jar", Jar.bundle("b", "1.0.0", "v"));
    Files.write(
        host.data.resolve("a.jar"), signer.sign(Jar.bundle("a", "1.0.0", "v").bytes(), "Friend"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "v"));
    host.passes(3);
    assertThat(host.framework.values()).containsExactlyInAnyOrder("a 1.0.0", "b 1.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::detail)
        .contains("The jar is not signed");

    Files.delete(host.data.resolve("a.jar"));
    host.signers = TrustedSigners.anybody();
    host.restart();
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "v"));
    host.passes(2);
    assertThat(host.framework.values()).containsExactlyInAnyOrder("a 2.0.0", "b 1.0.0");
    host.signers = TrustedSigners.of(settings);
    host.restart();
    host.passes(2);
    assertThat(host.framework.values()).as("not what served before").containsExactly("b 1.0.0");
  }

  @Test
  void theDataFolderWinsAndTheOtherTakesItsPlace() throws Exception {
    host.drop(host.installation, "a.jar", Jar.bundle("a", "2.0.0", "v"));
    host.passes(2);
    host.drop("mine.jar", Jar.bundle("a", "1.0.0", "w"));
    host.passes(2);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.detail("2.0.0", State.DISABLED))
        .isEqualTo("mine.jar in the data folder has the same symbolic name and is used");
    Files.delete(host.data.resolve("mine.jar"));
    host.passes(1);
    assertThat(host.framework.values()).containsExactly("a 2.0.0");
    assertThat(host.told).containsExactly("INSTALLED a", "UPDATED a", "UPDATED a");
    Files.delete(host.installation.resolve("a.jar"));
    host.passes(1);
    assertThat(host.framework.values()).isEmpty();
    assertThat(host.deployer.bundles()).isEmpty();
    assertThat(host.told).endsWith("REMOVED a");
  }

  @Test
  void ofTwoFilesInOneFolderTheHigherVersionServes() throws Exception {
    host.drop("x.jar", Jar.bundle("a", "1.2.0", "v"));
    host.drop("y.jar", Jar.bundle("a", "1.1.0", "w"));
    host.passes(6);
    assertThat(host.framework.calls).containsExactly("install a 1.2.0");
    assertThat(host.detail("1.1.0", State.DISABLED)).contains("x.jar");
    assertThat(host.told).containsExactly("INSTALLED a");
  }

  @Test
  void ofTwoFilesOfOneVersionTheFirstServesOn() throws Exception {
    host.drop("x.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.drop("y.jar", Jar.bundle("a", "1.0.0", "w"));
    host.passes(3);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0");
    assertThat(host.detail("1.0.0", State.DISABLED))
        .isEqualTo("x.jar has the same symbolic name and is used");
    host.restart();
    host.passes(3);
    assertThat(host.detail("1.0.0", State.DISABLED)).as("after a restart too").contains("x.jar");
    Files.delete(host.data.resolve("x.jar"));
    host.passes(1);
    assertThat(host.framework.calls).endsWith("replace a 1.0.0");
  }
}
