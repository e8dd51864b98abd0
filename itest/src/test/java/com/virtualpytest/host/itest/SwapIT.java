package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drivers and routes are replaced under load, and come back when the new ones are no good. */
class SwapIT {
  private static final int SWAPS = 5;
  private static final FixtureBundle RELAY = FixtureBundle.named("relay");
  private static final FixtureBundle HELLO = FixtureBundle.named("hello");
  private static final String PASSWORD = "of-the-console";
  private static final String STATUS = "{\"device_id\":\"device1\"}";

  @TempDir Path folder;

  private final AtomicBoolean done = new AtomicBoolean();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private DropInHost start() throws IOException {
    return DropInHost.in(folder, "DEVICE1_NAME", "Plug", "DEVICE1_POWER_NAME", "relay");
  }

  @Test
  void noRequestFailsWhileDriversAndRoutesAreReplaced() throws IOException {
    try (DropInHost host = start()) {
      host.deploy(RELAY);
      host.deploy(HELLO);
      awaitPower(host);
      CompletableFuture<Void> load =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> load(host.client())),
              CompletableFuture.runAsync(() -> load(host.client())));
      for (int swap = 1; swap <= SWAPS; swap++) {
        host.deploy(RELAY.withText("swap" + swap));
        host.data().put(HELLO.withText("swap" + swap));
        host.awaitBody("/host/hello", "swap" + swap);
        host.deploy(HELLO.withText("swap" + swap));
      }
      done.set(true);
      load.join();

      assertThat(failures).isEmpty();
      List<JsonNode> updates =
          history(host).stream()
              .filter(one -> one.path("result").asText().equals("updated"))
              .toList();
      assertThat(updates).hasSizeGreaterThanOrEqualTo(2 * SWAPS);
      assertThat(updates).allMatch(one -> one.path("by").asText().equals("file"));
    }
  }

  /**
   * The new generation of the relay opens the device for as long as the test likes; it stands
   * beside the old one in the framework then, which keeps both on its disk.
   */
  @ParameterizedTest
  @CsvSource({"TERM, 0", "KILL, 137"})
  void theEndOfTheHostInMidSwapLeavesTheGenerationThatWorked(String signal, int code)
      throws IOException {
    HostLaunch launch =
        HostLaunch.in(folder)
            .env("DEVICE1_NAME", "Plug")
            .env("DEVICE1_POWER_NAME", "relay")
            .env("CONSOLE_PASSWORD", PASSWORD);
    int port = Ports.free();
    byte[] good = RELAY.jar();
    byte[] next = RELAY.withText("asks " + port).jar();
    try (ServerSocket asked = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        HostProcess host = launch.startAndAwaitReady()) {
      DropFolder data = DropFolder.of(host.dataFolder());
      data.put("relay.jar", good);
      awaitPower(host);
      data.put("relay.jar", next);
      asked.setSoTimeout(60_000);
      try (Socket opening = asked.accept()) {
        assertThat(opening.isConnected()).isTrue();
        HostProcess.signal(signal, host.jvm());

        assertThat(host.awaitExit()).isEqualTo(code);
      }
      assertThat(host.output()).doesNotContain("did not stop within");
    }
    try (HostProcess host = launch.startAndAwaitReady()) {
      host.awaitTrue("the next one is tried again", () -> state(host, next).equals("failed"));
      assertThat(state(host, good)).isEqualTo("ready");
      awaitPower(host);
      assertThat(installed(host)).singleElement().asString().contains(DropInHost.hash(good));
    }
  }

  /** What the framework has of the relay, whoever put it there. */
  private static List<String> installed(HostProcess host) {
    host.awaitTrue("the console is on", () -> console(host, "/.json").status() == 200);
    return stream(console(host, "/.json").json().path("data"))
        .filter(one -> one.path("symbolicName").asText().equals(RELAY.symbolicName()))
        .map(one -> console(host, "/" + one.path("id").asLong() + ".json").body())
        .toList();
  }

  private static Answer console(HostProcess host, String path) {
    String login =
        Base64.getEncoder()
            .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
    return host.client()
        .send(
            host.client()
                .request("/system/console/bundles" + path)
                .header("Authorization", "Basic " + login));
  }

  /** What is said of a content. */
  private static String state(HostProcess host, byte[] jar) {
    String hash = DropInHost.hash(jar);
    return stream(host.client().get("/host/bundles").json().path("bundles"))
        .filter(one -> one.path("hash").asText().equals(hash))
        .map(one -> one.path("state").asText())
        .findFirst()
        .orElse("unknown");
  }

  private void awaitPower(DropInHost host) {
    awaitPower(host.process());
  }

  private static void awaitPower(HostProcess host) {
    host.awaitTrue(
        "the relay answers",
        () ->
            host.client()
                .post("/host/power/getStatus", STATUS)
                .json()
                .path("status")
                .path("connected")
                .asBoolean());
  }

  private static List<JsonNode> history(DropInHost host) {
    return stream(host.client().get("/host/bundles").json().path("history")).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private void load(Client client) {
    while (!done.get()) {
      try {
        note(client.get("/host/hello"));
        note(client.post("/host/hello/echo", "{\"text\":\"t\",\"number\":1}"));
        Answer power = client.post("/host/power/getStatus", STATUS);
        note(power);
        if (!power.json().path("success").asBoolean()) {
          failures.add(power.body());
        }
        note(client.get("/host/devices"));
      } catch (UncheckedIOException e) {
        failures.add(e.toString());
      }
    }
  }

  private void note(Answer answer) {
    if (answer.status() != 200) {
      failures.add(answer.status() + " " + answer.body());
    }
  }
}
