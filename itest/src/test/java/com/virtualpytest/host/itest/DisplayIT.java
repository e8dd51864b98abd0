package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The display of a host, as its users see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisplayIT {
  private static final String STATUS = "document.getElementById('status').textContent";
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final int GREEN = 0x12c85a;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private DisplayHost display;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    display = DisplayHost.in(folder, "DESKTOP_BASH", "true").awaitHealthy();
  }

  @AfterAll
  void stop() {
    display.close();
  }

  @Test
  void healthNamesItsProcesses() {
    Answer answer = display.awaitHealthy().client().getWithoutKey("/host/health");

    assertThat(answer.json().path("services").toString())
        .isEqualTo(
            "{\"flask\":\"running\",\"novnc\":\"running\",\"x11vnc\":\"running\",\"xvfb\":\"running\"}");
  }

  @Test
  void whatIsKilledComesBackAndLeavesNothing() throws Exception {
    for (String name : List.of("xvfb", "x11vnc", "novnc", "fluxbox")) {
      ProcessHandle before = display.handle(name);
      HostProcess.signal("KILL", before);
      display
          .host()
          .awaitTrue(
              name + " is back",
              () -> {
                long pid = display.process(name).path("pid").asLong();
                return pid != 0 && pid != before.pid();
              });
      display.awaitHealthy();
      assertThat(sharedMemoryOf(before.pid())).as("shared memory of %s", name).isEmpty();
    }
    for (ProcessHandle child : display.host().jvm().descendants().toList()) {
      Path stat = Path.of("/proc/" + child.pid() + "/stat");
      assertThat(Files.exists(stat) && Files.readString(stat).contains(") Z ")).isFalse();
    }
  }

  /** The segments that a process has made, as the kernel lists them. */
  private static List<String> sharedMemoryOf(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .filter(segment -> segment.strip().split("\\s+")[4].equals("" + pid))
        .toList();
  }

  /** Whoever looks at the display, and whatever runs on it, sees nothing of it. */
  @Test
  void anUpdateOfItsBundleLeavesItsProcessesRunning() throws Exception {
    Map<String, Long> before = pids();
    try (Stream<Path> jars = Files.list(display.host().home().resolve("deploy"))) {
      Path jar =
          jars.filter(file -> file.getFileName().toString().startsWith("bundle-display"))
              .findFirst()
              .orElseThrow();
      byte[] next = JarChange.of(Files.readAllBytes(jar)).entry("next", new byte[0]).bytes();
      String served = "\"hash\":\"%s\",\"state\":\"ready\"".formatted(DropInHost.hash(next));

      DropFolder.of(display.host().dataFolder()).put("display.jar", next);

      display.host().awaitAnswer("/host/bundles", answer -> answer.body().contains(served));
    }
    assertThat(pids()).isEqualTo(before);
    assertThat(display.bash("xwininfo -root").json().path("success").asBoolean()).isTrue();
  }

  private Map<String, Long> pids() {
    display.awaitHealthy();
    return Stream.of("xvfb", "x11vnc", "novnc", "fluxbox")
        .collect(
            Collectors.toMap(name -> name, name -> display.process(name).path("pid").asLong()));
  }

  @Test
  void limitsOfFilesAreLow() throws IOException {
    display.awaitHealthy();
    for (String name : List.of("x11vnc", "novnc")) {
      String limits = Files.readString(Path.of("/proc/" + display.handle(name).pid() + "/limits"));
      String line =
          limits.lines().filter(l -> l.startsWith("Max open files")).findFirst().orElseThrow();
      assertThat(Integer.parseInt(line.split("\\s+")[3])).isLessThanOrEqualTo(8192);
    }
  }

  @Test
  void aBrowserSeesTheDisplayThroughTheHost(@TempDir Path folder) throws Exception {
    URI page = display.client().uri("http", "/host/vnc/vnc_lite.html?path=websockify");
    seen(folder, page, "", "vnc-host.png");
  }

  @Test
  void aBrowserSeesTheDisplayOnNoVncsPortAfterConnect(@TempDir Path folder) throws Exception {
    seen(
        folder,
        display.noVnc("http", "/"),
        "if (document.getElementById('status').textContent === 'Not connected')"
            + " document.getElementById('connect').click()",
        "vnc-port.png");
  }

  /** Opens the client, looks for a green window on it, kills x11vnc, and looks again. */
  private void seen(Path folder, URI page, String script, String file) throws Exception {
    display.awaitHealthy();
    display.bash("setsid xterm -bg '#12c85a' -geometry 80x20+40+40 -e sleep 120 >/dev/null 2>&1 &");
    try (Chromium browser = new Chromium(folder.resolve("profile"), "", "")) {
      assertThat(browser.open(page)).isEqualTo(200);
      // an empty page, and one that leads to another, are complete as well
      browser.awaitTrue(
          "document.readyState === 'complete' && document.getElementById('status') !== null");
      await("the client connects")
          .atMost(PATIENCE)
          .until(
              () -> {
                browser.evaluate(script);
                return browser.evaluate(STATUS).asText();
              },
              "Connected"::equals);
      awaitGreen(browser, file);

      HostProcess.signal("KILL", display.handle("x11vnc"));
      browser.awaitTrue(STATUS + " !== 'Connected'");
      awaitGreen(browser, file);
    }
  }

  private static void awaitGreen(Chromium browser, String file) {
    await("the client's state")
        .atMost(PATIENCE)
        .until(() -> browser.evaluate(STATUS).asText(), "Connected"::equals);
    await("the green window is seen")
        .atMost(PATIENCE)
        .until(
            () -> {
              browser.screenshot(SCREENSHOTS.resolve(file));
              return green(ImageIO.read(SCREENSHOTS.resolve(file).toFile())) > 20_000;
            });
  }

  /** How many pixels have that colour; on its way it may lose a little. */
  private static int green(BufferedImage image) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        boolean near = true;
        for (int shift = 0; shift <= 16; shift += 8) {
          near &= Math.abs((pixel >> shift & 0xff) - (GREEN >> shift & 0xff)) < 16;
        }
        count += near ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void aPageOfAForeignOriginIsRefused() {
    display.awaitHealthy();
    for (URI address :
        List.of(display.client().uri("ws", "/websockify"), display.noVnc("ws", "/websockify"))) {
      WebSocket.Builder builder =
          display.client().http().newWebSocketBuilder().header("Origin", "https://evil.example");
      assertThatThrownBy(() -> builder.buildAsync(address, new WebSocket.Listener() {}).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }
  }

  @Test
  void itsPagesAreFoundByTheirNamesOnly() {
    assertThat(display.client().getWithoutKey("/host/vnc/core/rfb.js").header("Content-Type"))
        .startsWith("text/javascript");
    assertThat(display.client().getWithoutKey("/host/vnc/nothing").status()).isEqualTo(404);
    assertThat(display.client().getWithoutKey("/host/vnc/core").status()).isEqualTo(404);
    assertThat(display.client().getWithoutKey("/host/display").status()).isEqualTo(401);
  }

  @Test
  void theScreenshotShowsTheScreen() throws Exception {
    display.awaitHealthy();
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(
                display
                    .client()
                    .http()
                    .send(
                        display.client().keyed("/host/display/screenshot").build(),
                        BodyHandlers.ofByteArray())
                    .body()));
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("800x600");
  }

  @Test
  void healthAnswersWhileACommandRuns() throws Exception {
    display.awaitHealthy();
    Path begun = display.host().dataFolder().resolve("begun");
    String body =
        "{\"command\":\"execute_bash_command\",\"params\":{\"command\":\"touch %s; while [ -e %s ]; do sleep 0.1; done\"}}"
            .formatted(begun, begun);
    Future<?> running =
        display
            .client()
            .http()
            .sendAsync(
                display
                    .client()
                    .keyed("/host/desktop/bash/executeCommand")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.discarding());
    await().atMost(PATIENCE).until(() -> Files.exists(begun));
    assertThat(display.client().getWithoutKey("/host/health").text("status")).isEqualTo("healthy");
    assertThat(running.isDone()).isFalse();
    Files.delete(begun);
    running.get();
  }

  @Test
  void desktopRoutesAnswerAsTheirClientsKnow() {
    assertThat(display.bash("echo a; exit 2").json().toString())
        .matches(
            "\\{\"success\":false,\"output\":\"a\\\\n\",\"error\":\"\",\"exit_code\":2,\"execution_time\":\\d+}");
    Answer none = display.client().post("/host/desktop/bash/executeCommand", "{}");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text("error")).isEqualTo("command is required");
    Answer device =
        display
            .client()
            .post(
                "/host/desktop/pyautogui/executeCommand",
                "{\"command\":\"x\",\"device_id\":\"zz\"}");
    assertThat(device.status()).isEqualTo(404);
    assertThat(device.text("error")).isEqualTo("Device zz not found");
    Answer unknown =
        display
            .client()
            .post("/host/desktop/bash/executeCommand", "{\"command\":\"nope\",\"device_id\":null}");
    assertThat(unknown.status()).isEqualTo(200);
    assertThat(unknown.text("error")).isEqualTo("Unknown command: nope");
  }
}
