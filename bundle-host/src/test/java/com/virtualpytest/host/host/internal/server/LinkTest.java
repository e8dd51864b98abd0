package com.virtualpytest.host.host.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkTest {

  private static final class Bodies implements Payloads {
    private Object devices = "one";

    @Override
    public Map<String, ?> registration() {
      return Map.of("host_name", "lab", "host_url", "http://lab:6109", "devices", List.of());
    }

    @Override
    public Map<String, ?> ping() {
      return Map.of("host_name", "lab");
    }

    @Override
    public Map<String, ?> unregistration() {
      return Map.of("host_name", "lab");
    }

    @Override
    public Object fingerprint() {
      return devices;
    }
  }

  private final Bodies bodies = new Bodies();
  private StandInServer server;
  private Link link;

  @BeforeEach
  void start() throws IOException {
    server = new StandInServer();
    link =
        new Link(
            new ServerClient(server.address()), bodies, Duration.ofMinutes(5), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aHostRegistersAndPingsAtOnce() throws Exception {
    assertThat(link.step()).isZero();
    link.step();

    assertThat(server.calls).containsExactly("register", "ping");
    assertThat(link.status().state()).isEqualTo(State.READY);
  }

  @Test
  void betweenPingsItOnlyLooks() throws Exception {
    link.step();
    link.step();
    link.step();
    link.step();

    assertThat(server.calls).containsExactly("register", "ping");
  }

  @Test
  void aServerThatForgotItGetsItAgain() throws Exception {
    link.step();
    server.hosts.clear();

    assertThat(link.step()).isZero();
    link.step();

    assertThat(server.hosts).containsExactly("lab");
    assertThat(server.calls).containsExactly("register", "ping", "register");
  }

  @Test
  void aServerThatWasAwayIsPingedAtOnceAndGetsItAgain() throws Exception {
    link.step();
    link.step();
    server.close();

    link.step();
    assertThat(link.status().state()).isEqualTo(State.OFFLINE);
    server.restart();
    assertThat(link.step()).isZero();
    link.step();
    link.step();

    assertThat(server.hosts).containsExactly("lab");
    assertThat(link.status().state()).isEqualTo(State.READY);
  }

  @Test
  void otherDevicesAreToldAtOnce() throws Exception {
    link.step();
    link.step();
    bodies.devices = "two";

    link.step();

    assertThat(server.calls).containsExactly("register", "ping", "register");
  }

  @Test
  void aRefusalIsAStateAndIsTriedAgainForEver() throws Exception {
    server.failWith = 500;

    Duration first = link.step();
    Duration later = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      later = link.step();
    }

    assertThat(link.status().state()).isEqualTo(State.BACKOFF);
    assertThat(link.status().detail()).contains("500");
    assertThat(first).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(later).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
    server.failWith = 0;
    link.step();
    assertThat(link.status().state()).isEqualTo(State.READY);
  }

  @Test
  void aServerThatIsAwayIsAskedEveryFewSeconds() throws Exception {
    server.close();

    Duration pause = Duration.ZERO;
    for (int i = 0; i < 8; i++) {
      pause = link.step();
    }

    assertThat(link.status().detail()).isEqualTo("The server does not answer");
    assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void theEndIsToldOnceAndOnlyByARegisteredHost() throws Exception {
    link.end();
    link.step();
    link.end();
    link.end();

    assertThat(server.calls).containsExactly("register", "unregister");
    assertThat(server.hosts).isEmpty();
  }
}
