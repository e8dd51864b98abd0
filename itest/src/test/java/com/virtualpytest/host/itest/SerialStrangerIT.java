package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A serial driver that is not of this project has the same routes as the one that is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerialStrangerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String DEVICE = "/host/serial/device1";

  private DropInHost host;
  private Client client;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host = DropInHost.in(folder, "DEVICE1_NAME", "Board", "DEVICE1_SERIAL_STRANGER", "yes");
    host.deploy(FixtureBundle.named("stranger"));
    host.process().awaitAnswer("/host/controllerStatus", answer -> answer.body().contains("ready"));
    client = host.client();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private JsonNode status() {
    return client.post("/host/serial/getStatus", "{\"device_id\":\"device1\"}").json();
  }

  private long takeControl(String session) {
    return client
        .post(
            "/host/takeControl",
            "{\"device_id\":\"device1\",\"session_id\":\"%s\"}".formatted(session))
        .json()
        .path("lease")
        .path("number")
        .asLong();
  }

  @Test
  void itsCommandsHaveTheTimeThatTheySay() {
    JsonNode answer =
        client
            .post(
                "/host/serial/executeCommand",
                """
                {"device_id":"device1","command":"dance","params":{"timeout_ms":"1200000"}}
                """)
            .json();

    assertThat(answer.path("did").asText()).isEqualTo("dance");
    assertThat(answer.path("seconds").asLong()).isBetween(1100L, 1245L);
  }

  @Test
  void itsStateAndItsLogAreServed() {
    JsonNode status = status().path("status");
    assertThat(status.path("state").asText()).isEqualTo("ready");
    assertThat(status.path("oldest_offset").asLong()).isEqualTo(4);

    Answer log = client.get(DEVICE + "/log?from=0&max=4");

    assertThat(log.body()).isEqualTo("4567");
  }

  @Test
  void anEventStreamGoesOnWhereTheClientWas() throws Exception {
    final String seen;
    try (SerialWatcher events = SerialWatcher.events(client, DEVICE + "/stream?from=0")) {
      events.awaitText("4567");
      assertThat(events.missed()).isEqualTo(4);
      assertThat(events.gaps()).hasSize(1);
      assertThat(events.gaps().get(0).path("offset").asLong()).isEqualTo(6);
      assertThat(events.gaps().get(0).path("reason").asText())
          .isEqualTo("The \"plug\" was\tpulled");
      seen = status().path("status").path("end_offset").asText();
      await().atMost(PATIENCE).until(() -> events.lastId().equals(seen));
    }
    // the browser repeats the address as it was: the header counts
    try (SerialWatcher again = SerialWatcher.eventsAfter(client, DEVICE + "/stream?from=0", seen);
        SerialWatcher socket = SerialWatcher.socket(client, DEVICE + "/console")) {
      socket.type("next");
      again.awaitText("next");
      assertThat(again.text()).startsWith("next");
      assertThat(again.missed()).isZero();
    }
  }

  @Test
  void whoTypesUnderALeaseStopsWhenItHasEnded() {
    long mine = takeControl("me");
    try (SerialWatcher typing = SerialWatcher.socket(client, DEVICE + "/console?lease=" + mine)) {
      typing.type("mine");
      typing.awaitText("mine");

      takeControl("you");
      typing.type("late");

      assertThat(typing.awaitClosed()).isEqualTo(1000);
      assertThat(typing.text()).doesNotContain("late");
    }
    await().atMost(PATIENCE).until(() -> status().path("status").path("typist").isNull());
    assertThatThrownBy(() -> SerialWatcher.socket(client, DEVICE + "/console?lease=" + mine))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(409));
    try (SerialWatcher watching =
        SerialWatcher.socket(client, DEVICE + "/console?mode=watch&from=4&lease=" + mine)) {
      watching.awaitText("mine");
    }
  }
}
