package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose adb server the devices are reached over, and what becomes of them when it fails. */
@Timeout(180)
class AdbServerIT {
  private static final String HOME = "{\"key\":\"HOME\"}";

  @TempDir private Path folder;

  @Test
  void aForeignServerIsUsedAndFollowedByOneOfOurOwn() throws Exception {
    try (ForeignAdb foreign = new ForeignAdb(folder, Ports.free());
        AndroidHost host = new AndroidHost(HostLaunch.in(folder), foreign.port())) {
      assertThat(connect(host, host.tv().serial()).status()).isEqualTo(200);
      assertThat(server(host).path("started_here").asBoolean()).isFalse();
      assertThat(ownServers(host.host())).isEmpty();

      foreign.kill();
      host.host().awaitAnswer("/host/adb", a -> a.text("state").equals("ready"));
      awaitKey(host);
      assertThat(server(host).path("started_here").asBoolean()).isTrue();
      assertThat(ownServers(host.host())).hasSize(1);
    }
  }

  @Test
  void theEndOfTheHostLeavesAForeignServerAlone() throws Exception {
    try (ForeignAdb foreign = new ForeignAdb(folder, Ports.free())) {
      try (AndroidHost host = new AndroidHost(HostLaunch.in(folder), foreign.port())) {
        host.host().signal("TERM");
        host.host().awaitExit();
      }
      assertThat(foreign.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aWishForAConnectionStartsTheServerAndIsGranted(String address) throws Exception {
    try (VirtualAndroid android = VirtualAndroid.start(Profile.PHONE, 0);
        HostProcess host =
            HostLaunch.in(folder)
                .env("ADB_HOST", address)
                .env("ADB_PORT", Integer.toString(Ports.free()))
                .startAndAwaitReady()) {
      Answer connected =
          host.client().post("/host/adb/connect", "{\"address\":\"" + android.serial() + "\"}");
      assertThat(connected.status()).as(connected.body()).isEqualTo(200);
      assertThat(ownServers(host)).hasSize(1);
    }
  }

  @Test
  void ourServerThatHangsIsStartedAnew() throws Exception {
    try (AndroidHost host = new AndroidHost(HostLaunch.in(folder))) {
      ProcessHandle ours = ownServers(host.host()).get(0);
      CompletableFuture<Answer> running = begin(host);
      HostProcess.signal("STOP", ours);

      Answer lost = running.get(60, TimeUnit.SECONDS);
      assertThat(lost.status()).as(lost.body()).isEqualTo(502);
      assertThat(lost.text("code")).isEqualTo("CONNECTION_LOST");
      awaitKey(host);
      host.awaitState(2, "ready");
      assertThat(ours.isAlive()).isFalse();
      assertThat(ownServers(host.host())).hasSize(1);
    }
  }

  @Test
  void aForeignServerThatHangsIsToldAndLeftAlone() throws Exception {
    try (ForeignAdb foreign = new ForeignAdb(folder, Ports.free());
        AndroidHost host = new AndroidHost(HostLaunch.in(folder), foreign.port())) {
      HostProcess.signal("STOP", foreign.handle());
      host.host()
          .awaitAnswer(
              "/host/devices",
              answer ->
                  answer
                      .json()
                      .at("/devices/1/controllers/remote/status/detail")
                      .asText()
                      .equals("The adb server does not answer"));
      JsonNode server = server(host);
      assertThat(server.path("state").asText()).isEqualTo("offline");
      assertThat(server.path("hint").asText()).contains("did not start it");

      HostProcess.signal("CONT", foreign.handle());
      awaitKey(host);
      assertThat(ownServers(host.host())).isEmpty();
    }
  }

  @Test
  void aDeviceIsKnownByItsSerialNumberAlone() throws Exception {
    try (VirtualAndroid android = VirtualAndroid.start(Profile.PHONE, 0);
        ForeignAdb foreign = new ForeignAdb(folder, Ports.free())) {
      String port = Integer.toString(foreign.port());
      HostProcess.run("adb", "-P", port, "connect", android.serial());
      try (HostProcess host =
          HostLaunch.in(folder)
              .env("ADB_PORT", port)
              .env("DEVICE1_NAME", "Phone")
              .env("DEVICE1_MODEL", "android_mobile")
              .env("DEVICE1_ADB_SERIAL", android.serial())
              .startAndAwaitReady()) {
        String command = "{\"command\":\"press_key\",\"params\":" + HOME + "}";
        host.awaitTrue(
            "the phone takes a key",
            () ->
                host.client()
                    .post("/host/remote/executeCommand", command)
                    .text("success")
                    .equals("true"));
        assertThat(android.inputs()).last().isEqualTo("keyevent KEYCODE_HOME");

        HostProcess.run("adb", "-P", port, "disconnect", android.serial());
        host.awaitAnswer(
            "/host/devices",
            answer -> answer.body().contains("The adb server does not see " + android.serial()));
      }
    }
  }

  /** A program that the phone has begun, and will not end soon. */
  private static CompletableFuture<Answer> begin(AndroidHost host) {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                host.post(
                    "/host/adb/devices/device1/shell",
                    "{\"argv\":[\"sleep\",\"45\"],\"timeout\":45}"));
    host.host()
        .awaitTrue(
            "the phone has the command",
            () -> host.phone().services().stream().anyMatch(s -> s.endsWith("sleep 45")));
    return answer;
  }

  private static Answer connect(AndroidHost host, String address) {
    return host.post("/host/adb/connect", "{\"address\":\"" + address + "\"}");
  }

  private static JsonNode server(AndroidHost host) {
    return host.client().get("/host/adb").json();
  }

  private static void awaitKey(AndroidHost host) {
    host.host()
        .awaitTrue(
            "the phone takes a key again",
            () -> host.command("press_key", HOME).text("success").equals("true"));
  }

  /** The adb servers that the host has started. */
  private static List<ProcessHandle> ownServers(HostProcess host) {
    return host.descendants().stream()
        .filter(child -> child.info().command().orElse("").endsWith("/adb"))
        .toList();
  }
}
