package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedHost.class)
class RequestsIT {
  private static final int TWENTY_MB = 20 * 1024 * 1024;

  private final Client client;

  RequestsIT(Client client) {
    this.client = client;
  }

  @Test
  void anUnknownPathIs404() {
    Answer answer = client.get("/host/nothing");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    assertThat(answer.text("error")).isEqualTo("No such route: /host/nothing");
    assertThat(answer.text("code")).isEqualTo("NOT_FOUND");
  }

  @Test
  void aPathBelowAKnownOneIs404() {
    Answer answer = client.get("/host/tickets/nothing");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("error")).isEqualTo("No such route: /host/tickets/nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "MADEUP"})
  void aWrongMethodIs405AndNamesTheRightOnes(String method) {
    Answer answer =
        client.send(client.keyed("/host/health").method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text("code")).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow")).contains("GET").doesNotContain(method);
  }

  @Test
  void aBrokenBodyIs400AndNamesThePlace() {
    Answer answer = client.post("/host/tickets", "{\"path\":\n  oops}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("BAD_REQUEST");
    assertThat(answer.text("error")).contains("line 2, column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "\"text\"", "7", "null"})
  void aBodyThatIsNoObjectIs400(String body) {
    Answer answer = client.post("/host/tickets", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("The body must be a JSON object");
  }

  @Test
  void aFieldOfTheWrongKindIsNamed() {
    Answer answer = client.post("/host/tickets", "{\"path\":\"/host/x\",\"ttl\":{}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("ttl must be a number");
  }

  @Test
  void fieldsThatNobodyKnowsAreIgnored() {
    Answer answer =
        client.post(
            "/host/tickets", "{\"path\":\"/host/x\",\"host_name\":\"h\",\"team_id\":\"t\"}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aPostWithoutBodyAndTypeReachesItsRoute() {
    Answer answer = client.postNothing("/host/tickets");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).contains("path must begin with /host/");
  }

  @Test
  void aBodyWithoutTypeCountsAsJson() {
    Answer answer =
        client.send(
            client
                .keyed("/host/tickets")
                .POST(BodyPublishers.ofString("{\"path\":\"/host/health\"}")));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aBodyOfAnotherTypeIs415() {
    Answer answer =
        client.send(
            client
                .keyed("/host/tickets")
                .header("Content-Type", "application/xml")
                .POST(BodyPublishers.ofString("<a/>")));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("code")).isEqualTo("UNSUPPORTED_TYPE");
  }

  @Test
  void twentyMegabytesOfKnownLengthAre413() {
    assertTooLarge(BodyPublishers.ofByteArray(twentyMegabytes()));
  }

  @Test
  void twentyMegabytesOfUnknownLengthAre413() {
    assertTooLarge(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(twentyMegabytes())));
  }

  private void assertTooLarge(BodyPublisher body) {
    Answer answer =
        client.send(
            client
                .keyed("/host/tickets")
                .header("Content-Type", "application/json")
                .expectContinue(false)
                .POST(body));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text("code")).isEqualTo("TOO_LARGE");
  }

  /** A JSON text that is endless as far as a parser can see. */
  private static byte[] twentyMegabytes() {
    byte[] body = new byte[TWENTY_MB];
    Arrays.fill(body, (byte) ' ');
    body[0] = '{';
    return body;
  }

  @Test
  void aSmallBodyMayPauseOnItsWay() throws IOException {
    PipedInputStream arriving = new PipedInputStream();
    try (PipedOutputStream sender = new PipedOutputStream(arriving)) {
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(
              () ->
                  client.send(
                      client
                          .keyed("/host/tickets")
                          .POST(BodyPublishers.ofInputStream(() -> arriving))));
      sender.write("{\"path\":".getBytes(StandardCharsets.US_ASCII));
      sender.flush();
      CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)
          .execute(() -> finish(sender, "\"/host/x\"}"));

      assertThat(answer.join().status()).isEqualTo(200);
    }
  }

  private static void finish(OutputStream sender, String rest) {
    try (sender) {
      sender.write(rest.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBodyInBrokenChunksIsAnsweredInJson() throws IOException {
    assertThat(
            client.raw(
                "POST /host/tickets HTTP/1.1\r\nHost: x\r\nX-API-Key: "
                    + HostLaunch.KEY
                    + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/json", "\"code\":\"BAD_REQUEST\"");
  }

  @Test
  void aRefusalBeforeTheBodyHasComeLeavesTheConnectionUsable() throws IOException {
    String answers =
        client.raw(
            "POST /host/nothing HTTP/1.1\r\nHost: x\r\nX-API-Key: "
                + HostLaunch.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n",
            () -> {
              for (int i = 0; i < 5; i++) {
                client.get("/host/health"); // time enough for the refusal
              }
            },
            "{}GET /host/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answers).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ");
  }

  @Test
  void aRequestLineThatIsNoneIsAnsweredInJson() throws IOException {
    assertThat(client.raw("GET /host/%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/json", "\"code\":\"BAD_REQUEST\"");
  }

  @Test
  void aHeaderThatIsTooLargeIsAnsweredInJson() throws IOException {
    String header = "X-Large: " + "x".repeat(20_000) + "\r\n";

    assertThat(client.raw("GET /host/health HTTP/1.1\r\nHost: x\r\n" + header + "\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("Content-Type: application/json", "\"code\":\"BAD_REQUEST\"");
  }

  @Test
  void anAnswerDoesNotNameTheServersSoftware() {
    assertThat(client.get("/host/nothing").headers().map()).doesNotContainKey("server");
  }
}
