package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.http.Access.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private final Access access = new Access(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/websockify",
        "/host/health",
        "/host/health/live",
        "/host/health/ready",
        "/host/system/health",
        "/host/action/health",
        "/host/actions/health",
        "/host/navigation/health",
        "/host/vnc/vnc_lite.html",
        "/host/stream/capture1/segments/output.m3u8"
      })
  void isOpenForStatesAndPicturesOnly(String path) {
    assertThat(access.rule(path)).isEqualTo(Rule.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host/devices",
        "/host/health/",
        "/host/health/other",
        "/host/Health",
        "/host/healthx",
        "/host/streams",
        "/host/vnc",
        "/host/",
        "/host/%68ealth"
      })
  void needsTheKeyForAllElseBelowHost(String path) {
    assertThat(access.rule(path)).isEqualTo(Rule.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/host", "/hostx/health", "/metrics", "/system/consolex", "/%68ost/health"})
  void isClosedElsewhere(String path) {
    assertThat(access.rule(path)).isEqualTo(Rule.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host/vnc/../devices",
        "/host/vnc/%2e%2e/devices",
        "/host/vnc/%2E./devices",
        "/host/vnc/..%2fdevices",
        "/host/vnc/%5cdevices",
        "/host/vnc/;x/devices",
        "/host/vnc//devices",
        "/host/vnc/%00",
        "/host/vnc/a\\b",
        "host/health",
        "/host/stream/."
      })
  void refusesSpellingsThatCouldMeanAnotherPath(String path) {
    assertThat(access.rule(path)).isEqualTo(Rule.AMBIGUOUS);
  }

  @Test
  void closesStreamsWhenSettingsSaySo() {
    assertThat(new Access(false).rule("/host/stream/capture1/x.jpg")).isEqualTo(Rule.KEY);
  }

  @Test
  void leavesTheConsoleToItsOwnLogin() {
    assertThat(access.rule("/system/console")).isEqualTo(Rule.CONSOLE);
    assertThat(access.rule("/system/console/bundles")).isEqualTo(Rule.CONSOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/host/bundles,true",
    "POST,/host/bundles/,true",
    "DELETE,/host/bundles/x,true",
    "POST,/host/bundles/x/rollback,true",
    "PUT,/host/bundl%65s/x,true",
    "POST,/host/%62undles,true",
    "GET,/host/bundles,false",
    "HEAD,/host/bundles/x/history,false",
    "POST,/host/bundlesx,false",
    "POST,/host/devices,false",
    "POST,/host/bundles%zz,false",
  })
  void leavesChangesOfBundlesToTheConsolesLogin(String method, String path, boolean change) {
    assertThat(Access.changesBundles(method, path)).isEqualTo(change);
  }
}
