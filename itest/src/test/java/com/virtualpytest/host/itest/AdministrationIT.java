package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.host.internal.testing.Signer;
import com.virtualpytest.host.itest.HostLaunch.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles changed over REST and by the command line, on a host that knows whom it trusts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationIT {
  private static final String BUNDLES = "/host/bundles";
  private static final String NAME = "fixture.hello";
  private static final String HELLO = BUNDLES + "/" + NAME;
  private static final FixtureBundle FIRST = FixtureBundle.named("hello");
  private static final FixtureBundle SECOND = FIRST.withVersion("2.0.0").withText("second");

  private Path folder;
  private Signer signer;
  private DropInHost host;
  private byte[] first;
  private byte[] second;

  @BeforeAll
  void boot(@TempDir Path temporary) throws Exception {
    folder = temporary;
    signer = new Signer(folder).key("Friend").key("Stranger");
    first = signer.sign(FIRST.jar(), "Friend");
    second = signer.sign(SECOND.jar(), "Friend");
    String trusted = signer.certificate("Friend").toString();
    host = DropInHost.in(folder, "BUNDLE_TRUSTED_CERTS", trusted);
  }

  @AfterEach
  void takeOut() throws IOException {
    try (var files = Files.list(host.data().path())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    host.process().awaitTrue("nothing is left", () -> host.data("name", NAME).isEmpty());
  }

  @AfterAll
  void stop() {
    host.close();
  }

  /** A request with the login, from a program. */
  private HttpRequest.Builder admin(String path) throws IOException {
    return login(path, Files.readString(host.process().dataFolder().resolve("console-password")))
        .header("X-Requested-By", "itest");
  }

  private HttpRequest.Builder login(String path, String password) {
    String login = "admin:" + password.strip();
    return host.client()
        .request(path)
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
        .header("Content-Type", "application/java-archive");
  }

  private Answer upload(byte[] jar) throws IOException {
    return host.client().send(admin(BUNDLES).POST(BodyPublishers.ofByteArray(jar)));
  }

  private String hello() {
    return host.client().get("/host/hello").body();
  }

  @Test
  void uploadUpdateRollbackAndRemovalOverRest() throws IOException {
    Answer installed = upload(first);
    assertThat(installed.status()).as(installed.body()).isEqualTo(200);
    assertThat(installed.text("result")).isEqualTo("installed");
    host.awaitBody("/host/hello", "first"); // the routes of a first start come a moment later

    assertThat(upload(first).text("result")).isEqualTo("unchanged");
    Answer updated = upload(second);
    assertThat(updated.text("result")).as(updated.body()).isEqualTo("updated");
    assertThat(updated.text("to")).startsWith("2.0.0 (");
    assertThat(hello()).isEqualTo("second");
    assertThat(host.data("name", NAME).get(0).path("previous").asText()).startsWith("1.0.0 (");

    Answer back = host.client().send(admin(HELLO + "/rollback").POST(BodyPublishers.noBody()));
    assertThat(back.text("result")).as(back.body()).isEqualTo("downgraded");
    assertThat(hello()).isEqualTo("first");

    Answer removed = host.client().send(admin(HELLO).DELETE());
    assertThat(removed.text("result")).as(removed.body()).isEqualTo("removed");
    assertThat(host.client().get("/host/hello").status()).isEqualTo(404);
    assertThat(host.client().send(admin(HELLO).DELETE()).status()).isEqualTo(404);

    JsonNode past = host.client().get(HELLO + "/history").json().path("history");
    assertThat(StreamSupport.stream(past.spliterator(), false).limit(4))
        .allMatch(event -> event.path("by").asText().equals("itest"))
        .extracting(event -> event.path("result").asText())
        .containsExactly("removed", "downgraded", "updated", "installed");
  }

  @Test
  void uploadUpdateRollbackAndRemovalByTheCommandLine() throws IOException {
    String one = Files.write(folder.resolve("one.jar"), first).toString();
    String two = Files.write(folder.resolve("two.jar"), second).toString();

    assertThat(said("bundle", "install", one)).contains("installed").contains("by command-line");
    assertThat(Answer.parse(said("bundle", "update", two, "--json")).path("result").asText())
        .isEqualTo("updated");
    assertThat(hello()).isEqualTo("second");
    assertThat(said("bundle", "list").lines())
        .anyMatch(line -> line.matches(NAME + " +2\\.0\\.0 +ready +.* data +1\\.0\\.0 \\(.*"));
    assertThat(said("bundle", "rollback", NAME)).contains("downgraded");
    assertThat(hello()).isEqualTo("first");
    assertThat(said("status")).contains("itest is ").contains("bundles").contains("DEVICE");
    assertThat(said("bundle", "remove", NAME)).contains("removed");
    assertThat(said("bundle", "history", NAME)).contains("removed").contains("command-line");

    Printed again = host.run("bundle", "remove", NAME);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).startsWith("backend-host: No file of " + NAME).hasLineCount(1);
  }

  private String said(String... command) throws IOException {
    Printed printed = host.run(command);
    assertThat(printed.code()).as(printed.err()).isZero();
    return printed.out();
  }

  @Test
  void aStrangersJarIsRefusedOnEveryWayIn() throws Exception {
    upload(first);
    host.awaitBody("/host/hello", "first");
    byte[] strangers = signer.sign(SECOND.jar(), "Stranger");
    String reason = "The jar is signed by CN=Stranger, whom this host does not trust";

    Answer refused = upload(strangers);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error")).isEqualTo(reason);
    assertThat(upload(SECOND.jar()).text("error")).isEqualTo("The jar is not signed");

    Path file = Files.write(folder.resolve("stranger.jar"), strangers);
    Printed command = host.run("bundle", "update", file.toString());
    assertThat(command.code()).isEqualTo(1);
    assertThat(command.err()).contains(reason);

    host.data().put(NAME + ".jar", strangers);
    host.process().awaitTrue("it is told why", () -> !host.data("detail", reason).isEmpty());
    assertThat(hello()).isEqualTo("first");
  }

  @Test
  void whatDoesNotComeUpIsRefusedAndTheOldOneServesOn() throws Exception {
    upload(first);
    host.awaitBody("/host/hello", "first");
    FixtureBundle bad = new FixtureBundle("failing", "hello", "3.0.0", "inner-workings");

    Answer refused = upload(signer.sign(bad.jar(), "Friend"));

    assertThat(refused.status()).as(refused.body()).isEqualTo(409);
    assertThat(refused.text("result")).isEqualTo("kept");
    assertThat(refused.text("hint")).startsWith("1.0.0 (").endsWith(" serves on");
    assertThat(refused.body()).doesNotContain("inner-workings");
    assertThat(hello()).isEqualTo("first");
    host.process().awaitTrue("nothing of it is left", () -> host.data("name", NAME).size() == 1);
  }

  @Test
  void theKeyIsNotEnoughForChanges() {
    HttpRequest.Builder keyed =
        host.client()
            .keyed(BUNDLES)
            .header("X-Requested-By", "itest")
            .header("Content-Type", "application/java-archive");

    assertThat(host.client().send(keyed.POST(body())).status()).isEqualTo(401);
    assertThat(host.client().send(host.client().keyed(HELLO).DELETE()).status()).isEqualTo(403);
    assertThat(host.client().getWithoutKey(BUNDLES).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null"})
  void aPageOfOthersCannotUseTheLoginThatTheBrowserRemembers(String origin) throws IOException {
    Answer refused = host.client().send(admin(BUNDLES).header("Origin", origin).POST(body()));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("FORBIDDEN");
    assertThat(host.data("name", NAME)).isEmpty();
  }

  @Test
  void whatAFormCanSendIsRefused() throws IOException {
    String password = Files.readString(host.process().dataFolder().resolve("console-password"));

    Answer unnamed = host.client().send(login(BUNDLES, password).POST(body()));
    Answer form =
        host.client().send(admin(BUNDLES).setHeader("Content-Type", "text/plain").POST(body()));

    assertThat(unnamed.status()).isEqualTo(403);
    assertThat(unnamed.text("error")).contains("X-Requested-By");
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.text("hint")).contains("application/java-archive");
  }

  @Test
  void aWrongPasswordIsRefusedAlsoWithAJarOfSomeSize() throws IOException {
    byte[] large = new byte[2 << 20];

    Answer refused =
        host.client()
            .send(
                login(BUNDLES, "wrong")
                    .header("X-Requested-By", "itest")
                    .POST(BodyPublishers.ofByteArray(large)));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("code")).isEqualTo("UNAUTHORIZED");
  }

  @Test
  void moreThan50MebibytesAreTooMuch() throws IOException {
    BodyPublisher endless = BodyPublishers.ofInputStream(() -> new Zeros((50L << 20) + 1));

    Answer refused = host.client().send(admin(BUNDLES).POST(endless));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text("code")).isEqualTo("TOO_LARGE");
    try (var left = Files.list(host.process().dataFolder().resolve("bundles"))) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().endsWith(".tmp"));
    }
  }

  private BodyPublisher body() {
    return BodyPublishers.ofByteArray(first);
  }

  /** So many bytes that nobody has to hold. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      left -= count;
      return count;
    }
  }
}
