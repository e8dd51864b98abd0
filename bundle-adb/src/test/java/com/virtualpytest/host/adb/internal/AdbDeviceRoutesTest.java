package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.adb.internal.AdbDeviceResource.RebootWish;
import com.virtualpytest.host.adb.internal.AdbDeviceResource.ShellWish;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of devices and packages that are none do nothing, to devices and to the adb server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class AdbDeviceRoutesTest {
  private Lab lab;
  private AdbDeviceResource routes;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    lab.phone();
    routes = new AdbDeviceResource(lab.server, lab.open);
  }

  @AfterAll
  void end() {
    lab.close();
  }

  /** The last ones would mean something to the adb server itself. */
  static Stream<String> serials() {
    return Stream.concat(
        Hostile.texts(),
        Stream.of("", "device9", "any", "x:kill", "SERIAL:kill", "SERIAL:reboot", "SERIAL;kill"));
  }

  @ParameterizedTest
  @MethodSource("serials")
  void aNameThatNoDeviceHasDoesNothing(String given) throws Exception {
    String serial = given.replace("SERIAL", lab.android.serial());
    int before = lab.android.services().size();
    assertRefused(() -> routes.shell(serial, new ShellWish(List.of("id"), 5.0)));
    assertRefused(() -> routes.reboot(serial, new RebootWish(null)));
    assertRefused(() -> routes.uninstall(serial, "com.example.notes"));
    assertRefused(() -> routes.forwards(serial));
    assertThat(lab.program.client().version(Deadline.in(Lab.PATIENCE))).isPositive();
    assertNothingDone(before);
  }

  @ParameterizedTest
  @MethodSource("com.virtualpytest.host.adb.internal.Hostile#texts")
  void aPackageThatIsNoneIsNotUninstalled(String name) {
    int before = lab.android.services().size();
    assertThatThrownBy(() -> routes.uninstall("device1", name))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    assertNothingDone(before);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.code())
                    .isIn(ErrorCode.NOT_FOUND, ErrorCode.DEVICE_OFFLINE, ErrorCode.DEVICE_REFUSED));
  }

  private void assertNothingDone(int before) {
    List<String> services = lab.android.services();
    assertThat(services.subList(before, services.size()))
        .allMatch(s -> s.equals("shell:echo ready"));
    assertThat(lab.android.powered()).isTrue();
  }
}
