package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRulesTest {

  private static final List<String> OWN =
      List.of("https://lab.example.org/host1", "http://admin.example.org:8080");

  private final OriginRules rules = new OriginRules(OWN, "lab-host", true);

  @ParameterizedTest
  @CsvSource({
    "http://localhost:6109, true",
    "https://localhost:6109, true",
    "https://LAB.example.org, true",
    "https://lab.example.org:443, true",
    "http://admin.example.org:8080, true",
    "http://lab.example.org, false",
    "http://admin.example.org, false",
    "http://localhost, false",
    "http://localhost:6110, false",
    "http://localhost:6109.evil.example, false",
    "http://evil.example, false",
    "http://evil.example/http://localhost:6109, false",
    "http://localhost:6109@evil.example, false",
    "null, false",
    "file://, false",
    "'', false",
  })
  void changesComeFromOwnPagesOnly(String origin, boolean permitted) {
    FakeRequest request = new FakeRequest("POST").header("Origin", origin);

    assertThat(rules.permits(request.servlet())).isEqualTo(permitted);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:6109/system/console/bundles?x=1, true",
    "https://lab.example.org/a, true",
    "http://evil.example/a, false",
    "http://localhost:6109.evil.example/, false",
  })
  void refererSpeaksWhereOriginIsAbsent(String referer, boolean permitted) {
    FakeRequest request = new FakeRequest("PUT").header("Referer", referer);

    assertThat(rules.permits(request.servlet())).isEqualTo(permitted);
  }

  @Test
  void originCountsMoreThanReferer() {
    FakeRequest request =
        new FakeRequest("POST")
            .header("Origin", "http://evil.example")
            .header("Referer", "http://localhost:6109/");

    assertThat(rules.permits(request.servlet())).isFalse();
  }

  @Test
  void programsThatSayNothingAreNoBrowsers() {
    assertThat(rules.permits(new FakeRequest("POST").servlet())).isTrue();
    assertThat(rules.permits(new FakeRequest("DELETE").servlet())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"same-origin, true", "none, true", "same-site, false", "cross-site, false"})
  void siteSpeaksWhereOriginIsAbsent(String site, boolean permitted) {
    FakeRequest request = new FakeRequest("POST").header("Sec-Fetch-Site", site);

    assertThat(rules.permits(request.servlet())).isEqualTo(permitted);
  }

  @Test
  void anAllowedOriginMayBeAnotherSite() {
    FakeRequest request =
        new FakeRequest("POST")
            .header("Origin", "http://admin.example.org:8080")
            .header("Sec-Fetch-Site", "cross-site");

    assertThat(rules.permits(request.servlet())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void readingIsPermittedFromAnywhere(String method) {
    FakeRequest request = new FakeRequest(method).header("Origin", "http://evil.example");

    assertThat(rules.permits(request.servlet())).isTrue();
  }

  @Test
  void changesByGetNeedToComeFromAnOwnPage() {
    assertThat(rules.permits(post().servlet())).isFalse();
    assertThat(rules.permits(post().header("Sec-Fetch-Site", "cross-site").servlet())).isFalse();
    assertThat(rules.permits(post().header("Referer", "http://evil.example/").servlet())).isFalse();
    assertThat(rules.permits(post().header("Sec-Fetch-Site", "same-origin").servlet())).isTrue();
    assertThat(rules.permits(post().header("Referer", "http://localhost:6109/a").servlet()))
        .isTrue();
  }

  private static FakeRequest post() {
    return new FakeRequest("GET").parameter("post", "true");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost.:6109, true",
    "127.0.0.1:6109, true",
    "'[::1]:6109', true",
    "lab-host:6109, true",
    "Lab.Example.org, true",
    "admin.example.org, true",
    "evil.example:6109, false",
    "127.0.0.1.evil.example, false",
    "192.168.1.5:6109, false",
    "localhost@evil.example, false",
    "'', false",
  })
  void loopbackHostsAnswerUnderTheirOwnNamesOnly(String host, boolean meant) {
    FakeRequest request = new FakeRequest("GET").header("Host", host);

    assertThat(rules.meantForThisHost(request.servlet())).isEqualTo(meant);
    assertThat(new OriginRules(OWN, "lab-host", false).meantForThisHost(request.servlet()))
        .isTrue();
  }

  @Test
  void loopbackHostsAnswerNobodyWhoNamesNoHost() {
    assertThat(rules.meantForThisHost(new FakeRequest("GET").without("Host").servlet())).isFalse();
  }
}
