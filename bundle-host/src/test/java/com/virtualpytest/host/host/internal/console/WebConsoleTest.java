package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/** The real console in a real framework, from its first request on. */
@TestMethodOrder(OrderAnnotation.class)
class WebConsoleTest {

  private static final String PASSWORD = "only-in-the-settings-0815";
  private static final String CONSOLE = "org.apache.felix.webconsole";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestFramework framework;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    framework =
        new TestFramework(
            folder,
            Map.of(
                "CONSOLE_PASSWORD",
                PASSWORD,
                "HOST_BIND",
                "127.0.0.1",
                "HOST_DATA_DIR",
                folder.toString()));
    url = framework.url();
  }

  @AfterAll
  static void stop() throws Exception {
    framework.close();
  }

  @Test
  @Order(1)
  void theConsoleSleepsUntilSomebodyLogsIn() throws Exception {
    assertThat(send(request("bundles")).statusCode()).isEqualTo(401);
    assertThat(send(login("bundles", "admin:admin")).statusCode()).isEqualTo(401);
    assertThat(framework.startLevel()).isEqualTo(20);
    assertThat(framework.bundle(CONSOLE).getState()).isEqualTo(Bundle.RESOLVED);

    // A slow machine answers 503 first.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> send(login("bundles", "admin:" + PASSWORD)).statusCode(), is(200));
    assertThat(framework.startLevel()).isEqualTo(30);
    assertThat(framework.bundle(CONSOLE).getState()).isEqualTo(Bundle.ACTIVE);
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "bundles, Bundles",
    "bundles.json, org.apache.felix.webconsole",
    "components, Components",
    "components.json, ConsoleAccessComponent",
    "configMgr, Configuration",
    "events, Events",
    "healthcheck, Health Check",
    "memoryusage, Memory Usage",
    "depfinder, Package Dependencies",
    "services, Services",
    "licenses, Licenses",
    "vmstat, System Information",
  })
  void pagesAnswer(String page, String content) throws Exception {
    HttpResponse<String> answer = send(login(page, "admin:" + PASSWORD));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(content);
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control")).isPresent();
  }

  @Test
  @Order(2)
  void noPageShowsASecret() throws Exception {
    String secret = System.getenv("CONSOLE_TEST_SECRET");
    assertThat(secret).as("a secret in the environment of this test").isNotBlank();
    Set<String> pages = new TreeSet<>();
    Matcher links =
        Pattern.compile("href=[\"']/system/console/([^\"'/]+)[\"']")
            .matcher(send(login("bundles", "admin:" + PASSWORD)).body());
    while (links.find()) {
      pages.add(links.group(1).replace(" ", "%20"));
    }
    pages.remove("logout");
    assertThat(pages).contains("status-System%20Properties", "status-Framework%20Properties");

    for (String page : pages) {
      for (String form : new String[] {"", ".txt", ".json"}) {
        HttpResponse<String> answer = send(login(page + form, "admin:" + PASSWORD));
        assertThat(answer.body())
            .as(page + form)
            .doesNotContain(secret)
            .doesNotContain(PASSWORD)
            .doesNotContain("CONSOLE_TEST_SECRET");
      }
    }
  }

  @Test
  @Order(2)
  void resourcesMayBeKeptByTheBrowserButAreAskedFor() throws Exception {
    HttpResponse<String> answer = send(login("res/lib/support.js", "admin:" + PASSWORD));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
    assertThat(send(request("res/lib/support.js")).statusCode()).isEqualTo(401);
  }

  @Test
  @Order(3)
  void changesOfForeignPagesAreRefused() throws Exception {
    assertThat(change("http://evil.example").statusCode()).isEqualTo(403);
    assertThat(change("null").statusCode()).isEqualTo(403);
    assertThat(change(url).statusCode()).isEqualTo(200);
    assertThat(send(login("configMgr/x?post=true&apply=true", "admin:" + PASSWORD)).statusCode())
        .isEqualTo(403);
    assertThat(send(login("configMgr/x?%70ost=true&apply=1", "admin:" + PASSWORD)).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @Order(4)
  @ValueSource(strings = {"admin:admin", "admin:", "root:" + PASSWORD})
  void theConsolesOwnPasswordIsNotLookedAt(String credentials) throws Exception {
    HttpRequest.Builder pastTheGate =
        login("bundles", credentials).header("X-Test-Past-The-Gate", "1");

    assertThat(send(pastTheGate).statusCode()).isEqualTo(401);
    assertThat(send(request("bundles").header("X-Test-Past-The-Gate", "1")).statusCode())
        .isEqualTo(401);
  }

  @Test
  @Order(5)
  void withoutTheHostsRulesThereIsNoConsole() throws Exception {
    Bundle rules = framework.bundle("console.under.test");
    rules.stop();

    assertThat(send(login("bundles", "admin:admin")).statusCode()).isEqualTo(404);

    rules.start();
    framework.url();
    assertThat(send(login("bundles", "admin:" + PASSWORD)).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void guessingIsSlowedDown() throws Exception {
    for (int i = 0; i < LoginThrottle.FREE_PER_PEER; i++) {
      assertThat(send(login("bundles", "admin:wrong" + i)).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> answer = send(login("bundles", "admin:wrong"));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
  }

  private static HttpResponse<String> change(String origin) throws Exception {
    return send(
        login("events", "admin:" + PASSWORD)
            .header("Origin", origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("action=clear")));
  }

  private static HttpRequest.Builder login(String page, String credentials) {
    return request(page).header("Authorization", LoginTest.basic(credentials));
  }

  private static HttpRequest.Builder request(String page) {
    return HttpRequest.newBuilder(URI.create(url + "/system/console/" + page));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
