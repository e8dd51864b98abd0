package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that strangers wrote, built by their own build and dropped into a running host. */
class ExampleDriverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = "com.example.shelly-driver";
  private static final String BODY = "{\"device_id\":\"device1\",\"command\":\"%s\",\"params\":{}}";

  @TempDir private Path folder;

  @Test
  void aStrangersPowerDriverIsServedAndLeavesNothing() throws Exception {
    Path project = AuthorsBuild.copyOfExample(folder.resolve("shelly-driver"));
    AuthorsBuild build = new AuthorsBuild(folder.resolve("repository"));
    int port = Ports.free();
    try (DropInHost host = host(port)) {
      build.maven(project, "package", "-Pdev", "-Ddeploy.folder=" + host.data().path());

      host.awaitBundle(NAME, bundle -> bundle.path("state").asText().equals("ready"));
      try (Shelly shelly = new Shelly(project, build.tck(), port)) {
        drives(host, shelly);
        Files.delete(host.data().path().resolve("shelly-driver.jar"));
        leavesNothing(host);
      }
    }
  }

  private DropInHost host(int shellyPort) throws IOException {
    return DropInHost.in(
        Files.createDirectories(folder.resolve("host")),
        "DEVICE1_NAME",
        "Lamp",
        "DEVICE1_MODEL",
        "lamp",
        "DEVICE1_POWER_NAME",
        "Shelly Plus 1",
        "DEVICE1_POWER_IP",
        "127.0.0.1:" + shellyPort);
  }

  private static void drives(DropInHost host, Shelly shelly) {
    host.process()
        .awaitTrue(
            "the relay is heard of",
            () -> PlugHost.status(host.client(), "device1").path("connected").asBoolean());
    assertThat(command(host, "power_on").path("success").asBoolean()).isTrue();
    assertThat(shelly.isOn()).isTrue();
    assertThat(command(host, "power_off").path("success").asBoolean()).isTrue();
    assertThat(shelly.isOn()).isFalse();
    JsonNode toggled = command(host, "toggle");
    assertThat(toggled.path("success").asBoolean()).as(toggled.toString()).isTrue();
    assertThat(shelly.isOn()).isTrue();
  }

  private static JsonNode command(DropInHost host, String command) {
    return host.client().post("/host/power/executeCommand", BODY.formatted(command)).json();
  }

  private static void leavesNothing(DropInHost host) throws IOException {
    await("the bundle is gone").atMost(PATIENCE).until(() -> !present(host));
    assertThat(command(host, "power_on").path("success").asBoolean()).isFalse();
    host.process().awaitTrue("its classes are gone", () -> !heap(host).contains("com.example."));
    assertThat(jcmd(host, "Thread.print"))
        .doesNotContain("com.example.")
        .doesNotContain("device1-shelly");
  }

  private static boolean present(DropInHost host) {
    return host.bundles().stream().anyMatch(bundle -> bundle.path("name").asText().equals(NAME));
  }

  private static String heap(DropInHost host) throws IOException {
    return jcmd(host, "GC.class_histogram");
  }

  private static String jcmd(DropInHost host, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return HostProcess.run(jcmd, Long.toString(host.process().jvm().pid()), command);
  }

  /** The example's own simulator, as a process. */
  private static final class Shelly implements AutoCloseable {
    private final Process process;
    private final Client client;

    Shelly(Path project, Path tck, int port) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  project.resolve("target/test-classes") + File.pathSeparator + tck,
                  "com.example.shelly.VirtualShelly",
                  Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(project.resolve("shelly.log").toFile())
              .start();
      client = new Client(port);
    }

    boolean isOn() {
      return client.get("/rpc/Switch.GetStatus?id=0").json().path("output").asBoolean();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
