package com.virtualpytest.host.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads {@code /host/events} as a browser does. */
final class EventReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final InputStream body;
  private final Thread thread;

  /** One event as it came over the wire. */
  record Received(String name, String id, JsonNode data) {
    String text(String field) {
      return data.path(field).asText();
    }
  }

  private EventReader(InputStream body) {
    this.body = body;
    this.thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins to read.
   *
   * @param last what is sent as {@code Last-Event-ID}; null for nothing
   */
  static EventReader open(Client client, String query, String last)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = client.keyed("/host/events" + query);
    if (last != null) {
      request.header("Last-Event-ID", last);
    }
    HttpResponse<InputStream> response =
        client.http().send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return new EventReader(response.body());
  }

  /** All so far. */
  List<Received> received() {
    return received;
  }

  /** The last id so far. */
  String lastId() {
    return received.get(received.size() - 1).id();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String name = "message";
      String id = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          received.add(new Received(name, id, JSON.readTree(data)));
          data = "";
        }
      }
    } catch (IOException e) {
      return; // cut
    }
  }

  /** Cuts the connection. */
  @Override
  public void close() throws IOException {
    body.close();
  }
}
