package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Path HOME = Path.of("/opt/backend-host");

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBOzCB4aADAgECAggdi4Eb78OALTAKBggqhkjOPQQDAjARMQ8wDQYDVQQDEwZG
      cmllbmQwIBcNMjYxMTI3MDc1NDE3WhgPMjEyNjExMDMwNzU0MTdaMBExDzANBgNV
      BAMTBkZyaWVuZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPuek1aDUlt8Tug+
      ZdMaLSOFhZ3wHGDXK4H7di0BYYpR91uLGxAbugGHwzx4YqrwQtZmltj+HNHYxEDF
      0jc2aK2jITAfMB0GA1UdDgQWBBQTtw0EUYviIwS3S+nDGaFKj4miAzAKBggqhkjO
      PQQDAgNJADBGAiEAv43bKMDROoMBtIBuMBlxdbGu9MD2MmFUKC+oK0ZL2KQCIQCZ
      wDqigjjIzxcsDV0e58o/WGo7ztNYgP3KZ7KzFbtXvA==
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  private Map<String, String> load(Map<String, String> environment, Map<String, String> envFile)
      throws StartException {
    return Settings.load(new Settings.Sources(environment, envFile, HOME, folder)).asMap();
  }

  private Map<String, String> load(Map<String, String> environment) throws StartException {
    return load(environment, Map.of());
  }

  @Test
  void insertsDefaults() throws Exception {
    assertThat(load(Map.of("HOME", "/home/tester")))
        .containsEntry("HOST_PORT", "6109")
        .containsEntry("HOST_BIND", "0.0.0.0")
        .containsEntry("HOST_URL", "http://localhost:6109")
        .containsEntry("HOST_API_URL", "http://localhost:6109")
        .containsEntry("HOST_DATA_DIR", "/home/tester/.local/share/backend-host")
        .containsEntry("HOST_HOME", "/opt/backend-host")
        .containsEntry("LOG_LEVEL", "info")
        .containsEntry("STREAM_AUTH", "open")
        .containsKey("HOST_NAME")
        .doesNotContainKeys("API_KEY", "SERVER_URL");
  }

  @Test
  void derivesUrlsFromOtherSettings() throws Exception {
    assertThat(load(Map.of("HOST_URL", "https://lab.example.org/host1//", "HOST_PORT", "7000")))
        .containsEntry("HOST_URL", "https://lab.example.org/host1")
        .containsEntry("HOST_API_URL", "http://lab.example.org:7000");
  }

  @Test
  void debugRaisesTheLevelUnlessItIsGiven() throws Exception {
    assertThat(load(Map.of("DEBUG", "True"))).containsEntry("LOG_LEVEL", "debug");
    assertThat(load(Map.of("DEBUG", "1", "LOG_LEVEL", "WARN"))).containsEntry("LOG_LEVEL", "warn");
  }

  @Test
  void environmentWinsAndEmptyCountsAsNotSet() throws Exception {
    assertThat(
            load(
                Map.of("HOST_NAME", "from-environment", "SERVER_URL", ""),
                Map.of("HOST_NAME", "from-file", "SERVER_URL", "http://server:5109/")))
        .containsEntry("HOST_NAME", "from-environment")
        .containsEntry("SERVER_URL", "http://server:5109");
  }

  @Test
  void passesOnWhatItDoesNotKnow() throws Exception {
    assertThat(
            load(
                Map.of("DEVICE1_NAME", "phone", "lower_case", "x", "FLASK_SECRET_KEY", "y"),
                Map.of("DATABASE_URL", "postgres://db", "xDEVICE2_NAME", "off")))
        .containsEntry("DEVICE1_NAME", "phone")
        .containsEntry("DATABASE_URL", "postgres://db")
        .containsEntry("FLASK_SECRET_KEY", "y")
        .doesNotContainKeys("lower_case", "xDEVICE2_NAME");
  }

  @Test
  void readsSecretsFromFiles() throws Exception {
    Files.writeString(folder.resolve("key"), "s3cret\r\n");

    assertThat(load(Map.of("API_KEY_FILE", "key", "VNC_PASSWORD_FILE", folder + "/key")))
        .containsEntry("API_KEY", "s3cret")
        .containsEntry("VNC_PASSWORD", "s3cret")
        .doesNotContainKeys("API_KEY_FILE", "VNC_PASSWORD_FILE");
  }

  @Test
  void aValueOfTheEnvironmentWinsOverAFileNamedInTheEnvFile() throws Exception {
    Files.writeString(folder.resolve("key"), "of-file");

    assertThat(load(Map.of("API_KEY", "of-environment"), Map.of("API_KEY_FILE", "key")))
        .containsEntry("API_KEY", "of-environment");
  }

  @Test
  void stopsAtAFileThatCannotBeRead() {
    assertThatThrownBy(() -> load(Map.of("DEVICE1_POWER_PWD_FILE", "/none/such")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("DEVICE1_POWER_PWD_FILE")
        .hasMessageContaining("/none/such");
    assertThatThrownBy(() -> load(Map.of(), Map.of("DATABASE_URL_FILE", "/none/such")))
        .hasMessageContaining("DATABASE_URL_FILE");
  }

  @Test
  void leavesForeignNamesOfTheEnvironmentAlone() throws Exception {
    assertThat(load(Map.of("SSL_CERT_FILE", "/none/such", "LOG_FILE", "bad\0path")))
        .containsEntry("SSL_CERT_FILE", "/none/such")
        .containsEntry("LOG_FILE", "bad\0path");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HOST_PORT|0",
        "HOST_PORT|65536",
        "HOST_PORT|http",
        "HOST_BIND|example.org",
        "HOST_BIND|1.2.3",
        "HOST_BIND|1.2.3.256",
        "HOST_URL|localhost:6109",
        "HOST_URL|ftp://x",
        "HOST_API_URL|http://user@x",
        "SERVER_URL|http://x?y=1",
        "SERVER_URL|x:5109?y=1",
        "SERVER_URL|http://x:99999",
        "DEBUG|maybe",
        "LOG_LEVEL|loud",
        "LOG_FORMAT|xml",
        "CONSOLE_ALLOW|10.0.0.0/33",
        "CONSOLE_ALLOW|lan",
        "ALLOWED_ORIGINS|https://x/path",
        "BUNDLE_STRICT_VERSIONS|2",
        "STREAM_AUTH|none",
        "RECORDINGS_MAX_GB|0",
        "RECORDINGS_MAX_DAYS|a week",
      })
  void namesTheVariableWhatIsAllowedAndWhatWasGiven(String name, String value) {
    assertThatThrownBy(() -> load(Map.of(name, value)))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(name + " must be ")
        .hasMessageEndingWith(", was \"" + value + "\"")
        .satisfies(e -> assertThat(((StartException) e).exitCode()).isEqualTo(ExitCode.SETTING));
  }

  @Test
  void neverShowsASecret() {
    assertThatThrownBy(() -> load(Map.of("API_KEY", "two words")))
        .hasMessageStartingWith("API_KEY must be ")
        .hasMessageNotContaining("two words");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HOST_BIND|::1|::1",
        "HOST_BIND|127.0.0.1|127.0.0.1",
        "HOST_BIND|localhost|localhost",
        "DEBUG|YES|true",
        "CONSOLE_ALLOW|192.168.0.0/16, 127.0.0.1,::1|192.168.0.0/16,127.0.0.1/32,::1/128",
        "ALLOWED_ORIGINS|https://A.example.org, http://b:81|https://a.example.org,http://b:81",
        "STREAM_AUTH|Key|key",
      })
  void normalisesWhatIsAllowed(String name, String value, String expected) throws Exception {
    assertThat(load(Map.of(name, value))).containsEntry(name, expected);
  }

  @Test
  void takesTheNearestEnvFile() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.writeString(home.resolve(".env"), "HOST_NAME=beside");
    assertThat(Settings.Sources.find(Map.of(), null, home, work).envFile())
        .containsEntry("HOST_NAME", "beside");

    Files.writeString(work.resolve(".env"), "HOST_NAME=near");
    assertThat(Settings.Sources.find(Map.of(), null, home, work).envFile())
        .containsEntry("HOST_NAME", "near");

    Path named = Files.writeString(folder.resolve("x.env"), "HOST_NAME=named");
    assertThat(Settings.Sources.find(Map.of(), named, home, work).envFile())
        .containsEntry("HOST_NAME", "named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.pem", "text.pem", "text.pem,nowhere.pem", ".", ",", "a\u0000b"})
  void certificatesMustBeThere(String files) throws Exception {
    Files.writeString(folder.resolve("text.pem"), "no certificate");

    assertThatThrownBy(() -> load(Map.of("BUNDLE_TRUSTED_CERTS", files)))
        .isInstanceOfSatisfying(
            StartException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SETTING))
        .hasMessageStartingWith("BUNDLE_TRUSTED_CERTS must");
  }

  @Test
  void certificatesAreNamedFromTheWorkingFolderOn() throws Exception {
    Path file = folder.resolve("a.pem");
    Files.writeString(file, CERTIFICATE);

    assertThat(load(Map.of("BUNDLE_TRUSTED_CERTS", " a.pem , " + file)))
        .containsEntry("BUNDLE_TRUSTED_CERTS", file + "," + file);
  }
}
