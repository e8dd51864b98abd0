package com.virtualpytest.host.simulators.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {

  private static final class Lamp implements ControlServer.Controls {
    private String colour = "white";

    @Override
    public String state() {
      return "colour=" + colour;
    }

    @Override
    public String control(String verb, Map<String, String> parameters) {
      if (!verb.equals("paint")) {
        throw new IllegalArgumentException("paint is allowed, not " + verb);
      }
      colour = parameters.get("colour");
      return "painted";
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ControlServer(0, new Lamp());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aVerbChangesTheState() throws Exception {
    assertThat(send("POST", "/paint?colour=light%20blue").statusCode()).isEqualTo(200);

    assertThat(send("GET", "/state").body()).isEqualTo("colour=light blue\n");
  }

  @Test
  void anUnknownVerbIsToldWhatIsAllowed() throws Exception {
    HttpResponse<String> answer = send("POST", "/burn");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("paint is allowed, not burn\n");
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
