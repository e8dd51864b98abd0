package com.virtualpytest.host.host.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://server.example.org, http://server.example.org",
    "https://server.example.org/, https://server.example.org",
    "https://server.example.org:8443/base/, https://server.example.org:8443/base",
    "server.example.org, http://server.example.org:5109",
    "192.168.1.34:5109, http://192.168.1.34:5109",
    "http://192.168.1.34, http://192.168.1.34:5109",
    "https://192.168.1.34, http://192.168.1.34:5109",
    "https://localhost:443, http://localhost:5109",
    "https://lab.local:8443, http://lab.local:8443",
    "https://dev.example.com, https://dev.example.com",
    "https://my.dev, https://my.dev",
    "https://172.32.0.1, https://172.32.0.1"
  })
  void isWhatExistingInstallationsMean(String setting, String address) {
    assertThat(ServerAddress.of(setting)).isEqualTo(URI.create(address));
  }

  @Test
  void aSettingWithoutAHostIsRefused() {
    assertThatThrownBy(() -> ServerAddress.of("http://")).isInstanceOf(RuntimeException.class);
  }
}
