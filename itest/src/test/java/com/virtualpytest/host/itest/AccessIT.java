package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedHost.class)
class AccessIT {
  private static final JsonNode NO_KEY =
      Answer.parse(
          "{\"error\":\"Authentication required\",\"message\":\"X-API-Key header is required\"}");
  private static final JsonNode WRONG_KEY =
      Answer.parse("{\"error\":\"Invalid API key\",\"message\":\"Authentication failed\"}");
  private static final JsonNode NO_KEY_SET =
      Answer.parse(
          "{\"error\":\"Server configuration error\","
              + "\"message\":\"API authentication not configured\"}");

  private final Client client;

  AccessIT(Client client) {
    this.client = client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/host/tickets", "/host/nothing", "/host/", "/host/health/"})
  void withoutKeyEveryRouteAsksForIt(String path) {
    Answer answer = client.getWithoutKey(path);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).isEqualTo(NO_KEY);
  }

  @Test
  void anEmptyKeyCountsAsNone() {
    Answer answer = client.send(client.request("/host/nothing").header("X-API-Key", ""));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).isEqualTo(NO_KEY);
  }

  @Test
  void aWrongKeyIsRefused() {
    Answer answer = client.send(client.request("/host/nothing").header("X-API-Key", "wrong"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).isEqualTo(WRONG_KEY);
  }

  @Test
  void theKeyIsNotTakenFromTheQuery() {
    assertThat(client.getWithoutKey("/host/nothing?X-API-Key=" + HostLaunch.KEY).status())
        .isEqualTo(401);
  }

  @Test
  void pagesMaySendWhatPlayersSend() {
    Answer answer =
        client.send(
            client
                .request("/host/stream/capture1/segments/output.m3u8")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "range,x-api-key"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Headers").split(", "))
        .contains("Range", "X-API-Key");
  }

  @Test
  void theKeyIsTakenAsBearerToken() {
    Answer answer =
        client.send(
            client.request("/host/nothing").header("Authorization", "Bearer " + HostLaunch.KEY));

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void aWrongBearerTokenIsRefused() {
    Answer answer =
        client.send(client.request("/host/nothing").header("Authorization", "Bearer wrong"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).isEqualTo(WRONG_KEY);
  }

  @Test
  void withoutApiKeyNobodyGetsInAndHealthAnswers(@TempDir Path folder) throws IOException {
    try (HostProcess host = HostLaunch.in(folder).env("API_KEY", null).startAndAwaitReady()) {
      Answer answer = host.client().get("/host/nothing");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json()).isEqualTo(NO_KEY_SET);
      assertThat(host.client().getWithoutKey("/host/health").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hosts",
        "/index.html",
        "/favicon.ico",
        "/system",
        "/system/consolex",
        "/websockify/",
        "/HOST/health"
      })
  void nothingAnswersOutsideOfWhatIsTheHosts(String path) {
    Answer answer = client.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host/health/../nothing",
        "/host/health/..;/nothing",
        "/host/health;x=1",
        "/host/./health",
        "/host/%2e%2e/host/nothing",
        "/host/health%2flive",
        "/host/health%5clive",
        "/host//health"
      })
  void spellingsThatCouldMeanAnotherPathAreRefused(String path) throws IOException {
    String answer = client.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/json", "BAD_REQUEST");
  }

  @Test
  void aDoubleSlashInFrontMeansTheSamePath() throws IOException {
    String answer =
        client.raw("GET //host/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }
}
