package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DropInIT {
  private static final FixtureBundle HELLO = FixtureBundle.named("hello");
  private static final byte[] BROKEN = "no zip".getBytes(StandardCharsets.UTF_8);

  private DropInHost host;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host = DropInHost.in(folder);
  }

  @AfterEach
  void takeOut() throws IOException {
    host.empty();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void aBundleInTheDataFolderServes() throws IOException {
    host.data().put(HELLO);

    host.awaitBody("/host/hello", "first");
  }

  @Test
  void aBundleInTheInstallationServes() throws IOException {
    host.installation().put(HELLO);

    host.awaitBody("/host/hello", "first");
  }

  @Test
  void theDataFolderWinsForTheSameName() throws IOException {
    host.installation().put(HELLO.withText("of the installation"));
    host.awaitBody("/host/hello", "of the installation");

    host.data().put(HELLO.withText("of the data folder"));

    host.awaitBody("/host/hello", "of the data folder");
  }

  @Test
  void aStrangersRouteIsBehindTheKey() throws IOException {
    host.deploy(HELLO);

    assertThat(host.client().getWithoutKey("/host/hello").status()).isEqualTo(401);
  }

  @Test
  void aBundleThatIsTakenOutIsGone() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    host.data().remove("hello.jar");

    Answer gone = host.awaitStatus("/host/hello", 404);
    assertThat(gone.text("code")).isEqualTo("NOT_FOUND");
    // the route goes first, the bundle follows
    host.process().awaitTrue("the bundle is gone", () -> host.bundles().isEmpty());
  }

  @Test
  void theSameVersionWithOtherContentIsTaken() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    host.data().put(HELLO.withText("second"));

    host.awaitBody("/host/hello", "second");
  }

  @Test
  void aLowerVersionIsTaken() throws IOException {
    host.data().put(HELLO.withVersion("2.0.0"));
    host.awaitBody("/host/hello", "first");

    host.data().put(HELLO.withVersion("1.0.0").withText("lower"));

    host.awaitBody("/host/hello", "lower");
  }

  @Test
  void aJarThatIsOverwrittenInPlaceIsActivatedOnceAndItsNeighbourNotAgain() throws IOException {
    host.deploy(FixtureBundle.named("extra"));
    host.deploy(HELLO);
    JsonNode neighbour = host.awaitBundle("fixture.extra", b -> true);
    int before = history().size();
    byte[] next = HELLO.withText("second").jar();
    try (OutputStream out = Files.newOutputStream(host.data().path().resolve("hello.jar"))) {
      out.write(next, 0, next.length / 2);
      host.awaitBody("/host/hello", "first");
      out.write(next, next.length / 2, next.length - next.length / 2);
    }
    host.awaitBody("/host/hello", "second");

    host.data().put("hello.jar", next); // the same content in another file

    host.deploy(FixtureBundle.named("relay")); // the host has looked again since
    List<JsonNode> since = history().subList(0, history().size() - before);
    assertThat(since)
        .extracting(one -> one.path("name").asText() + " " + one.path("result").asText())
        .containsExactly("fixture.relay installed", "fixture.hello updated");
    assertThat(host.awaitBundle("fixture.extra", b -> true)).isEqualTo(neighbour);
  }

  /** The newest first. */
  private List<JsonNode> history() {
    JsonNode history = host.client().get("/host/bundles").json().path("history");
    return StreamSupport.stream(history.spliterator(), false).toList();
  }

  @Test
  void aBrokenFileIsReportedAndTheOldBundleServesOn() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    host.data().put("hello.jar", BROKEN);

    host.process()
        .awaitTrue(
            "the file is refused",
            () -> host.bundles().stream().anyMatch(b -> b.path("state").asText().equals("failed")));
    assertThat(host.client().get("/host/hello").body()).isEqualTo("first");
    assertThat(host.client().get("/host/health/live").status()).isEqualTo(200);
    assertThat(host.client().get("/host/health").status()).isEqualTo(200);
  }

  @Test
  void whyAFileIsNoBundleIsTold() throws IOException {
    host.data().put("broken.jar", BROKEN);

    JsonNode told = host.awaitBundle("broken.jar", b -> b.path("state").asText().equals("failed"));
    assertThat(told.path("detail").asText()).isNotEmpty();
    assertThat(told.path("folder").asText()).isEqualTo("data");
  }

  @Test
  void theListTellsNameVersionHashStateAndSince() throws IOException {
    host.deploy(HELLO.withVersion("1.2.3"));

    JsonNode hello = host.awaitBundle("fixture.hello", b -> true);

    assertThat(hello.path("version").asText()).isEqualTo("1.2.3");
    assertThat(hello.path("hash").asText()).matches("[0-9a-f]{64}");
    assertThat(hello.path("since").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(hello.path("file").asText()).isEqualTo("hello.jar");
  }

  @Test
  void twoBundlesServeUnderOneFirstSegment() throws IOException {
    host.data().put(HELLO);
    host.data().put(FixtureBundle.named("extra"));

    host.awaitBody("/host/hello/extra", "first 1");
    host.awaitBody("/host/hello", "first");
  }

  @Test
  void aPrototypeResourceIsMadeForEveryRequest() throws IOException {
    host.data().put(FixtureBundle.named("extra"));
    host.awaitBody("/host/hello/extra", "first 1");

    assertThat(host.client().get("/host/hello/extra").body()).isEqualTo("first 1");
  }

  @Test
  void aTemplateThatAnotherOwnsIsRefusedNamingTheOwner() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    host.data().put(FixtureBundle.named("rival"));

    JsonNode rival =
        host.awaitBundle("fixture.rival", b -> b.path("detail").asText().contains("hello"));
    assertThat(rival.path("detail").asText()).contains("fixture.hello");
    assertThat(host.client().get("/host/hello").body()).isEqualTo("first");
  }

  @Test
  void whatWasRefusedServesWhenTheOwnerHasGone() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");
    host.data().put(FixtureBundle.named("rival"));
    host.awaitBundle("fixture.rival", b -> true);

    host.data().remove("hello.jar");

    host.awaitBody("/host/hello", "rival");
  }

  @Test
  void aRouteThatTheNextVersionLacksIsToldAndTheNextVersionServes() throws IOException {
    host.deploy(HELLO);
    host.awaitBody("/host/hello", "first");

    host.deploy(new FixtureBundle("extra", HELLO.name(), "1.1.0", "second"));

    assertThat(host.client().get("/host/hello/extra").body()).isEqualTo("second 1");
    assertThat(host.client().get("/host/hello").status()).isEqualTo(404);
    JsonNode update = history().get(0);
    assertThat(update.path("result").asText()).isEqualTo("updated");
    assertThat(update.path("detail").asText()).isEqualTo("No longer served: /hello");
    host.process()
        .awaitTrue(
            "it is logged",
            () ->
                host.process()
                    .output()
                    .lines()
                    .filter(line -> line.contains(" WARN "))
                    .anyMatch(line -> line.contains("fixture.hello 1.1.0 no longer serves")));
  }

  @Test
  void anExtensionChangesItsOwnBundleOnly() throws IOException {
    host.data().put(HELLO);
    host.data().put(FixtureBundle.named("mapped"));
    host.awaitBody("/host/hello", "first");
    host.awaitStatus("/host/mapped", 418);

    assertThat(host.client().get("/host/hello/fails").status()).isEqualTo(500);
  }

  @Test
  void whatAResourceThrowsStaysInTheLog() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    Answer answer = host.client().get("/host/hello/fails");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("code")).isEqualTo("INTERNAL");
    assertThat(answer.body()).doesNotContain("inner-workings", "Exception");
    host.process().awaitTrue("it is logged", () -> host.process().output().contains("inner-wor"));
  }

  @Test
  void aStrangersRecordTravelsAsJson() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    Answer answer =
        host.client().post("/host/hello/echo", "{\"text\":\"ä\",\"number\":7,\"more\":true}");

    assertThat(answer.json()).isEqualTo(Answer.parse("{\"text\":\"ä\",\"number\":7}"));
  }

  @Test
  void aBrokenBodyForAStrangerIsAnsweredByTheHost() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    Answer answer = host.client().post("/host/hello/echo", "[1]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("The body must be a JSON object");
  }

  @Test
  void aWrongMethodForAStrangerIs405() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    Answer answer = host.client().postNothing("/host/hello");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET");
  }

  @Test
  void eventsAreStreamed() throws IOException {
    host.data().put(HELLO);
    host.awaitBody("/host/hello", "first");

    Answer answer = host.client().send(host.client().keyed("/host/hello/fewTicks"));

    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.body()).contains("data: one", "data: two");
  }

  @Test
  void theLogSaysWhyAComponentCannotBeMade() throws IOException {
    host.data().put(FixtureBundle.named("failing").withText("it-is-the-constructor"));

    host.process()
        .awaitTrue(
            "the reason is told",
            () -> host.process().output().lines().anyMatch(DropInIT::tellsTheReason));
  }

  private static boolean tellsTheReason(String line) {
    return line.contains(" ERROR ")
        && line.contains("fixture.failing.Failing")
        && line.endsWith("IllegalStateException: it-is-the-constructor");
  }
}
