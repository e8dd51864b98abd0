package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers and routes are replaced under load, and come back when the new ones are no good. */
class SwapIT {
  private static final int SWAPS = 5;
  private static final FixtureBundle RELAY = FixtureBundle.named("relay");
  private static final FixtureBundle HELLO = FixtureBundle.named("hello");
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

  @Test
  void aHostThatIsKilledInMidSwapComesBackWithWhatWorked() throws IOException {
    HostLaunch launch =
        HostLaunch.in(folder).env("DEVICE1_NAME", "Plug").env("DEVICE1_POWER_NAME", "relay");
    try (HostProcess host = launch.startAndAwaitReady()) {
      DropFolder data = DropFolder.of(host.dataFolder());
      data.put(RELAY);
      awaitPower(host);
      data.put(RELAY.withText("hangs"));
      host.awaitTrue(
          "the swap is under way",
          () -> host.client().get("/host/devices").body().contains("\"running\":\"swap\""));
      host.jvm().destroyForcibly();
    }
    try (HostProcess host = launch.startAndAwaitReady()) {
      host.awaitTrue(
          "it is tried again and given up",
          () -> host.client().get("/host/bundles").body().contains("ignores interruption"));
      awaitPower(host);
    }
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
    JsonNode history = host.client().get("/host/bundles").json().path("history");
    return StreamSupport.stream(history.spliterator(), false).toList();
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
