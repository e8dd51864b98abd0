package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.itest.EventReader.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The one stream of what happens on a host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private HostProcess host;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    host =
        HostLaunch.in(folder)
            .env("DEVICE1_NAME", "First")
            .env("DEVICE1_MODEL", "linux")
            .env("DEVICE1_VIDEO_CAPTURE_PATH", "/x/capture1")
            .env("SERVER_PING_SECONDS", "1")
            .env("DEVICE2_NAME", "Second")
            .env("DEVICE2_MODEL", "linux")
            .env("DEVICE2_SERIAL_PORT", folder.resolve("ttyNone").toString())
            .startAndAwaitReady();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private EventReader open(String query, String last) throws Exception {
    EventReader reader = EventReader.open(host.client(), query, last);
    Awaitility.await().atMost(PATIENCE).until(() -> !reader.received().isEmpty());
    return reader;
  }

  private static void awaitEvent(EventReader reader, Predicate<Received> wanted) {
    Awaitility.await().atMost(PATIENCE).until(() -> reader.received().stream().anyMatch(wanted));
  }

  private void lend(String device, String session) {
    String body = "{\"device_id\":\"" + device + "\",\"session_id\":\"" + session + "\"}";
    host.client().post("/host/takeControl", body);
    host.client().post("/host/releaseControl", body);
  }

  private static boolean released(Received event, String session) {
    return event.text("type").equals("lease/released") && event.text("holder").equals(session);
  }

  @Test
  void aClientThatIsCutSeesEveryEventOnceAndInOrder() throws Exception {
    List<Received> all = new ArrayList<>();
    String last = null;
    for (int round = 0; round < 5; round++) {
      try (EventReader reader = open("?type=lease", last)) {
        lend("device1", "in-" + round);
        String session = "in-" + round;
        awaitEvent(reader, event -> released(event, session));
        all.addAll(reader.received());
        last = reader.lastId();
      }
      lend("device1", "between-" + round); // while nobody listens
    }
    try (EventReader reader = open("?type=lease", last)) {
      awaitEvent(reader, event -> released(event, "between-4"));
      all.addAll(reader.received());
    }

    List<Received> leases = all.stream().filter(event -> event.name().equals("lease")).toList();
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (String session : List.of("in-" + round, "between-" + round)) {
        expected.add("lease/taken " + session);
        expected.add("lease/released " + session);
      }
    }
    assertThat(leases)
        .extracting(event -> event.text("type") + " " + event.text("holder"))
        .containsExactlyElementsOf(expected);
    assertThat(new HashSet<>(leases.stream().map(Received::id).toList())).hasSize(20);
    assertThat(all).noneMatch(event -> event.name().equals("gap"));
  }

  @Test
  void filtersByDeviceAndType() throws Exception {
    try (EventReader reader = open("?type=lease/released,device&device_id=device2", null)) {
      lend("device1", "not-wanted");
      lend("device2", "wanted");
      awaitEvent(reader, event -> event.name().equals("lease"));

      assertThat(reader.received())
          .extracting(event -> event.name() + " " + event.text("holder"))
          .containsExactly("begin ", "lease wanted");
    }
  }

  @Test
  void whatAnotherRunSentIsAGap() throws Exception {
    try (EventReader reader = open("", "1700000000000-7")) {
      Received first = reader.received().get(0);

      assertThat(first.name()).isEqualTo("gap");
      assertThat(first.text("reason")).contains("another run");
      awaitEvent(reader, event -> event.text("type").equals("driver/added"));
    }
  }

  @Test
  void everythingThatHappensIsThere() throws Exception {
    host.client()
        .post(
            "/host/serial/executeCommand",
            "{\"device_id\":\"device2\",\"command\":\"send_line\",\"params\":{\"data\":\"s3cret\"}}");

    try (EventReader reader = open("?from=oldest", null)) {
      awaitEvent(reader, event -> event.text("type").equals("command/done"));

      assertThat(reader.received())
          .extracting(event -> event.text("type"))
          .contains("driver/added", "bundle/installed", "controller/state");
      Received command =
          reader.received().stream()
              .filter(event -> event.name().equals("command"))
              .findFirst()
              .orElseThrow();
      assertThat(command.text("device_id")).isEqualTo("device2");
      assertThat(command.text("driver")).isEqualTo("serial");
      assertThat(command.text("command")).isEqualTo("send_line");
      assertThat(command.text("success")).isEqualTo("false");
      assertThat(command.text("code")).isEqualTo("DEVICE_OFFLINE");
      assertThat(command.data().toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void picturesThatDoNotComeAreAnIncident() throws Exception {
    try (EventReader reader = open("?type=incident&device_id=device1&from=oldest", null)) {
      awaitEvent(reader, event -> event.text("component").equals("ffmpeg"));

      Received incident = reader.received().get(1);
      assertThat(incident.text("type")).isEqualTo("incident/opened");
      assertThat(incident.text("capture_folder")).isEqualTo("capture1");
      assertThat(incident.text("state")).isEqualTo("stopped");
      assertThat(incident.text("severity")).isEqualTo("critical");
    }
  }

  @Test
  void nobodyListensWithoutTheKey() {
    assertThat(host.client().getWithoutKey("/host/events").status()).isEqualTo(401);
  }
}
