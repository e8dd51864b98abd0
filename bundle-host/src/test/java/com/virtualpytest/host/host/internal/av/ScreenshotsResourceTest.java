package com.virtualpytest.host.host.internal.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ScreenshotsResourceTest {
  private AvFixture fixture;
  private ScreenshotsResource resource;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new ScreenshotsResource(fixture.sources, fixture.urls, fixture.settings);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonNode save(String name, String page) throws Exception {
    return fixture.answer(
        resource.save(
            fixture.request(
                "{\"filename\":\"%s\",\"userinterface_name\":\"%s\"}".formatted(name, page)),
            null));
  }

  @Test
  void theStillOfASegmentIsKept() throws Exception {
    AvFixture.file(
        fixture.folder().hot().resolve("captures/capture_000000035.jpg"), "hot", Duration.ZERO);

    JsonNode still =
        fixture.answer(resource.segment(fixture.request("{\"segment_number\":7,\"fps\":2}"), null));

    Path kept = fixture.folder().cold().resolve("captures/capture_000000035.jpg");
    assertThat(still.path("success").asBoolean()).isTrue();
    assertThat(still.path("segment_number").asInt()).isEqualTo(7);
    assertThat(still.path("capture_number").asInt()).isEqualTo(35);
    assertThat(still.path("capture_path").asText()).isEqualTo(kept.toString());
    assertThat(still.path("capture_url").asText())
        .isEqualTo("http://lab-host:6109/host/stream/capture1/captures/capture_000000035.jpg");
    assertThat(kept).hasContent("hot");
  }

  @Test
  void aStillThatIsNotThereIsTold() throws Exception {
    AvRequest none = fixture.request("{\"segment_number\":7}");
    assertThatThrownBy(() -> resource.segment(none, null))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
              JsonNode debug = fixture.answer(e.details().get("debug"));
              assertThat(debug.path("segment_number").asInt()).isEqualTo(7);
              assertThat(debug.path("capture_number").asInt()).isEqualTo(35);
              assertThat(debug.path("filename").asText()).isEqualTo("capture_000000035.jpg");
              assertThat(debug.path("fps").asInt()).isEqualTo(5);
              assertThat(debug.path("hot_path").asText()).contains("/hot/captures/");
              assertThat(debug.path("cold_path").asText()).contains("/capture1/captures/");
            });
  }

  @Test
  void takenScreenshotsHaveOneAddress() throws Exception {
    JsonNode taken = fixture.answer(resource.take(fixture.request("{}"), null));
    assertThat(taken.path("screenshot_url").asText())
        .isEqualTo("http://lab-host:6109/host/stream/capture1/captures/verification_source.jpg");
    assertThat(taken.path("device_id").asText()).isEqualTo("device1");
  }

  @Test
  void savedScreenshotsStay() throws Exception {
    JsonNode saved = save("home.jpg", "my tv");
    Path file = fixture.data.resolve("screenshots/my tv/home.jpg");
    assertThat(saved.path("screenshot_path").asText()).isEqualTo(file.toString());
    assertThat(saved.path("screenshot_url").asText())
        .isEqualTo("http://lab-host:6109/host/stream/screenshots/my%20tv/home.jpg");
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "../../x",
        "/etc/x",
        "a/../../x",
        ".hidden",
        "a\\u0000",
        "a\\\\..\\\\b",
        "%2e%2e/x"
      })
  void noNameLeadsOut(String name) throws Exception {
    for (String[] names : new String[][] {{name, "tv"}, {"home", name}}) {
      assertThatThrownBy(() -> save(names[0], names[1]))
          .hasMessageContaining(names[1].equals("tv") ? "filename" : "userinterface_name")
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
    assertThat(fixture.data.resolve("screenshots")).doesNotExist();
  }

  @Test
  void whatIsNeededIsAskedFor() {
    assertThatThrownBy(() -> save("", "tv"))
        .hasMessage("Filename is required for saving screenshot");
    assertThatThrownBy(() -> save("home", ""))
        .hasMessage("userinterface_name is required for saving screenshot");
    assertThatThrownBy(() -> resource.segment(fixture.request("{}"), null))
        .hasMessage("segment_number is required");
  }
}
