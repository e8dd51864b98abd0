package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHost.class)
class HealthIT {
  private final Client client;

  HealthIT(Client client) {
    this.client = client;
  }

  @Test
  void healthHasExactlyTheFieldsThatItsClientsKnow() {
    Answer answer = client.getWithoutKey("/host/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("status", "host_name", "services");
    assertThat(answer.text("status")).isEqualTo("healthy");
    assertThat(answer.text("host_name")).isEqualTo("itest");
    assertThat(answer.json().at("/services/flask").asText()).isEqualTo("running");
  }

  @Test
  void liveAnswersWithoutKey() {
    assertThat(client.getWithoutKey("/host/health/live").body()).isEqualTo("{\"status\":\"live\"}");
  }

  @Test
  void readyAnswersWithoutKey() {
    assertThat(client.getWithoutKey("/host/health/ready").body())
        .isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void systemHealthIsTheAnswerThatProxiesKnow() {
    Answer answer = client.getWithoutKey("/host/system/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("ok");
    assertThat(answer.text("mode")).isEqualTo("host");
    assertThat(answer.text("host_name")).isEqualTo("itest");
    assertThat(answer.text("supabase")).isEqualTo("unavailable");
    assertThat(answer.json().path("timestamp").isNumber()).isTrue();
  }

  @Test
  void theRootSaysWhatThisIsAndWhereToLook() {
    Answer answer = client.getWithoutKey("/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("service")).isEqualTo("VirtualPyTest device host");
    assertThat(answer.text("health")).isEqualTo("/host/health");
  }
}
