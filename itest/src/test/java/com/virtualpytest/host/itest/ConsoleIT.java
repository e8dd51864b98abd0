package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final String BUNDLES = "/system/console/bundles";
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private HostProcess host;
  private Path passwordFile;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host = HostLaunch.in(folder).startAndAwaitReady();
    passwordFile = host.dataFolder().resolve("console-password");
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private String password() throws IOException {
    return Files.readString(passwordFile).strip();
  }

  private static HttpRequest.Builder as(HttpRequest.Builder request, String password) {
    String login = "admin:" + password;
    return request.header(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBrowserLogsInAndSeesTheBundles(@TempDir Path folder) throws Exception {
    try (Chromium browser = new Chromium(folder.resolve("profile"), "admin", password())) {
      int status = browser.open(host.client().uri("http", BUNDLES));

      assertThat(status).isEqualTo(200);
      browser.awaitTrue("document.body.innerText.includes('Device host: host bundle')");
      browser.screenshot(SCREENSHOTS.resolve("console-bundles.png"));
    }
  }

  @Test
  void aBrowserWithAWrongPasswordStaysOutside(@TempDir Path folder) throws Exception {
    try (Chromium browser = new Chromium(folder.resolve("profile"), "admin", "wrong")) {
      assertThat(browser.open(host.client().uri("http", BUNDLES))).isEqualTo(401);
      browser.screenshot(SCREENSHOTS.resolve("console-refused.png"));
    }
  }

  @Test
  void theDefaultPasswordOfTheConsoleIsRefused() {
    assertThat(host.client().send(as(host.client().request(BUNDLES), "admin")).status())
        .isEqualTo(401);
  }

  @Test
  void withoutLoginThereIsNoConsole() {
    Answer answer = host.client().get(BUNDLES);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
  }

  @Test
  void aChangeFromAForeignPageIsRefused() throws IOException {
    Answer answer =
        host.client()
            .send(
                as(host.client().request(BUNDLES), password())
                    .header("Origin", "https://evil.example")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("action=refreshPackages")));

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void thePasswordIsKeptForTheOwnerAloneAndOnlyItsPlaceIsPrinted() throws IOException {
    assertThat(Files.getPosixFilePermissions(passwordFile))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(host.output()).contains(passwordFile.toString()).doesNotContain(password());
  }

  @Test
  void onAllAddressesTheConsoleIsOff(@TempDir Path folder) throws IOException {
    try (HostProcess open =
        HostLaunch.in(folder).env("HOST_BIND", "0.0.0.0").startAndAwaitReady()) {
      Answer answer = open.client().get(BUNDLES);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("hint")).contains("CONSOLE_PASSWORD");
      assertThat(folder.resolve("data/console-password")).doesNotExist();
    }
  }

  @Test
  void onAllAddressesWithAPasswordTheConsoleIsOn(@TempDir Path folder) throws IOException {
    try (HostProcess open =
        HostLaunch.in(folder)
            .env("HOST_BIND", "0.0.0.0")
            .env("CONSOLE_PASSWORD", "a password of my own")
            .startAndAwaitReady()) {
      assertThat(open.client().get(BUNDLES).status()).isEqualTo(401);
      open.awaitTrue(
          "the console is on",
          () ->
              open.client()
                      .send(as(open.client().request(BUNDLES), "a password of my own"))
                      .status()
                  == 200);
    }
  }
}
