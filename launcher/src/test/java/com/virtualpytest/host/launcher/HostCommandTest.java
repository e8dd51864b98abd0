package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line against a host that says what the test wants. */
class HostCommandTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private HttpExchange last;
  private int status = 200;
  private String answer = "answer\n";

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    environment.put("HOST_BIND", "127.0.0.1");
    environment.put("HOST_PORT", String.valueOf(server.getAddress().getPort()));
    environment.put("HOST_DATA_DIR", folder.toString());
    environment.put("API_KEY", "the-key");
    environment.put("CONSOLE_PASSWORD", "the password");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    last = exchange;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int run(String... arguments) {
    CommandLine command = HostCommand.commandLine(environment);
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String header(String name) {
    return last.getRequestHeaders().getFirst(name);
  }

  @ParameterizedTest
  @CsvSource({
    "status, system/status",
    "health, health",
    "ps, system/processes",
    "logs, system/processes/output",
    "logs host-xvfb, system/processes/host-xvfb/output",
    "bundle list, bundles",
    "bundle history, bundles/history",
    "bundle history a.b, bundles/a.b/history",
  })
  void asksWithTheKeyAndPrintsTheAnswer(String line, String path) {
    assertThat(run(line.split(" "))).isZero();

    assertThat(asked).containsExactly("GET /host/" + path + " ");
    assertThat(header("X-API-Key")).isEqualTo("the-key");
    assertThat(header("Authorization")).isNull();
    assertThat(out.toString()).isEqualToNormalizingNewlines("answer\n");
  }

  @ParameterizedTest
  @CsvSource({
    "restart xvfb, POST /host/system/processes/xvfb/restart",
    "bundle rollback a.b, POST /host/bundles/a.b/rollback",
    "bundle remove a b.jar, DELETE /host/bundles/a%20b.jar",
  })
  void asksForChanges(String line, String request) {
    String[] words = line.split(" ", line.startsWith("bundle") ? 3 : 2);

    assertThat(run(words)).isZero();
    assertThat(asked).containsExactly(request + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "update"})
  void sendsAJarWithTheConsolesLoginInThePlaceOfTheKey(String word) throws IOException {
    Path jar = Files.writeString(folder.resolve("x.jar"), "the jar");

    assertThat(run("bundle", word, jar.toString())).isZero();

    assertThat(asked).containsExactly("POST /host/bundles the jar");
    assertThat(header("Authorization")).isEqualTo(basic("the password"));
    assertThat(header("X-Requested-By")).isEqualTo("command-line");
    assertThat(header("Content-Type")).isEqualTo("application/java-archive");
    assertThat(header("X-API-Key")).isNull();
  }

  @Test
  void findsThePasswordWhereTheHostHasIt() throws IOException {
    environment.remove("CONSOLE_PASSWORD");
    assertThat(run("bundle", "rollback", "a")).isEqualTo(1);
    assertThat(err.toString()).contains("CONSOLE_PASSWORD").contains("--password-file");
    assertThat(asked).isEmpty();

    Files.writeString(folder.resolve("console-password"), "made by the host\n");
    assertThat(run("bundle", "rollback", "a")).isZero();
    assertThat(header("Authorization")).isEqualTo(basic("made by the host"));

    Path given = Files.writeString(folder.resolve("given"), "given \n");
    assertThat(run("bundle", "rollback", "a", "--password-file", given.toString())).isZero();
    assertThat(header("Authorization")).isEqualTo(basic("given "));
  }

  @Test
  void asksForJsonWhenJsonIsWanted() {
    run("bundle", "list");
    assertThat(header("Accept")).startsWith("text/plain");
    run("bundle", "list", "--json");
    assertThat(header("Accept")).isEqualTo("application/json");
  }

  @Test
  void saysWhyTheHostRefuses() {
    status = 409;
    answer = "{\"success\":false,\"error\":\"It is \\\"bad\\\"\",\"hint\":\"Mend it\",\"x\":1}";

    assertThat(run("bundle", "rollback", "a")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("backend-host: It is \"bad\". Mend it\n");
    assertThat(out.toString()).isEmpty();

    assertThat(run("bundle", "rollback", "a", "--json")).isEqualTo(1);
    assertThat(out.toString().strip()).isEqualTo(answer);
  }

  @Test
  void tellsWhichSecretIsWrong() throws IOException {
    status = 401;
    assertThat(run("bundle", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("API_KEY").doesNotContain("the-key");

    Path jar = Files.writeString(folder.resolve("x.jar"), "the jar");
    assertThat(run("bundle", "install", jar.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("another password").doesNotContain("the password\n");
  }

  @Test
  void aHostThatDoesNotAnswerHasItsOwnExitCode() {
    server.stop(0);

    assertThat(run("status")).isEqualTo(69);
    assertThat(err.toString()).contains("no host answers at http://127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start",
        "--wrong",
        "ps xvfb",
        "restart",
        "bundle",
        "bundle install",
        "bundle remove",
        "bundle list a",
        "ps --env",
      })
  void whatIsNotUnderstoodIsToldInTwoLines(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(64);
    assertThat(err.toString().lines().toList()).hasSize(2);
    assertThat(err.toString()).contains("--help");
    assertThat(asked).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsToldBeforeAnythingIsAsked() {
    assertThat(run("bundle", "install", folder.resolve("none.jar").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.jar cannot be read");
    assertThat(asked).isEmpty();
  }

  @Test
  void settingsComeFromTheFileNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("settings"), "HOST_PORT=port\n");
    environment.remove("HOST_PORT");

    assertThat(run("status", "--env", file.toString())).isEqualTo(78);
    assertThat(err.toString()).contains("HOST_PORT must be a port");
  }

  @Test
  void tellsItsCommandsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: backend-host").contains("bundle").contains("  69 ");
    assertThat(run("bundle", "install", "--help")).isZero();
    assertThat(out.toString()).contains("--password-file");
    assertThat(run("--version")).isZero();
  }

  @Test
  void onlyAPlainStartIsNotReadHere() {
    assertThat(Main.start(new String[0])).contains(new Main.Start(null));
    assertThat(Main.start(new String[] {"--env", "a"})).contains(new Main.Start(Path.of("a")));
    assertThat(Main.start(new String[] {"--env=a"})).contains(new Main.Start(Path.of("a")));
    for (String line : List.of("--env", "--env=", "ps", "--help", "ps --env=a", "--env a ps")) {
      assertThat(Main.start(line.split(" "))).as(line).isEmpty();
    }
  }

  private static String basic(String password) {
    byte[] login = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }
}
