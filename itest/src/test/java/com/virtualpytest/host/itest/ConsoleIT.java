package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
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
  private static final String DRIVERS = "/system/console/drivers";
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final FixtureBundle RELAY = FixtureBundle.named("relay");
  private static final FixtureBundle HELLO = FixtureBundle.named("hello");

  private HostProcess host;
  private Path passwordFile;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host =
        HostLaunch.in(folder)
            .env("DEVICE1_NAME", "Plug")
            .env("DEVICE1_POWER_NAME", "relay")
            .startAndAwaitReady();
    passwordFile = host.dataFolder().resolve("console-password");
    host.awaitTrue(
        "the console is on",
        () -> host.client().send(as(host.client().request(BUNDLES), password())).status() == 200);
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
  void aPersonProbesADeviceAndChangesItsDriver(@TempDir Path folder) throws Exception {
    DropFolder.of(host.dataFolder()).put(RELAY);
    Path jar = Files.write(folder.resolve("second.jar"), RELAY.withText("second").jar());
    try (Chromium browser = new Chromium(folder.resolve("profile"), "admin", password())) {
      host.awaitAnswer("/host/devices", answer -> answer.body().contains("\"available\":true"));
      String first = hash("fixture.relay");
      browser.open(host.client().uri("http", "/system/console/devices"));
      browser.awaitTrue("document.body.innerText.includes('controllers usable: 1 of 1')");
      browser.evaluate("[...document.querySelectorAll('button')].at(-1).click()");
      browser.awaitTrue("document.body.innerText.includes('relay was probed and is ready')");
      browser.screenshot(SCREENSHOTS.resolve("console-devices.png"));

      browser.open(host.client().uri("http", DRIVERS));
      browser.awaitTrue("document.querySelector('#upload button') != null");
      browser.choose("#upload input[type=file]", jar);
      browser.evaluate("document.querySelector('#upload button').click()");
      browser.awaitTrue(noticeSays("fixture.relay 1.0.0 ", " updated"));
      browser.screenshot(SCREENSHOTS.resolve("console-drivers.png"));
      browser.evaluate(
          "[...document.querySelectorAll('button')]"
              + ".find(b => b.innerText.startsWith('Back to 1.0.0')).click()");
      browser.awaitTrue(noticeSays("fixture.relay 1.0.0 (" + first, " updated"));

      installOnTheConsolesOwnPage(browser, jar);
      browser.awaitTrue(noticeSays("fixture.relay 1.0.0 ", " updated"));
      browser.awaitTrue("location.pathname == '" + DRIVERS + "'");
    }
  }

  private void installOnTheConsolesOwnPage(Chromium browser, Path jar) {
    browser.open(host.client().uri("http", BUNDLES));
    // its script moves the form into a dialog
    browser.awaitTrue("document.querySelector('#uploadDialog.ui-dialog-content form') != null");
    browser.choose("#uploadDialog input[type=file]", jar);
    browser.evaluate("document.querySelector('#uploadDialog form').submit()");
  }

  private static String noticeSays(String... parts) {
    StringBuilder expression = new StringBuilder("[...document.querySelectorAll('.host-notice')]");
    expression.append(".some(p => true");
    for (String part : parts) {
      expression.append(" && p.innerText.includes('").append(part).append("')");
    }
    return expression.append(')').toString();
  }

  @Test
  void whatTheConsolesOwnPageInstallsIsSwappedAndTakenOutLikeAllDropIns() throws Exception {
    Answer installed = upload(BUNDLES, HELLO.jar(), null);
    assertThat(installed.status()).isEqualTo(303);
    assertThat(installed.header("Location")).startsWith(DRIVERS + "?notice=");
    host.awaitAnswer("/host/hello", answer -> answer.body().equals("first"));

    assertThat(upload(BUNDLES + "/install", HELLO.withText("second").jar(), null).status())
        .isEqualTo(200);
    assertThat(host.client().get("/host/hello").body()).isEqualTo("second");

    JsonNode last = host.client().get("/host/bundles").json().at("/history/0");
    assertThat(last.path("result").asText()).isEqualTo("updated");
    assertThat(last.path("by").asText()).isEqualTo("console");
    assertThat(change(BUNDLES + "/" + id("fixture.hello"), "uninstall").status()).isEqualTo(200);
    assertThat(host.client().get("/host/hello").status()).isEqualTo(404);
  }

  @Test
  void whatTheHostRunsOnIsNotChangedWhileItRuns() throws Exception {
    String core = BUNDLES + "/" + id("com.virtualpytest.host.core-api");
    Path jar =
        Distribution.systemBundles().stream()
            .filter(file -> file.getFileName().toString().startsWith("core-api"))
            .findFirst()
            .orElseThrow();

    assertThat(change(core, "uninstall").body()).contains("belongs to the host itself");
    for (String action : new String[] {"stop", "start", "update", "refresh"}) {
      assertThat(change(core, action).status()).as(action).isEqualTo(409);
    }
    assertThat(change(BUNDLES, "refreshPackages").status()).isEqualTo(409);
    Answer update = upload(BUNDLES + "/install", Files.readAllBytes(jar), null);
    assertThat(update.status()).isEqualTo(409);
    assertThat(update.body()).contains("belongs to a bundle of the host itself");
  }

  @Test
  void anUploadFromAForeignPageIsRefused() throws IOException {
    byte[] jar = FixtureBundle.named("echo").jar();

    for (String page : new String[] {DRIVERS, BUNDLES}) {
      Answer answer = upload(page, jar, "https://evil.example");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text("error")).contains("own pages only");
    }
    assertThat(host.client().get("/host/bundles").body()).doesNotContain("fixture.echo");
  }

  /** The first digits, which people are shown. */
  private String hash(String name) {
    for (JsonNode bundle : host.client().get("/host/bundles").json().path("bundles")) {
      if (bundle.path("name").asText().equals(name)) {
        return bundle.path("hash").asText().substring(0, 8);
      }
    }
    throw new IllegalStateException(name + " is not there");
  }

  private long id(String name) throws IOException {
    JsonNode bundles =
        host.client()
            .send(as(host.client().request(BUNDLES + "/.json"), password()))
            .json()
            .path("data");
    for (JsonNode bundle : bundles) {
      if (bundle.path("symbolicName").asText().equals(name)) {
        return bundle.path("id").asLong();
      }
    }
    throw new IllegalStateException(name + " is not among " + bundles);
  }

  private Answer change(String path, String action) throws IOException {
    return host.client()
        .send(
            as(host.client().request(path), password())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("action=" + action)));
  }

  /** As the forms of both pages send it; from nowhere when {@code origin} is null. */
  private Answer upload(String path, byte[] jar, String origin) throws IOException {
    String action = path.equals(DRIVERS) ? "upload" : "install";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(part("name=\"action\"\r\n\r\n" + action));
    body.writeBytes(part("name=\"bundlefile\"; filename=\"bundle.jar\"\r\n\r\n"));
    body.writeBytes(jar);
    body.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        as(host.client().request(path), password())
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    return host.client().send(origin == null ? request : request.header("Origin", origin));
  }

  private static byte[] part(String text) {
    String head = "\r\n--limit\r\nContent-Disposition: form-data; ";
    return (head + text).getBytes(StandardCharsets.UTF_8);
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
