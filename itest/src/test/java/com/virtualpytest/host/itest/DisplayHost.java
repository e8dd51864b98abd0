package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A host with a display. */
final class DisplayHost implements AutoCloseable {
  private final HostLaunch launch;
  private final HostProcess host;

  private DisplayHost(HostLaunch launch) throws IOException {
    this.launch = launch;
    this.host = launch.startAndAwaitReady();
  }

  /** Starts it; {@code variables} are names and values by turns. */
  static DisplayHost in(Path folder, String... variables) throws IOException {
    HostLaunch launch = HostLaunch.in(folder).withDisplay();
    for (int i = 0; i < variables.length; i += 2) {
      launch.env(variables[i], variables[i + 1]);
    }
    return new DisplayHost(launch);
  }

  HostProcess host() {
    return host;
  }

  Client client() {
    return host.client();
  }

  String variable(String name) {
    return launch.env(name);
  }

  DisplayHost awaitHealthy() {
    host.awaitAnswer(
        "/host/health",
        answer ->
            answer.text("status").equals("healthy") && answer.json().path("services").size() == 4);
    return this;
  }

  /** Waits until a process of the display has a state; returns what is told of it. */
  JsonNode awaitState(String process, String state) {
    host.awaitAnswer("/host/display", answer -> state.equals(state(answer, process)));
    return process(process);
  }

  private static String state(Answer answer, String process) {
    for (JsonNode each : answer.json().path("processes")) {
      if (each.path("name").asText().equals(process)) {
        return each.path("state").asText();
      }
    }
    return null;
  }

  JsonNode process(String name) {
    Answer answer = client().get("/host/display/processes/" + name);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("process");
  }

  ProcessHandle handle(String name) {
    return ProcessHandle.of(process(name).path("pid").asLong()).orElseThrow();
  }

  Answer bash(String script) {
    return client()
        .post(
            "/host/desktop/bash/executeCommand",
            "{\"command\":\"execute_bash_command\",\"params\":{\"command\":\"" + script + "\"}}");
  }

  URI noVnc(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + variable("NOVNC_PORT") + path);
  }

  @Override
  public void close() {
    host.close();
  }
}
