package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules as the host's settings put them together. */
class ConsoleGuardTest {

  @TempDir Path folder;

  private final Starter starter = new Starter();
  private final FakeResponse response = new FakeResponse();

  @Test
  void isOffWithoutPasswordOnAllInterfaces() throws IOException {
    assertThat(check(access(Map.of("HOST_BIND", "0.0.0.0")), request())).isFalse();

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.body()).contains("\"success\":false").contains("\"code\":\"NOT_FOUND\"");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void makesAPasswordOnLoopback() throws IOException {
    ConsoleAccess access = access(Map.of("HOST_BIND", "127.0.0.1"));
    String password = Files.readString(folder.resolve(PasswordFile.NAME)).strip();

    assertThat(check(access, request())).isFalse();
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"OSGi Management Console\", charset=\"UTF-8\"");
    assertThat(check(access, login(password))).isTrue();
  }

  @Test
  void staysOffWhenThePasswordCannotBeKept() throws IOException {
    Files.createDirectory(folder.resolve(PasswordFile.NAME));

    assertThat(check(access(Map.of("HOST_BIND", "127.0.0.1")), login("x"))).isFalse();
    assertThat(response.status()).isEqualTo(404);
  }

  @Test
  void isUnavailableWhenThePasswordIsGone() throws IOException {
    ConsoleAccess access = access(Map.of("HOST_BIND", "127.0.0.1"));
    Files.delete(folder.resolve(PasswordFile.NAME));
    Files.createDirectory(folder.resolve(PasswordFile.NAME));

    assertThat(check(access, login("x"))).isFalse();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).doesNotContain(folder.toString());
  }

  @Test
  void passesOnWithSecurityHeaders() throws IOException {
    assertThat(check(withPassword(Map.of()), login("secret"))).isTrue();

    assertThat(response.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    assertThat(response.header("Content-Security-Policy")).contains("frame-ancestors 'self'");
    check(withPassword(Map.of()), login("secret").path("/system/console/res/ui/all.css"));
    assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void strangersDoNotStartTheConsole() throws IOException {
    ConsoleAccess access = withPassword(Map.of("CONSOLE_ALLOW", "127.0.0.0/8"));

    check(access, request());
    check(access, login("admin"));
    check(access, login("secret").peer("192.0.2.1"));
    check(access, new FakeRequest("POST").header("Origin", "http://evil.example"));

    assertThat(starter.starts).isZero();
    check(access, login("secret"));
    assertThat(starter.starts).isOne();
  }

  @Test
  void slowsGuessingDown() throws IOException {
    ConsoleAccess access = withPassword(Map.of());
    for (int i = 0; i < LoginThrottle.FREE_PER_PEER; i++) {
      check(access, login("wrong" + i));
      assertThat(response.status()).isEqualTo(401);
    }
    check(access, login("secret"));

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.header("Retry-After")).isEqualTo("1");
    assertThat(response.body()).contains("TOO_MANY_ATTEMPTS");
  }

  @Test
  void opensToTheAllowedNetworksOnly() throws IOException {
    ConsoleAccess access = withPassword(Map.of("CONSOLE_ALLOW", "10.0.0.0/8, ::1"));

    assertThat(check(access, login("secret").peer("192.0.2.1"))).isFalse();
    assertThat(response.status()).isEqualTo(403);
    assertThat(check(access, login("secret").peer("10.1.2.3"))).isTrue();
    assertThat(check(access, login("secret").peer("0:0:0:0:0:0:0:1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/99", "everywhere", "0.0.0.0/0,"})
  void opensToNobodyWhenTheNetworksAreWrong(String list) throws IOException {
    assertThat(check(withPassword(Map.of("CONSOLE_ALLOW", list)), login("secret"))).isFalse();
    assertThat(response.status()).isEqualTo(403);
  }

  @Test
  void refusesForeignPages() throws IOException {
    ConsoleAccess access =
        withPassword(
            Map.of("HOST_URL", "https://lab.example.org", "ALLOWED_ORIGINS", "http://a, "));

    assertThat(check(access, change("http://evil.example"))).isFalse();
    assertThat(response.status()).isEqualTo(403);
    assertThat(check(access, change("https://lab.example.org"))).isTrue();
    assertThat(check(access, change("http://a"))).isTrue();
    assertThat(check(access, change("http://localhost:6109"))).isTrue();
  }

  @Test
  void refusesForeignNamesOnLoopback() throws IOException {
    FakeRequest rebound = login("secret").header("Host", "evil.example:6109");

    assertThat(check(withPassword(Map.of("HOST_BIND", "127.0.0.1")), rebound)).isFalse();
    assertThat(response.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND"})
  void knowsNoOtherMethods(String method) throws IOException {
    assertThat(check(withPassword(Map.of()), new FakeRequest(method))).isFalse();
    assertThat(response.status()).isEqualTo(405);
  }

  @Test
  void browsersGetAPageThatAsksAgainWhileTheConsoleStarts() throws IOException {
    starter.state = ConsoleStarter.State.STARTING;
    check(withPassword(Map.of()), login("secret").header("Accept", "text/html,*/*"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("2");
    assertThat(response.body()).contains("http-equiv=\"refresh\"");
  }

  @Test
  void programsGetJsonWhileTheConsoleStarts() throws IOException {
    starter.state = ConsoleStarter.State.STARTING;
    check(withPassword(Map.of()), login("secret"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("2");
    assertThat(response.body()).contains("\"code\":\"UNAVAILABLE\"");
  }

  @Test
  void saysThatTheConsoleIsNotThere() throws IOException {
    starter.state = ConsoleStarter.State.ABSENT;
    check(withPassword(Map.of()), login("secret"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isNull();
  }

  @Test
  void aRequestThatPassedPassesAgainWithoutAnotherCheck() throws IOException {
    ConsoleAccess access = withPassword(Map.of());
    HttpServletRequest request = login("secret").servlet();

    assertThat(access.check(request, response.servlet())).isTrue();
    assertThat(access.check(request, response.servlet())).isTrue();
    assertThat(new ConsoleSecurityProvider(access).authenticate(request, response.servlet()))
        .isEqualTo("admin");
    assertThat(starter.starts).isOne();
  }

  @Test
  void theSecurityProviderChecksWhatNobodyCheckedBefore() throws IOException {
    ConsoleSecurityProvider provider = new ConsoleSecurityProvider(withPassword(Map.of()));

    assertThat(provider.authenticate(request().servlet(), response.servlet())).isNull();
    assertThat(response.status()).isEqualTo(401);
    assertThat(provider.authenticate(login("secret").servlet(), response.servlet()))
        .isEqualTo("admin");
    assertThat(provider.authorize("admin", "any")).isTrue();
    assertThat(provider.authorize("other", "any")).isFalse();
  }

  @Test
  void changesByTheApiNeedTheLoginAndANameAndDoNotStartTheConsole() throws IOException {
    ConsoleAccess access = withPassword(Map.of());
    HttpServletRequest good = api("secret").servlet();

    assertThat(access.checkChange(good, response.servlet())).isTrue();
    assertThat(ConsoleAccess.changer(good)).contains("tool-1.0");
    assertThat(starter.starts).isZero();
    assertThat(checkChange(access, api("wrong"))).isEqualTo(401);
    assertThat(checkChange(access, api("secret").without("Authorization"))).isEqualTo(401);
    for (String name : List.of("", "a b", "<script>", "x".repeat(41))) {
      assertThat(checkChange(access, api("secret").header("X-Requested-By", name))).isEqualTo(403);
    }
    assertThat(checkChange(access, api("secret").without("X-Requested-By"))).isEqualTo(403);
    assertThat(response.body()).contains("X-Requested-By");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://localhost:6109.evil.example"})
  void changesByTheApiAreNotForPagesOfOthers(String origin) throws IOException {
    FakeRequest foreign = api("secret").header("Origin", origin);

    assertThat(checkChange(withPassword(Map.of()), foreign)).isEqualTo(403);
    assertThat(
            checkChange(
                withPassword(Map.of()), api("secret").header("Origin", "http://localhost:6109")))
        .isEqualTo(200);
  }

  @Test
  void changesByTheApiFollowTheConsolesOtherRules() throws IOException {
    assertThat(checkChange(access(Map.of("HOST_BIND", "0.0.0.0")), api("x"))).isEqualTo(403);
    assertThat(response.body()).contains("CONSOLE_PASSWORD");
    ConsoleAccess access = withPassword(Map.of("CONSOLE_ALLOW", "127.0.0.0/8"));
    assertThat(checkChange(access, api("secret").peer("192.0.2.1"))).isEqualTo(403);
    for (int i = 0; i < LoginThrottle.FREE_PER_PEER; i++) {
      assertThat(checkChange(access, api("wrong" + i))).isEqualTo(401);
    }
    assertThat(checkChange(access, api("secret"))).isEqualTo(429);
    assertThat(check(access, login("secret"))).as("one count for both").isFalse();
  }

  /** The status; 200 when the request goes on. */
  private int checkChange(ConsoleAccess access, FakeRequest request) throws IOException {
    return access.checkChange(request.servlet(), response.servlet()) ? 200 : response.status();
  }

  private static FakeRequest api(String password) {
    return new FakeRequest("POST")
        .path("/host/bundles")
        .header("Authorization", LoginTest.basic("admin:" + password))
        .header("X-Requested-By", "tool-1.0");
  }

  private ConsoleAccess withPassword(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("CONSOLE_PASSWORD", "secret");
    return access(all);
  }

  private ConsoleAccess access(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("HOST_DATA_DIR", folder.toString());
    return new ConsoleAccessComponent(HostSettings.of(all), starter);
  }

  private boolean check(ConsoleAccess access, FakeRequest request) throws IOException {
    return access.check(request.servlet(), response.servlet());
  }

  private static FakeRequest request() {
    return new FakeRequest("GET");
  }

  private static FakeRequest login(String password) {
    return request().header("Authorization", LoginTest.basic("admin:" + password));
  }

  private static FakeRequest change(String origin) {
    return new FakeRequest("POST")
        .header("Authorization", LoginTest.basic("admin:secret"))
        .header("Origin", origin);
  }

  private static final class Starter implements ConsoleStarter {
    private State state = State.RUNNING;
    private int starts;

    @Override
    public State start(Duration patience) {
      starts++;
      return state;
    }

    @Override
    public void close() {
      // nothing to end
    }
  }
}
