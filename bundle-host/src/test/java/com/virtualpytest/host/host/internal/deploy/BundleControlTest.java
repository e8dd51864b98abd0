package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.deploy.BundleControl.RefusedException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of wishes, in a framework. */
class BundleControlTest {
  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
    host.passes(1);
  }

  @AfterEach
  void shutDown() {
    host.close();
  }

  private static Jar a(String version, String value) {
    return Jar.bundle("a", version, value);
  }

  private static Jar bad(String version) {
    return a(version, "bad").header(ProbeActivator.START, "throw");
  }

  private BundleControl control() {
    return host.deployer.control();
  }

  private CompletableFuture<SwapRecord> upload(Jar jar) throws Exception {
    return control().install(new ByteArrayInputStream(jar.bytes()), "test");
  }

  private String result(CompletableFuture<SwapRecord> wish) throws Exception {
    host.passes(3);
    assertThat(wish).isDone();
    return wish.get().result();
  }

  @Test
  void anUploadServesAndLeavesNoCopyBesideTheDroppedFile() throws Exception {
    assertThat(result(upload(a("1.0.0", "one")))).isEqualTo("installed");
    assertThat(host.serving()).containsExactly("a one");
    try (var files = Files.list(root.resolve("data/bundles"))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".upload"));
    }
  }

  @Test
  void whoIsToldThatItServesFindsItAmongTheBundles() throws Exception {
    var seen = upload(a("1.0.0", "one")).thenApply(record -> host.deployer.bundles());
    host.passes(3);
    assertThat(seen).isDone();
    assertThat(seen.get()).extracting(BundleRecord::state).containsExactly(State.READY);
  }

  @Test
  void whatDoesNotComeUpIsTakenOutAgain() throws Exception {
    CompletableFuture<SwapRecord> first = upload(bad("1.0.0"));
    assertThat(result(first)).isEqualTo("kept");
    assertThat(first.get().detail()).contains("IllegalStateException");
    assertThat(host.data).isEmptyDirectory();

    upload(a("1.0.0", "one"));
    host.passes(3);
    byte[] good = Files.readAllBytes(host.data.resolve("a.jar"));
    assertThat(result(upload(bad("2.0.0")))).isEqualTo("kept");
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.data.resolve("a.jar")).hasBinaryContent(good);
    host.passes(2);
    assertThat(host.deployer.bundles()).hasSize(1);

    assertThat(result(upload(bad("2.0.0")))).as("tried anew").isEqualTo("kept");
  }

  @Test
  void whatWasDroppedInAndFailedIsTriedAnewWhenSomebodyAsksForIt() throws Exception {
    host.drop("a.jar", bad("1.0.0"));
    host.passes(3);
    assertThat(result(upload(bad("1.0.0")))).isEqualTo("kept");
  }

  @Test
  void theInstallationsBundleTakesThePlaceOfOneThatIsRemoved() throws Exception {
    Files.write(host.installation.resolve("a.jar"), a("1.0.0", "installed").bytes());
    host.passes(3);
    assertThat(refusal(() -> control().remove("a", "test"))).isEqualTo(ErrorCode.CONFLICT);
    upload(a("2.0.0", "uploaded"));
    host.passes(3);
    assertThat(host.serving()).containsExactly("a uploaded");

    CompletableFuture<SwapRecord> removed = control().remove("a", "test");
    assertThat(result(removed)).isEqualTo("downgraded");
    assertThat(removed.get().by()).isEqualTo("test");
    assertThat(host.serving()).containsExactly("a installed");
    assertThat(host.data).isEmptyDirectory();
  }

  @Test
  void goingBackToTheInstallationsBundleTakesTheUploadOut() throws Exception {
    Files.write(host.installation.resolve("a.jar"), a("1.0.0", "installed").bytes());
    host.passes(3);
    assertThat(control().previous()).isEmpty();
    upload(a("2.0.0", "uploaded"));
    host.passes(3);
    assertThat(control().previous().get("a")).startsWith("1.0.0 (");

    assertThat(result(control().rollback("a", "test"))).isEqualTo("downgraded");
    assertThat(host.serving()).containsExactly("a installed");
    assertThat(host.data).isEmptyDirectory();

    assertThat(result(control().rollback("a", "test"))).isEqualTo("updated");
    assertThat(host.serving()).containsExactly("a uploaded");
  }

  @Test
  void whatNeverServedIsRemovedAtOnce() throws Exception {
    host.drop("a.jar", bad("1.0.0"));
    host.passes(3);
    assertThat(control().remove("a", "test").get().result()).isEqualTo("removed");
    assertThat(host.data).isEmptyDirectory();
  }

  @Test
  void oneWishAtATime() throws Exception {
    CompletableFuture<SwapRecord> first = upload(a("1.0.0", "one"));
    assertThat(refusal(() -> upload(a("2.0.0", "two")))).isEqualTo(ErrorCode.CONFLICT);
    assertThat(result(first)).isEqualTo("installed");
    assertThat(result(upload(a("2.0.0", "two")))).isEqualTo("updated");
  }

  @Test
  void refusalsSayOfWhichKindTheyAre() {
    assertThat(refusal(() -> upload(Jar.plain()))).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> control().remove("a", "test"))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refusal(() -> control().rollback("a", "test"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return catchThrowableOfType(RefusedException.class, call).code();
  }
}
