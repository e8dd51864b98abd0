package com.virtualpytest.host.host.internal.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AvResourceTest {
  private static final String HOST = "{\"device_id\":\"host\"}";
  private static final String PAGE = "http://lab-host:6080/vnc_lite.html?path=websockify";

  private AvFixture fixture;
  private AvResource resource;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new AvResource(fixture.sources, fixture.urls, fixture.threads);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonNode control(String body) throws Exception {
    return fixture.answer(
        resource.takeControl(fixture.request(body), null).toCompletableFuture().join());
  }

  @Test
  void whoTakesTheDisplayLearnsItsPage() throws Exception {
    JsonNode display = control(HOST);

    assertThat(display.path("vnc_viewer_url").asText()).isEqualTo(PAGE);
    assertThat(display.path("capabilities").toString()).contains("vnc_viewing");
    assertThat(control("{}").has("vnc_viewer_url")).isFalse();
    assertThat(control("{}").path("capabilities").toString()).doesNotContain("vnc_viewing");
  }

  @Test
  void theDisplaysStreamIsItsPageAtTheHostsAddress() {
    assertThat(resource.streamUrl("host").streamUrl()).isEqualTo(PAGE);
    assertThat(resource.streamUrl("device1").streamUrl())
        .isEqualTo("http://lab-host:6109/host/stream/capture1/segments/output.m3u8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.168.1.7:6109", "http://10.0.0.7", "http://127.0.0.1:6109"})
  void addressesAreRelativeInPrivateNetworks(String url, @TempDir Path folder) throws Exception {
    try (AvFixture near = new AvFixture(folder, url)) {
      AvResource other = new AvResource(near.sources, near.urls, near.threads);
      assertThat(other.streamUrl("device1").streamUrl())
          .isEqualTo("/host/stream/capture1/segments/output.m3u8");
    }
  }

  @Test
  void theDisplaysStateCountsItsStillsOfTheLastHalfMinute() throws Exception {
    Path stills = fixture.source("host").folder.hot().resolve("captures");
    AvFixture.file(stills.resolve("capture_000000001.jpg"), "x", Duration.ofSeconds(40));
    AvFixture.file(stills.resolve("capture_000000002.jpg"), "x", Duration.ofSeconds(5));
    AvFixture.file(stills.resolve("capture_000000003.jpg"), "x", Duration.ZERO);
    AvFixture.file(stills.resolve("verification_source.jpg"), "x", Duration.ZERO);

    JsonNode display = status("host");
    JsonNode device = status("device1");

    assertThat(display.at("/status/recent_screenshots").asInt(-1)).isEqualTo(2);
    assertThat(display.at("/status/service_status").asText()).isEqualTo("active_running");
    assertThat(display.path("timestamp").isDouble()).isTrue();
    assertThat(device.path("status").has("recent_screenshots")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "STARTING, active_waiting, active, waiting",
    "BACKOFF, active_waiting, active, waiting",
    "OFFLINE, error, failed, offline"
  })
  void whatKeepsPicturesAwayIsSaidInAnAnswerThatSucceeds(
      State state, String service, String active, String sub) {
    FakeSource source = fixture.source("device1");
    source.status = () -> Status.of(state, "it is asleep", "wake it", Instant.now());

    JsonNode answer = status("device1");

    assertThat(answer.path("success").asBoolean()).isTrue();
    JsonNode told = answer.path("status");
    assertThat(told.path("success").asBoolean(true)).isFalse();
    assertThat(told.path("is_streaming").asBoolean(true)).isFalse();
    assertThat(told.path("service_status").asText()).isEqualTo(service);
    assertThat(told.at("/service_details/activestate").asText()).isEqualTo(active);
    assertThat(told.at("/service_details/substate").asText()).isEqualTo(sub);
    assertThat(told.path("error").asText()).isEqualTo("it is asleep");
  }

  private JsonNode status(String device) {
    return fixture.answer(resource.status(device).toCompletableFuture().join());
  }

  @Test
  void unknownDevicesAreNotFound() {
    assertThatThrownBy(() -> resource.streamUrl("zzz"))
        .isInstanceOf(ApiException.class)
        .hasMessage("Device zzz not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../film", "/etc/film", "a/b", ".hidden", "a\\u0000", "a b", "..mp4"})
  void aRecordingHasAPlainName(String name) {
    assertThatThrownBy(
            () ->
                resource.startCapture(
                    fixture.request("{\"filename\":\"%s\"}".formatted(name)), null))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    assertThat(fixture.source("device1").wishes).isEmpty();
  }

  @Test
  void aRecordingIsBegunAsItIsAskedFor() throws Exception {
    JsonNode begun =
        fixture.answer(
            resource
                .startCapture(
                    fixture.request(
                        "{\"filename\":\"five.mp4\",\"duration\":5,\"fps\":10,\"resolution\":\"640x360\"}"),
                    null)
                .toCompletableFuture()
                .join());

    assertThat(begun.path("session_id").asText()).isEqualTo("capture_1");
    assertThat(begun.path("duration").asDouble()).isEqualTo(5);
    assertThat(fixture.source("device1").wishes.toString())
        .isEqualTo("[Wish[name=five, length=PT5S, picturesPerSecond=10, width=640, height=360]]");
  }
}
