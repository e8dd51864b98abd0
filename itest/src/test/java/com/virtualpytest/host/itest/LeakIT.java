package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle leaves behind, counted in the heap: each generation has one marker. */
class LeakIT {
  private static final int UPDATES = 20;
  private static final Pattern MARKERS =
      Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+fixture\\.hello\\.Hello\\$Marker");

  @Test
  void twentyUpdatesLeaveNoGenerationBehind(@TempDir Path folder) throws IOException {
    FixtureBundle hello = FixtureBundle.named("hello");
    try (DropInHost host = DropInHost.in(folder)) {
      for (int update = 1; update <= UPDATES; update++) {
        host.data().put(hello.withText("update" + update));
        host.awaitBody("/host/hello", "update" + update);
        Answer echo = host.client().post("/host/hello/echo", "{\"text\":\"t\",\"number\":1}");
        assertThat(echo.status()).isEqualTo(200);
      }
      host.process().awaitTrue("one generation is left", () -> markers(host.process()) == 1);

      host.data().remove("hello.jar");
      host.process().awaitTrue("none is left", () -> markers(host.process()) == 0);
    }
  }

  /** The histogram collects garbage before it counts. */
  private static int markers(HostProcess host) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = HostProcess.run(jcmd, Long.toString(host.jvm().pid()), "GC.class_histogram");
    return MARKERS
        .matcher(histogram)
        .results()
        .map(MatchResult::group)
        .map(row -> row.trim().split("\\s+")[1])
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
