package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "192.168.1.7, 192.168.1.7, true",
    "192.168.1.7, 192.168.1.8, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::1/128, 0:0:0:0:0:0:0:1%lo, true",
    "fe80::/10, fe80::1%eth0, true",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, localhost, false",
    "10.0.0.0/8, '', false",
  })
  void containsWhatItsNetworksContain(String list, String address, boolean expected) {
    assertThat(Addresses.parse(list).contains(address)).isEqualTo(expected);
  }

  @Test
  void takesSeveralNetworksOfBothKinds() {
    Addresses list = Addresses.parse("10.0.0.0/8, fd00::/8 ,127.0.0.1");

    assertThat(list.contains("10.1.1.1")).isTrue();
    assertThat(list.contains("fd12::1")).isTrue();
    assertThat(list.contains("127.0.0.1")).isTrue();
    assertThat(list.contains("127.0.0.2")).isFalse();
    assertThat(list.contains(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/8,",
        "10.0.0/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "::/129",
        "lan",
        "256.1.1.1",
        "010.0.0.1",
        "1:2",
        "10.0.0.0/8 172.16.0.0/12",
        "*"
      })
  void refusesWhatIsNoNetwork(String list) {
    assertThatThrownBy(() -> Addresses.parse(list)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.9.1, true",
    "localhost, true",
    "LOCALHOST, true",
    "::1, true",
    "[::1], true",
    "0.0.0.0, false",
    "'::', false",
    "192.168.1.1, false",
    "localhost.example.org, false",
  })
  void knowsLoopback(String address, boolean expected) {
    assertThat(Addresses.loopback(address)).isEqualTo(expected);
  }
}
