package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedHost.class)
class TicketsIT {
  /** Behind the key and without an answer of its own: 404 says that the ticket was taken. */
  private static final String PATH = "/host/nothing";

  private final Client client;

  TicketsIT(Client client) {
    this.client = client;
  }

  private String ticketFor(String path) {
    return client.post("/host/tickets", "{\"path\":\"" + path + "\",\"ttl\":30}").text("ticket");
  }

  @Test
  void aTicketOpensItsPath() {
    assertThat(client.getWithoutKey(PATH + "?ticket=" + ticketFor(PATH)).status()).isEqualTo(404);
  }

  @Test
  void aTicketIsGoodForOneRequest() {
    String ticket = ticketFor(PATH);
    client.getWithoutKey(PATH + "?ticket=" + ticket);

    assertThat(client.getWithoutKey(PATH + "?ticket=" + ticket).status()).isEqualTo(401);
  }

  @Test
  void aTicketOpensNoOtherPath() {
    assertThat(client.getWithoutKey("/host/other?ticket=" + ticketFor(PATH)).status())
        .isEqualTo(401);
  }

  @Test
  void aTicketIsForReadingOnly() {
    Answer answer =
        client.send(
            client
                .request("/host/tickets?ticket=" + ticketFor("/host/tickets"))
                .POST(BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "-1"})
  void aTicketLivesForOneToSixtySeconds(String ttl) {
    Answer answer = client.post("/host/tickets", "{\"path\":\"/host/x\",\"ttl\":" + ttl + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("ttl must be 1 to 60 seconds");
  }

  @Test
  void whoHasNoKeyGetsNoTicket() {
    Answer answer =
        client.send(client.request("/host/tickets").POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isEqualTo(401);
  }
}
