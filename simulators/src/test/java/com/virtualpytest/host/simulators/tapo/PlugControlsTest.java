package com.virtualpytest.host.simulators.tapo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlugControlsTest {
  private VirtualPlug plug;
  private PlugControls controls;

  @BeforeEach
  void start() throws IOException {
    plug = VirtualPlug.start(PlugProfile.of("me@example.com", "secret"), Firmware.KLAP2, 0);
    controls = new PlugControls(plug);
  }

  @AfterEach
  void stop() throws IOException {
    plug.close();
  }

  @Test
  void listenersAreToldEachChangeOfTheRelay() {
    List<Boolean> told = new CopyOnWriteArrayList<>();
    plug.onRelay(told::add);

    controls.control("off", Map.of());
    controls.control("off", Map.of());
    controls.control("on", Map.of());

    assertThat(told).containsExactly(false, true);
    assertThat(plug.switches()).isEqualTo(2);
  }

  @Test
  void theStateIsTold() {
    controls.control("load", Map.of("watts", "42.5"));
    controls.control("update", Map.of("firmware", "tpap"));

    assertThat(controls.state()).contains("relay=on", "firmware=tpap", "watts=42.5", "logins=0");
  }

  @Test
  void everyFaultCanBeSwitchedOn() {
    for (String verb : List.of("forget", "unplug", "plug", "sleep")) {
      assertThat(controls.control(verb, Map.of())).isEqualTo(verb + " done");
    }
    assertThat(controls.control("refuse", Map.of("count", "3"))).isEqualTo("refuse done");
    assertThat(controls.control("slow", Map.of("ms", "0"))).isEqualTo("slow done");
    assertThat(controls.control("garbage", Map.of("on", "true"))).isEqualTo("garbage done");
    assertThat(controls.control("password", Map.of("to", "x"))).isEqualTo("password done");
  }

  @Test
  void whatIsWrongIsTold() {
    assertThatThrownBy(() -> controls.control("explode", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("known: on, off");
    assertThatThrownBy(() -> controls.control("load", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("watts is missing");
  }
}
