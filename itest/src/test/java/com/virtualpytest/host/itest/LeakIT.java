package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bundles leave behind that are updated again and again, with bodies posted to them. */
class LeakIT {
  private static final int UPDATES = 50;

  /** The first ones load classes of the host itself, and begin threads of its pools. */
  private static final int WARM = 20;

  private static final String LOADER =
      "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";
  private static final String BUNDLE = "org.apache.felix.framework.BundleImpl";

  /** Each generation of the fixture has one. */
  private static final String MARKER = "fixture.hello.Hello$Marker";

  /**
   * What a host uses.
   *
   * @param heap after a collection, KiB
   * @param metaspace KiB
   */
  private record Use(long threads, long files, long heap, long metaspace) {

    static Use of(HostProcess host) throws IOException {
      long pid = host.jvm().pid();
      jcmd(host, "GC.run");
      String memory = jcmd(host, "GC.heap_info");
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"));
          Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
        return new Use(
            threads.count(),
            files.count(),
            number(memory, "def new generation.* used (\\d+)K")
                + number(memory, "tenured generation.* used (\\d+)K"),
            number(memory, "Metaspace +used (\\d+)K"));
      }
    }

    /** Not more than a twentieth over that. */
    boolean isWithin(Use before) {
      return threads <= before.threads * 1.05
          && files <= before.files * 1.05
          && heap <= before.heap * 1.05
          && metaspace <= before.metaspace * 1.05;
    }
  }

  @Test
  void fiftyUpdatesLeaveNothingBehind(@TempDir Path folder) throws Exception {
    FixtureBundle hello = FixtureBundle.named("hello");
    FixtureBundle relay = FixtureBundle.named("relay");
    try (DropInHost host =
        DropInHost.in(folder, "DEVICE1_NAME", "Plug", "DEVICE1_POWER_NAME", "relay")) {
      Use before = null;
      byte[] routes = hello.jar();
      byte[] driver = relay.jar();
      for (int number = 0; number < UPDATES; number += 2) {
        update(host, "hello.jar", routes, number);
        post(host, "/host/hello/echo", "{\"text\":\"t\",\"number\":1}");
        update(host, "relay.jar", driver, number);
        post(host, "/host/power/getStatus", "{\"device_id\":\"device1\"}");
        before = number == WARM ? Use.of(host.process()) : before;
      }
      Use warm = before;
      host.process().awaitTrue("one generation is left", () -> count(host, MARKER) == 1);
      host.process()
          .awaitTrue("it uses what it used before", () -> Use.of(host.process()).isWithin(warm));
      // the framework's log keeps its last hundred entries, and so a few of those that are gone
      assertThat(count(host, BUNDLE)).isLessThan(count(host, LOADER) + UPDATES);

      long loaders = count(host, LOADER);
      host.empty();
      host.process().awaitTrue("none is left", () -> count(host, MARKER) == 0);
      host.process().awaitTrue("nor are their loaders", () -> count(host, LOADER) <= loaders - 2);
    }
  }

  /** Another content of the same version; it serves when this returns. */
  private static void update(DropInHost host, String file, byte[] jar, int number)
      throws Exception {
    byte[] next = JarChange.of(jar).entry("number-" + number, new byte[0]).bytes();
    String hash = DropInHost.hash(next);
    host.data().put(file, next);
    JsonNode done = host.awaitRecord(one -> one.path("hash").asText().equals(hash) && settled(one));
    assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("ready");
  }

  private static boolean settled(JsonNode record) {
    return !record.path("state").asText().equals("starting");
  }

  private static void post(DropInHost host, String path, String body) {
    host.process()
        .awaitTrue(path + " answers", () -> host.client().post(path, body).status() == 200);
  }

  /** How many instances of a class there are, after a collection. */
  private static long count(DropInHost host, String type) throws IOException {
    String histogram = jcmd(host.process(), "GC.class_histogram");
    return number(histogram, "\\d+: +(\\d+) +\\d+ +" + Pattern.quote(type) + "\\b(?!\\$)");
  }

  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static String jcmd(HostProcess host, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return HostProcess.run(jcmd, Long.toString(host.jvm().pid()), command);
  }
}
