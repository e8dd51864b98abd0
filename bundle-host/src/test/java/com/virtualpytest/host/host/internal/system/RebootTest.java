package com.virtualpytest.host.host.internal.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RebootTest {

  @Test
  void aRefusalIsNoSuccess() throws InterruptedException {
    assertThat(new Reboot(List.of("true")).begin()).isTrue();
    assertThat(new Reboot(List.of("false")).begin()).isFalse();
    assertThat(new Reboot(List.of("no-such-program")).begin()).isFalse();
  }
}
