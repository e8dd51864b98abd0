package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host at its most talkative, with secrets from everywhere, after requests that fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsIT {
  private static final List<String> SECRETS =
      List.of(
          "secret-of-the-environment",
          "secret-of-the-env-file",
          "secret-of-a-secret-file",
          "secret-of-a-device",
          "secret-of-a-database",
          "secret-of-a-query");

  private HostProcess host;

  @BeforeAll
  void bootAndFail(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("pwd"), "secret-of-a-secret-file");
    Files.writeString(
        folder.resolve(".env"),
        """
        CONSOLE_PASSWORD=secret-of-the-env-file
        DEVICE1_POWER_PWD_FILE=pwd
        DATABASE_URL=postgresql://user:secret-of-a-database@localhost/host
        """);
    host =
        HostLaunch.in(folder)
            .env("DEBUG", "true")
            .env("API_KEY", "secret-of-the-environment")
            .env("DEVICE1_NAME", "Phone")
            .env("DEVICE1_POWER_NAME", "tapo")
            .env("DEVICE2_NAME", "TV")
            .env("DEVICE2_POWER_PWD", "secret-of-a-device")
            .startAndAwaitReady();
    Client client = host.client();
    client.send(client.request("/host/nothing").header("X-API-Key", "secret-of-the-environment"));
    client.getWithoutKey("/host/nothing?ticket=secret-of-a-query");
    client.send(
        client
            .request("/host/takeControl?token=secret-of-a-query")
            .header("Authorization", "Bearer secret-of-the-environment")
            .POST(BodyPublishers.ofString("{\"device_id\": secret-of-a-query")));
    client.send(
        client.request("/system/console").header("Authorization", "Basic secret-of-a-query"));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void theRequestsHaveBeenLogged() {
    assertThat(host.output()).contains("/host/nothing", "/host/takeControl");
  }

  @Test
  void noSecretIsInTheLog() {
    assertThat(host.output()).doesNotContain(SECRETS);
  }

  @Test
  void noSecretIsAmongTheArgumentsOfAProcess() throws IOException {
    for (ProcessHandle process : host.descendants()) {
      Path arguments = Path.of("/proc/" + process.pid() + "/cmdline");
      assertThat(Files.readString(arguments, StandardCharsets.ISO_8859_1)).doesNotContain(SECRETS);
    }
  }

  @Test
  void noSecretIsASystemProperty() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    assertThat(HostProcess.run(jcmd, Long.toString(host.jvm().pid()), "VM.system_properties"))
        .contains("java.home")
        .doesNotContain(SECRETS);
  }
}
