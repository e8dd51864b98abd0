package com.virtualpytest.host.host.internal.av;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
class RecordingsResourceTest {
  private static final String CONTENT = "0123456789";

  private AvFixture fixture;
  private RecordingsResource resource;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new RecordingsResource(fixture.sources);
    AvFixture.file(fixture.data.resolve("secret.mp4"), "root:", Duration.ZERO);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Path film(String device, String name, boolean running) throws Exception {
    FakeSource source = fixture.source(device);
    Path file = source.folder.cold().resolve("recordings").resolve(name);
    source.recordings.add(new Recording(name, file, Instant.now(), Duration.ofSeconds(5), running));
    return running ? file : AvFixture.file(file, CONTENT, Duration.ZERO);
  }

  private static String content(Response answer) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ((StreamingOutput) answer.getEntity()).write(bytes);
    return bytes.toString(UTF_8);
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aFilmComesAsAWhole() throws Exception {
    film("device1", "a.mp4", false);

    Response answer = resource.file("a.mp4", null, null);

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getMediaType()).hasToString("video/mp4");
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
    assertThat(answer.getHeaderString("Accept-Ranges")).isEqualTo("bytes");
    assertThat(content(answer)).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, bytes 0-0/10",
    "bytes=2-4, 234, bytes 2-4/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=8-99, 89, bytes 8-9/10",
    "bytes=-99, 0123456789, bytes 0-9/10"
  })
  void aPartIsGivenWhereItIsAskedFor(String range, String part, String which) throws Exception {
    film("device1", "a.mp4", false);

    Response answer = resource.file("a.mp4", null, range);

    assertThat(answer.getStatus()).isEqualTo(206);
    assertThat(answer.getHeaderString("Content-Range")).isEqualTo(which);
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("" + part.length());
    assertThat(content(answer)).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=5-4", "bytes=-0", "bytes=99999999999999999999-"})
  void whatIsNotInItIsRefused(String range) throws Exception {
    film("device1", "a.mp4", false);

    Response answer = resource.file("a.mp4", null, range);

    assertThat(answer.getStatus()).isEqualTo(416);
    assertThat(answer.getHeaderString("Content-Range")).isEqualTo("bytes */10");
    assertThat(answer.getMediaType()).hasToString("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds=1-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,4-5"})
  void whatIsNoRangeIsAnsweredWithTheWhole(String range) throws Exception {
    film("device1", "a.mp4", false);

    Response answer = resource.file("a.mp4", null, range);

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(content(answer)).isEqualTo(CONTENT);
  }

  @Test
  void aFilmThatIsRemovedWhileItIsSentIsSentToItsEnd() throws Exception {
    film("device1", "a.mp4", false);
    Response answer = resource.file("a.mp4", null, null);

    resource.remove("a.mp4", null);

    assertThat(content(answer)).isEqualTo(CONTENT);
  }

  @Test
  void whoAsksForTheHeadGetsTheSize() throws Exception {
    film("device1", "a.mp4", false);

    Response answer = resource.head("a.mp4", null, null);

    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
    assertThat(answer.hasEntity()).isFalse();
  }

  @Test
  void oneIsRemoved() throws Exception {
    Path file = film("device1", "a.mp4", false);

    assertThat(resource.remove("a.mp4", "device1").success()).isTrue();

    assertThat(file).doesNotExist();
    refused(ErrorCode.NOT_FOUND, () -> resource.remove("a.mp4", "device1"));
  }

  @Test
  void nobodyRemovesWhatIsBeingMadeOrWhatOthersHaveToo() throws Exception {
    film("device1", "now.mp4", true);
    Path mine = film("device1", "a.mp4", false);
    Path other = film("host", "a.mp4", false);

    refused(ErrorCode.CONFLICT, () -> resource.remove("now.mp4", null));
    refused(ErrorCode.CONFLICT, () -> resource.file("now.mp4", null, null));
    refused(ErrorCode.CONFLICT, () -> resource.remove("a.mp4", null));
    resource.remove("a.mp4", "host");

    assertThat(mine).exists();
    assertThat(other).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../secret.mp4", "/etc/passwd", "a/../b", ".hidden.mp4", "a\0.mp4", "", "ä"})
  void onlyPlainNamesAreLookedFor(String name) {
    refused(ErrorCode.BAD_REQUEST, () -> resource.file(name, null, null));
    refused(ErrorCode.BAD_REQUEST, () -> resource.head(name, null, null));
    refused(ErrorCode.BAD_REQUEST, () -> resource.remove(name, null));
  }

  @Test
  void noLinkLeadsOut() throws Exception {
    Path link = film("device1", "link.mp4", false);
    Files.delete(link);
    Files.createSymbolicLink(link, fixture.data.resolve("secret.mp4"));

    refused(ErrorCode.NOT_FOUND, () -> resource.file("link.mp4", null, null));
    refused(ErrorCode.NOT_FOUND, () -> resource.remove("link.mp4", null));
    assertThat(fixture.data.resolve("secret.mp4")).exists();
  }
}
