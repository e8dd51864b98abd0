package com.virtualpytest.host.display.internal.vnc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "[::1]", "::ffff:127.0.0.1"})
  void thisMachineMayLook(String address) {
    assertThatCode(() -> new Viewers(true).require(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.7", "::", "0.0.0.0", "2001:db8::1", "localhost", "", "fe80::1%eth0"})
  void othersAreToldWhatToDo(String address) {
    assertThatThrownBy(() -> new Viewers(true).require(address))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.hint()).contains("VNC_PASSWORD"));
  }

  @Test
  void everybodyMayWhereThatIsAllowed() {
    assertThatCode(() -> new Viewers(false).require("192.0.2.7")).doesNotThrowAnyException();
  }
}
