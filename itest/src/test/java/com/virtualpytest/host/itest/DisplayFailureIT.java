package com.virtualpytest.host.itest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.imageio.ImageIO;
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
      for (String server : servers(display)) {
        HttpResponse<String> answer = get(display, server + "/vnc.html");
        assertThat(answer.statusCode()).as(server).isEqualTo(403);
        assertThat(answer.body()).contains("VNC_PASSWORD");
        assertThat(handshake(display, server)).as(server).isEqualTo(403);
      }
    }
  }

  @Test
  void withAPasswordOthersLook() throws Exception {
    try (DisplayHost display =
        DisplayHost.in(folder, "HOST_BIND", "0.0.0.0", "VNC_PASSWORD", "s3cret99").awaitHealthy()) {
      for (String server : servers(display)) {
        assertThat(get(display, server + "/vnc.html").statusCode()).as(server).isEqualTo(200);
        assertThat(handshake(display, server)).as(server).isEqualTo(101);
      }
      for (ProcessHandle child : display.host().jvm().descendants().toList()) {
        assertThat(child.info().commandLine().orElse("")).doesNotContain("s3cret99");
      }
      typed(display, "wrong", "Refused");
      typed(display, "s3cret99", "Connected");
      assertThat(display.host().output()).doesNotContain("s3cret99");
    }
  }

  @Test
  void withoutAPasswordEverybodyLooksWhereThatIsAllowed() throws Exception {
    try (DisplayHost display =
        DisplayHost.in(
                folder,
                "HOST_BIND",
                "0.0.0.0",
                "VNC_BIND",
                "0.0.0.0",
                "VNC_ALLOW_NO_PASSWORD",
                "true")
            .awaitHealthy()) {
      for (String server : servers(display)) {
        assertThat(get(display, server + "/vnc.html").statusCode()).as(server).isEqualTo(200);
        assertThat(handshake(display, server)).as(server).isEqualTo(101);
      }
      int port = Integer.parseInt(display.variable("VNC_PORT"));
      try (Socket vnc = new Socket(otherAddress(), port)) {
        assertThat(new String(vnc.getInputStream().readNBytes(4), US_ASCII)).isEqualTo("RFB ");
      }
    }
  }

  @Test
  void anInheritedDisplayIsTakenUnlessItIsSomebodyElses() throws Exception {
    String inherited = Displays.free();
    try (DisplayHost display =
        DisplayHost.in(
                Files.createDirectory(folder.resolve("a")),
                "HOST_DISPLAY",
                "",
                "DISPLAY",
                inherited)
            .awaitHealthy()) {
      assertThat(display.client().get("/host/display").text("display")).isEqualTo(inherited);
    }
    Process foreign = xvfb(inherited);
    try (DisplayHost display =
        DisplayHost.in(
            Files.createDirectory(folder.resolve("b")), "HOST_DISPLAY", "", "DISPLAY", inherited)) {
      // :1 may have an owner on this machine; what counts is that nobody looks at the foreign one
      display.host().awaitAnswer("/host/display", answer -> answer.text("display").equals(":1"));
    } finally {
      foreign.destroyForcibly().waitFor();
    }
  }

  @Test
  void theScreenIsStartedAnewInAnotherSizeAndTheShellCanBeOff() throws Exception {
    try (DisplayHost display = DisplayHost.in(folder, "DESKTOP_BASH", "false").awaitHealthy()) {
      Client client = display.client();
      Answer shell = display.bash("id");
      assertThat(shell.status()).isEqualTo(404);
      assertThat(shell.text("error")).isEqualTo("No bash desktop controller found for device host");

      Answer wrong = client.post("/host/display/resolution", "{\"resolution\":\"large\"}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.text("error")).contains("resolution");

      Answer answer = client.post("/host/display/resolution", "{\"resolution\":\"640x480\"}");

      assertThat(answer.status()).isEqualTo(200);
      display.host().awaitTrue("the screen has its new size", () -> width(client) == 640);
      display.awaitHealthy();
    }
  }

  private static int width(Client client) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client
            .http()
            .send(client.keyed("/host/display/screenshot").build(), BodyHandlers.ofByteArray());
    BufferedImage image =
        answer.statusCode() == 200 ? ImageIO.read(new ByteArrayInputStream(answer.body())) : null;
    return image == null ? 0 : image.getWidth();
  }

  /** Types a password into the client's page, and waits for what it says then. */
  private void typed(DisplayHost display, String password, String outcome) throws Exception {
    try (Chromium browser = new Chromium(folder.resolve("profile-" + outcome), "", "")) {
      browser.open(display.noVnc("http", "/vnc_lite.html"));
      browser.awaitTrue("!document.getElementById('password-form').hidden");
      browser.evaluate(
          "document.getElementById('password').value = '%s';".formatted(password)
              + "document.getElementById('password-form').requestSubmit()");
      browser.awaitTrue(
          "document.getElementById('status').textContent.startsWith('%s')".formatted(outcome));
    }
  }

  /** The two ways to the client's pages, over an address that is not loopback. */
  private static List<String> servers(DisplayHost display) throws IOException {
    String address = otherAddress();
    return List.of(
        "http://" + address + ":" + display.variable("HOST_PORT") + "/host/vnc",
        "http://" + address + ":" + display.variable("NOVNC_PORT"));
  }

  private static HttpResponse<String> get(DisplayHost display, String page) throws Exception {
    return display
        .client()
        .http()
        .send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString());
  }

  /** The status of a WebSocket handshake with that server. */
  private static int handshake(DisplayHost display, String server) {
    URI address = URI.create(server.replaceFirst("http", "ws")).resolve("/websockify");
    try {
      WebSocket socket =
          display
              .client()
              .http()
              .newWebSocketBuilder()
              .buildAsync(address, new WebSocket.Listener() {})
              .join();
      socket.abort();
      return 101;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
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
