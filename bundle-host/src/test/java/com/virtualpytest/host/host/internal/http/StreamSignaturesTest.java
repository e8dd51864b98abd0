package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSignaturesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String PATH = "/host/stream/capture1/segments/output.m3u8";

  private static StreamSignatures signatures(String auth, Clock clock) {
    return new StreamSignatures(
        HostSettings.of(Map.of("STREAM_AUTH", auth, "API_KEY", "key")), clock);
  }

  @Test
  void aSignatureIsGoodForOneSourceUntilItExpires() {
    StreamSignatures signatures = signatures("key", NOW);
    String query = signatures.query("capture1").substring(1);

    assertThat(signatures.good(PATH, query)).isTrue();
    assertThat(signatures.good("/host/stream/capture1/captures/a.jpg", query + "?t=1")).isTrue();
    assertThat(signatures.good("/host/stream/capture2/segments/output.m3u8", query)).isFalse();
    assertThat(signatures.good("/host/devices", query)).isFalse();
    assertThat(signatures.good(PATH, query.replaceFirst("expires=\\d", "expires=9"))).isFalse();
    assertThat(signatures.good(PATH, null)).isFalse();
    Clock later = Clock.offset(NOW, Duration.ofHours(13));
    assertThat(signatures("key", later).good(PATH, query)).isFalse();
  }

  @Test
  void theAddressOfAFileThatIsKeptStaysGoodForItAlone() {
    String file = "/host/stream/screenshots/tv/home%201.jpg";
    StreamSignatures signatures = signatures("key", NOW);
    String query = signatures.keptQuery(file).substring(1);

    StreamSignatures later = signatures("key", Clock.offset(NOW, Duration.ofDays(10_000)));
    assertThat(later.keptQuery(file)).isEqualTo("?" + query);
    assertThat(later.good(file, query)).isTrue();
    assertThat(later.good(file, query + "?t=1")).isTrue();
    assertThat(later.good("/host/stream/screenshots/tv/other.jpg", query)).isFalse();
    assertThat(later.good("/host/stream/screenshots", query)).isFalse();
    assertThat(later.good(file, query + "&expires=9999999999")).isFalse();
    assertThat(later.good(file, "signature=")).isFalse();
    String ofFolder = signatures.query("screenshots").replaceFirst(".*&", "");
    assertThat(signatures.good(file, ofFolder)).as("without its expiry").isFalse();
    assertThat(signatures("open", NOW).keptQuery(file)).isEmpty();
  }

  @Test
  void openStreamsAreNotSigned() {
    assertThat(signatures("open", NOW).query("capture1")).isEmpty();
    assertThat(signatures("open", NOW).good(PATH, "expires=9999999999&signature=")).isFalse();
  }
}
