package com.virtualpytest.host.host.internal.av;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImagesResourceTest {
  private AvFixture fixture;
  private ImagesResource resource;
  private Path captures;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new ImagesResource(fixture.settings, fixture.sources);
    captures = fixture.folder().cold().resolve("captures");
    AvFixture.file(fixture.data.resolve("secret.jpg"), "root:", Duration.ZERO);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void refused(ErrorCode code, String sentence, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e).hasMessageStartingWith(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "a.jpg, image/jpeg",
    "a.JPEG, image/jpeg",
    "a.png, image/png",
    "a.json, application/json"
  })
  void picturesAndFindingsHaveTheirTypes(String name, String type) throws Exception {
    Path file = AvFixture.file(captures.resolve(name), "content", Duration.ZERO);

    Response answer = resource.byPath(file.toString());

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getMediaType()).hasToString(type);
    assertThat(answer.getHeaderString("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.getHeaderString("Cache-Control"))
        .isEqualTo("no-cache, no-store, must-revalidate");
    assertThat((byte[]) answer.getEntity()).isEqualTo("content".getBytes(UTF_8));
  }

  @Test
  void pathsAsTheyAreRegisteredWorkToo() throws Exception {
    AvFixture.file(
        fixture.folder().hot().resolve("captures/capture_000000001.jpg"), "hot", Duration.ZERO);
    AvFixture.file(captures.resolve("capture_000000001.jpg"), "cold", Duration.ZERO);

    Response answer =
        resource.byPath("/var/www/html/stream/capture1/captures/capture_000000001.jpg");

    assertThat((byte[]) answer.getEntity()).as("hot before cold").isEqualTo("hot".getBytes(UTF_8));
  }

  @Test
  void whatIsWrongIsTold() throws Exception {
    Path empty = AvFixture.file(captures.resolve("empty.jpg"), "", Duration.ZERO);
    Path film = AvFixture.file(captures.resolve("film.mp4"), "x", Duration.ZERO);

    refused(ErrorCode.BAD_REQUEST, "No image path specified", () -> resource.byPath(null));
    refused(ErrorCode.BAD_REQUEST, "No image path specified", () -> resource.byPath(""));
    refused(
        ErrorCode.BAD_REQUEST,
        "Invalid image path: /etc/passwd. Allowed paths: [" + fixture.data.resolve("stream"),
        () -> resource.byPath("/etc/passwd"));
    refused(
        ErrorCode.NOT_FOUND,
        "File not found",
        () -> resource.byPath(captures.resolve("none.jpg").toString()));
    refused(ErrorCode.INTERNAL, "File is empty", () -> resource.byPath(empty.toString()));
    refused(ErrorCode.BAD_REQUEST, "Only png", () -> resource.byPath(film.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/capture1/../../../secret.jpg",
        "/capture1/captures/../../../../secret.jpg",
        "/..",
        "/capture1/captures/a.jpg\0"
      })
  void noPathLeadsOut(String rest) {
    String path = fixture.data.resolve("stream") + rest;
    refused(
        ErrorCode.BAD_REQUEST, "Path traversal not allowed: " + path, () -> resource.byPath(path));
  }

  @Test
  void noLinkLeadsOut() throws Exception {
    Files.createDirectories(captures);
    Path link =
        Files.createSymbolicLink(captures.resolve("link.jpg"), fixture.data.resolve("secret.jpg"));
    Files.createSymbolicLink(captures.resolve("folder"), fixture.data);

    refused(ErrorCode.NOT_FOUND, "File not found", () -> resource.byPath(link.toString()));
    refused(
        ErrorCode.NOT_FOUND,
        "File not found",
        () -> resource.byPath(captures.resolve("folder/secret.jpg").toString()));
    refused(
        ErrorCode.BAD_REQUEST,
        "Invalid image path: ",
        () -> resource.byPath(fixture.data.resolve("secret.jpg").toString()));
    refused(
        ErrorCode.BAD_REQUEST,
        "Invalid image path: ",
        () -> resource.byPath(fixture.data + "/streamx/a.jpg"));
  }

  @Test
  void screenshotsAreServedByTheirNames() throws Exception {
    AvFixture.file(fixture.data.resolve("screenshots/home.jpg"), "home", Duration.ZERO);

    assertThat((byte[]) resource.screenshot("home.jpg").getEntity())
        .isEqualTo("home".getBytes(UTF_8));
    refused(ErrorCode.NOT_FOUND, "Capture not found", () -> resource.screenshot("none.jpg"));
    for (String name : new String[] {"..", "../secret.jpg", "/etc/passwd", "a.jpg\0"}) {
      refused(
          ErrorCode.BAD_REQUEST,
          "Path traversal not allowed: " + name,
          () -> resource.screenshot(name));
    }
  }

  @Test
  void pagesMayAskWhatTheyMayAskFor() {
    for (Response answer : new Response[] {resource.options(), resource.screenshotOptions()}) {
      assertThat(answer.getStatus()).isEqualTo(204);
      assertThat(answer.getHeaderString("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.getHeaderString("Access-Control-Allow-Methods")).contains("GET");
    }
  }
}
