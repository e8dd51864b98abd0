package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What was begun with one generation of a bundle when the next one takes over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InFlightIT {
  private static final FixtureBundle RELAY = FixtureBundle.named("relay");
  private static final FixtureBundle HELLO = FixtureBundle.named("hello");

  private DropInHost host;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host = DropInHost.in(folder, "DEVICE1_NAME", "Plug", "DEVICE1_POWER_NAME", "relay");
  }

  @AfterEach
  void takeOut() throws IOException {
    host.empty();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void requestsEndWithTheGenerationThatTheyBeganWith() throws Exception {
    host.deploy(HELLO);
    try (SlowRequest slow = SlowRequest.to(host.process())) {
      CompletableFuture<String> half = halfSent();
      host.data().put(HELLO.withText("second"));
      host.awaitBody("/host/hello", "second");
      assertThat(slow.isPending()).isTrue();

      assertThat(half.get()).contains("200 OK", "\"number\":7");
    }
  }

  /** A body whose rest comes when the other generation serves. */
  private CompletableFuture<String> halfSent() throws IOException {
    HalfRequest request =
        HalfRequest.to(host.client(), "/host/hello/echo", "{\"text\":\"a\",", "\"number\":7}");
    return CompletableFuture.supplyAsync(
        () -> {
          host.awaitBody("/host/hello", "second");
          return request.end();
        });
  }

  @Test
  void anEventStreamEndsInOrderAndTheNextOneIsOfTheNewGeneration() throws Exception {
    host.deploy(HELLO);
    host.awaitBody("/host/hello", "first");
    try (Stream<String> lines = ticks()) {
      Iterator<String> each = lines.filter(line -> line.startsWith("data: ")).iterator();
      assertThat(each.next()).isEqualTo("data: first");

      host.data().put(HELLO.withText("second"));
      assertThat(each.hasNext()).as("it goes on").isFalse();
    }
    host.awaitBody("/host/hello", "second");
    try (Stream<String> lines = ticks()) {
      assertThat(lines.filter(line -> line.startsWith("data: ")).findFirst())
          .contains("data: second");
    }
  }

  private Stream<String> ticks() throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        host.client()
            .http()
            .send(host.client().keyed("/host/hello/ticks").build(), BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  @Test
  void aLongCommandEndsBeforeItsDriverIsReplaced() throws Exception {
    host.deploy(RELAY);
    await().until(() -> reboot(0).path("success").asBoolean());
    CompletableFuture<JsonNode> running = CompletableFuture.supplyAsync(() -> reboot(3));
    host.process()
        .awaitAnswer("/host/devices", answer -> answer.body().contains("\"running\":\"reboot\""));

    host.data().put(RELAY.withText("second"));

    assertThat(running.get(60, TimeUnit.SECONDS).path("success").asBoolean()).isTrue();
    JsonNode update = awaitUpdate("fixture.relay");
    assertThat(update.path("result").asText()).isEqualTo("updated");
    assertThat(reboot(0).path("success").asBoolean()).isTrue();
  }

  private JsonNode reboot(int seconds) {
    return host.client()
        .post(
            "/host/power/executeCommand",
            """
            {"device_id":"device1","command":"reboot",
             "params":{"off_seconds":%d,"boot_seconds":0}}
            """
                .formatted(seconds))
        .json();
  }

  /** The last entry of the history that is about a replacement of the bundle. */
  private JsonNode awaitUpdate(String name) {
    return await()
        .until(
            () ->
                StreamSupport.stream(
                        host.client().get("/host/bundles").json().path("history").spliterator(),
                        false)
                    .filter(one -> one.path("name").asText().equals(name))
                    .filter(one -> !one.path("from").isNull())
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }
}
