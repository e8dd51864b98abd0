package com.virtualpytest.host.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A host with an installation of its own, for tests that drop bundles in. */
final class DropInHost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HostLaunch launch;
  private final HostProcess process;
  private final DropFolder data;
  private final DropFolder installation;

  private DropInHost(HostLaunch launch) throws IOException {
    this.launch = launch;
    this.process = launch.startAndAwaitReady();
    this.data = DropFolder.of(process.dataFolder());
    this.installation = DropFolder.of(process.home());
  }

  /** Starts a host in an empty folder, with these variables. */
  static DropInHost in(Path folder, String... variables) throws IOException {
    HostLaunch launch =
        HostLaunch.in(folder).home(Distribution.copyTo(folder.resolve("installation")));
    for (int i = 0; i < variables.length; i += 2) {
      launch.env(variables[i], variables[i + 1]);
    }
    return new DropInHost(launch);
  }

  /** Runs a command of {@code bin/backend-host} about this host. */
  HostLaunch.Printed run(String... command) throws IOException {
    return launch.run(command);
  }

  HostProcess process() {
    return process;
  }

  Client client() {
    return process.client();
  }

  /** {@code HOST_DATA_DIR/deploy}. */
  DropFolder data() {
    return data;
  }

  /** {@code deploy/} of the installation. */
  DropFolder installation() {
    return installation;
  }

  /** Drops a bundle in and waits until its content is what the host says it runs. */
  void deploy(FixtureBundle bundle) throws IOException {
    byte[] jar = bundle.jar();
    data.put(bundle.name() + ".jar", jar);
    String hash = hash(jar);
    awaitRecord(
        one ->
            one.path("hash").asText().equals(hash) && one.path("state").asText().equals("ready"));
  }

  /** As the host writes it. */
  static String hash(byte[] jar) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  List<JsonNode> bundles() {
    JsonNode bundles = client().get("/host/bundles").json().path("bundles");
    return StreamSupport.stream(bundles.spliterator(), false).toList();
  }

  /** Those of the data folder of which a field has this value. */
  List<JsonNode> data(String field, String value) {
    return bundles().stream()
        .filter(bundle -> bundle.path("folder").asText().equals("data"))
        .filter(bundle -> bundle.path(field).asText().equals(value))
        .toList();
  }

  /** Waits until {@code GET /host/bundles} says something about a bundle. */
  JsonNode awaitBundle(String name, Predicate<JsonNode> wanted) {
    return awaitRecord(wanted.and(bundle -> bundle.path("name").asText().equals(name)));
  }

  /** Waits until {@code GET /host/bundles} has such a record. */
  JsonNode awaitRecord(Predicate<JsonNode> wanted) {
    return await("a bundle is as expected")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> bundles().stream().filter(wanted).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }

  Answer awaitBody(String path, String body) {
    return process.awaitAnswer(path, answer -> answer.body().equals(body));
  }

  Answer awaitStatus(String path, int status) {
    return process.awaitStatus(path, status);
  }

  /** Takes all bundles out and waits until they are gone. */
  void empty() throws IOException {
    for (DropFolder folder : List.of(data, installation)) {
      try (Stream<Path> files = Files.list(folder.path())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    await("all bundles are gone").atMost(PATIENCE).until(() -> bundles().isEmpty());
  }

  @Override
  public void close() {
    process.close();
  }
}
