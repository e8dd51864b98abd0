package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host with a display does when it cannot have it, and who may not look at it. */
class DisplayFailureIT {
  @TempDir Path folder;

  @Test
  void aForeignXServerAndTakenPortsAreNamedAndLeftAlone() throws Exception {
    String taken = Displays.free();
    Process foreign = xvfb(taken);
    try (ServerSocket port = Ports.listen();
        DisplayHost display =
            DisplayHost.in(folder, "HOST_DISPLAY", taken, "NOVNC_PORT", "" + port.getLocalPort())) {
      JsonNode xvfb = display.awaitState("xvfb", "failed");
      assertThat(xvfb.path("detail").asText()).contains("belongs to an X server");
      assertThat(xvfb.path("hint").asText()).contains("HOST_DISPLAY");
      JsonNode novnc = display.awaitState("novnc", "failed");
      assertThat(novnc.path("detail").asText()).contains("is taken");
      assertThat(novnc.path("hint").asText()).contains("NOVNC_PORT");
      assertThat(display.process("x11vnc").path("pid").asLong()).isZero();
      assertThat(display.client().getWithoutKey("/host/health").text("status"))
          .isEqualTo("degraded");
      assertThat(foreign.isAlive()).isTrue();

      foreign.destroy();
      foreign.waitFor();
      display.client().postNothing("/host/display/processes/xvfb/restart");
      display.awaitState("x11vnc", "ready");
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void aStaleLockOfAnotherLivingProcessDoesNotMatter() throws Exception {
    String display = Displays.free();
    Path lock = Displays.lock(display);
    Files.writeString(lock, "%10d\n".formatted(ProcessHandle.current().pid()));
    try (DisplayHost host = DisplayHost.in(folder, "HOST_DISPLAY", display)) {
      host.awaitHealthy();
    } finally {
      Files.deleteIfExists(lock);
    }
  }

  @Test
  void theStopLeavesNoChild() throws Exception {
    try (DisplayHost display = DisplayHost.in(folder).awaitHealthy()) {
      List<ProcessHandle> children = display.host().descendants();
      display.host().signal("TERM");
      assertThat(display.host().awaitExit()).isZero();
      assertThat(children).hasSizeGreaterThan(4).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aWrongSettingEndsTheStart() throws Exception {
    try (HostProcess host =
        HostLaunch.in(folder).withDisplay().env("DISPLAY_RESOLUTION", "large").start()) {
      assertThat(host.awaitExit()).isEqualTo(78);
      assertThat(host.output()).contains("DISPLAY_RESOLUTION must be ");
    }
  }

  @Test
  void withoutAPasswordOnlyThisMachineLooks() throws Exception {
    try (DisplayHost display = DisplayHost.in(folder, "HOST_BIND", "0.0.0.0").awaitHealthy()) {
      for (String page : pages(display)) {
        HttpResponse<String> answer = get(display, page);
        assertThat(answer.statusCode()).as(page).isEqualTo(403);
        assertThat(answer.body()).contains("VNC_PASSWORD");
      }
    }
  }

  @Test
  void withAPasswordOthersLook() throws Exception {
    try (DisplayHost display =
        DisplayHost.in(folder, "HOST_BIND", "0.0.0.0", "VNC_PASSWORD", "s3cret99").awaitHealthy()) {
      for (String page : pages(display)) {
        assertThat(get(display, page).statusCode()).as(page).isEqualTo(200);
      }
      for (ProcessHandle child : display.host().jvm().descendants().toList()) {
        assertThat(child.info().commandLine().orElse("")).doesNotContain("s3cret99");
      }
      assertThat(display.host().output()).doesNotContain("s3cret99");
    }
  }

  private static List<String> pages(DisplayHost display) throws IOException {
    String address = otherAddress();
    return List.of(
        "http://" + address + ":" + display.variable("HOST_PORT") + "/host/vnc/vnc.html",
        "http://" + address + ":" + display.variable("NOVNC_PORT") + "/vnc.html");
  }

  private static HttpResponse<String> get(DisplayHost display, String page) throws Exception {
    return display
        .client()
        .http()
        .send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString());
  }

  /** An address of this machine that is not loopback: who connects to it comes from it. */
  private static String otherAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof java.net.Inet4Address)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no other address than loopback"));
  }

  private static Process xvfb(String display) throws IOException {
    Process process =
        new ProcessBuilder("Xvfb", display, "-displayfd", "1", "-screen", "0", "320x240x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.inputReader().readLine();
    return process;
  }
}
