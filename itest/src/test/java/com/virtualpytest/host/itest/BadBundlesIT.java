package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Next versions of a driver that are no good in all the ways that one can think of: the present one
 * serves on, and one line says why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBundlesIT {
  private static final String FILE = "relay.jar";
  private static final String STATUS = "{\"device_id\":\"device1\"}";
  private static final FixtureBundle RELAY = FixtureBundle.named("relay");

  /** Puts a file into the drop-in folder. */
  @FunctionalInterface
  private interface Drop {
    void into(DropFolder folder) throws IOException;
  }

  /**
   * A kind of bad bundle.
   *
   * @param what names it
   * @param reason what the host says of it
   * @param state of its record
   * @param file its name in the drop-in folder
   * @param drop puts it there
   */
  /** {@code reason} is what the detail begins with. */
  private record Bad(String what, String reason, String state, String file, Drop drop) {

    static Bad jar(String what, String reason, Made made) {
      return new Bad(what, reason, "failed", FILE, folder -> folder.put(FILE, made.jar()));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** Makes a jar when it is needed. */
  @FunctionalInterface
  private interface Made {
    byte[] jar() throws IOException;
  }

  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicInteger served = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private DropInHost host;
  private ServerSocket taken;
  private CompletableFuture<Void> load;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    host = DropInHost.in(folder, "DEVICE1_NAME", "Plug", "DEVICE1_POWER_NAME", "relay");
    host.deploy(RELAY);
    host.process().awaitTrue("the relay answers", () -> power().isEmpty());
    load = CompletableFuture.runAsync(this::use);
  }

  @AfterAll
  void stop() throws IOException {
    done.set(true);
    load.join();
    host.close();
    taken.close();
  }

  static Stream<Bad> beforeItRuns() {
    return Stream.of(
        Bad.jar("truncated", "The file is not a whole jar", () -> relay("cut").cutShort()),
        Bad.jar(
            "no manifest",
            "The jar is no OSGi bundle. It has no manifest",
            () -> relay("bare").without(JarFile.MANIFEST_NAME).bytes()),
        Bad.jar(
            "wrong bytecode version",
            "Its class fixture.relay.Relay$Switch is built for Java 99; this host runs on Java "
                + Runtime.version().feature(),
            () -> relay("future").builtFor(99).bytes()),
        new Bad("huge", "The file has 201 MiB; at most 200 are taken", "failed", FILE, huge()),
        Bad.jar(
            "zip bomb",
            "Unpacked, the jar has more than 1024 MiB",
            () -> relay("bomb").bytes(1 + (1 << 10))),
        Bad.jar(
            "path tricks",
            "The jar has an entry that points outside of it",
            () -> relay("path").entry("lib/../../../etc/cron.d/x", new byte[1]).bytes()),
        Bad.jar(
            "core-api inside",
            "The jar contains packages of core-api (com.virtualpytest.host.api.*)",
            () ->
                relay("api")
                    .entry("com/virtualpytest/host/api/driver/Driver.class", new byte[1])
                    .bytes()),
        Bad.jar(
            "a system bundle's name",
            "The name com.virtualpytest.host.bundle-host belongs to a bundle of the host itself",
            () ->
                relay("named")
                    .header("Bundle-SymbolicName", "com.virtualpytest.host.bundle-host")
                    .bytes()));
  }

  static Stream<Bad> whatDoesNotResolve() {
    return Stream.of(
        Bad.jar(
            "missing import",
            "It needs the package org.nowhere, which nobody offers",
            () -> relay("import").header("Import-Package", is -> is + ",org.nowhere").bytes()),
        Bad.jar(
            "incompatible core-api import",
            "It needs the package com.virtualpytest.host.api.driver from version 99.0.0 to below"
                + " 100.0.0, which nobody offers",
            () ->
                relay("old api")
                    .header(
                        "Import-Package",
                        is ->
                            is.replaceFirst(
                                "(api\\.driver;version=\")[^\"]+", "$1[99.0.0,100.0.0)"))
                    .bytes()),
        new Bad(
            "duplicate symbolic name",
            "relay.jar has the same symbolic name and is used",
            "disabled",
            "same.jar",
            folder -> folder.put("same.jar", relay("twice").bytes())));
  }

  static Stream<Bad> whatFailsWhenItIsStarted() {
    return Stream.of(
        Bad.jar(
            "throwing activator",
            "Its activator failed with IllegalStateException",
            () -> activated("throws")),
        Bad.jar(
            "hanging activator",
            "Its activator did not return within 10 s",
            () -> activated("hangs")),
        Bad.jar(
            "unsatisfied reference",
            "fixture.relay.LackingRelay needs the service java.lang.Runnable with (coil=blue)",
            () -> bad("lackingRelay", "").bytes()),
        Bad.jar(
            "System.exit in activate",
            "fixture.relay.BadRelay failed to activate with SecurityException; the log has the"
                + " whole story",
            () -> bad("badRelay", "exits").bytes()),
        Bad.jar(
            "hanging resource",
            "Its resources take too long to be made",
            () -> bad("hangingRoute", "").bytes()),
        Bad.jar(
            "critical health check",
            "Its health check relay coil is CRITICAL",
            () -> bad("illRelay", "").bytes()),
        Bad.jar(
            "thread leak",
            "It starts the thread relay-poller when it is activated; only opening a device may",
            () -> bad("badRelay", "leaks").bytes()));
  }

  Stream<Bad> whatCannotOpenTheDevice() {
    String worse = "device1 relay is ready with the old version and %s with the new one: %s";
    return Stream.of(
        Bad.jar(
            "a taken port in open",
            worse.formatted("backoff", "A port that the driver listens on is in use"),
            () -> bad("badRelay", "port " + taken.getLocalPort()).bytes()),
        Bad.jar(
            "failed for a device that worked",
            worse.formatted("failed", "POWER_NEW must be set"),
            () -> bad("badRelay", "fails").bytes()),
        Bad.jar(
            "endless loop in open",
            "Opening device1 with the new version took longer than 4 s, and its thread ignores"
                + " interruption; thread and class loader of fixture.relay 1.0.0 (",
            () -> bad("badRelay", "loops").bytes()));
  }

  @ParameterizedTest
  @MethodSource({
    "beforeItRuns",
    "whatDoesNotResolve",
    "whatFailsWhenItIsStarted",
    "whatCannotOpenTheDevice"
  })
  void theOldOneServesOnAndTheReasonIsTold(Bad bad) throws IOException {
    bad.drop().into(host.data());

    JsonNode told = host.awaitRecord(one -> isOf(one, bad) && saysWhy(one, bad));

    assertThat(told.path("detail").asText()).startsWith(bad.reason()).doesNotContain("\n");
    int before = served.get();
    host.process().awaitTrue("requests are served", () -> served.get() > before + 2);
    assertThat(failures).isEmpty();
    assertThat(host.bundles())
        .anyMatch(
            one ->
                one.path("name").asText().equals(RELAY.symbolicName())
                    && one.path("state").asText().equals("ready"));
    if (!bad.file().equals(FILE)) {
      host.data().remove(bad.file());
    }
  }

  private static boolean isOf(JsonNode record, Bad bad) {
    return record.path("file").asText().equals(bad.file())
        && record.path("state").asText().equals(bad.state());
  }

  /** The record of the kind before stays until this one has been looked at. */
  private static boolean saysWhy(JsonNode record, Bad bad) {
    return record.path("detail").asText().startsWith(bad.reason());
  }

  private static JarChange relay(String text) throws IOException {
    return JarChange.of(RELAY.withText(text).jar());
  }

  private static JarChange bad(String source, String how) throws IOException {
    return JarChange.of(new FixtureBundle(source, RELAY.name(), RELAY.version(), how).jar());
  }

  private static byte[] activated(String how) throws IOException {
    return bad("badRelay", how)
        .header("Bundle-Activator", "fixture.relay.BadRelay$Starter")
        .bytes();
  }

  /** A sparse file. */
  private static Drop huge() {
    return folder -> {
      Path part = folder.path().resolve(".huge.part");
      try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
        file.setLength(201L << 20);
      }
      Files.move(part, folder.path().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    };
  }

  private void use() {
    while (!done.get()) {
      String problem = power();
      if (problem.isEmpty()) {
        served.incrementAndGet();
      } else {
        failures.add(problem);
      }
    }
  }

  /** What is wrong with the answer of the relay; empty when nothing. */
  private String power() {
    try {
      Answer answer = host.client().post("/host/power/getStatus", STATUS);
      boolean good = answer.status() == 200 && answer.json().path("success").asBoolean();
      return good ? "" : answer.status() + " " + answer.body();
    } catch (UncheckedIOException e) {
      return e.toString();
    }
  }
}
