package com.virtualpytest.host.simulators.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.simulators.android.AndroidCommand.Controls;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AndroidCommandTest {

  @Test
  void faultsAndPowerAreSwitchedFromOutside() throws IOException {
    try (VirtualAndroid device = VirtualAndroid.start(Profile.TV, 0)) {
      Controls controls = new Controls(device);

      controls.control("fault", Map.of("name", "garbage_xml"));
      controls.control("slow", Map.of("ms", "5"));
      assertThat(device.faults()).containsExactlyInAnyOrder(Fault.GARBAGE_XML, Fault.SLOW);
      controls.control("clear", Map.of());
      assertThat(device.faults()).isEmpty();

      controls.control("power", Map.of("on", "false"));
      assertThat(controls.state()).contains("powered=false\npage=off");
      controls.control("power", Map.of("on", "true"));
      assertThat(controls.state()).contains("page=home");
    }
  }

  @Test
  void whatIsUnknownIsExplained() throws IOException {
    try (VirtualAndroid device = VirtualAndroid.start(Profile.PHONE, 0)) {
      Controls controls = new Controls(device);

      assertThatThrownBy(() -> controls.control("fault", Map.of("name", "x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("freeze");
      assertThatThrownBy(() -> controls.control("slow", Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> controls.control("burn", Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
