package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ManagedProcess.Reading;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessDescription.Printing;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class PrintingTest extends SupervisorFixture {
  private static final Printing BOTH = new Printing(true, "^(frame)=(\\d+)$");

  private static ProcessDescription printing(String script) {
    return sh("a", script).printing(BOTH);
  }

  @Test
  void bytesGoToListenersAndLinesComeFromTheOther() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ManagedProcess process =
        mine.run(
            printing("echo line >&2; while [ ! -e go ]; do sleep 0.05; done; printf '\\1\\2\\n'"));
    process.onBytes(
        piece -> {
          while (piece.hasRemaining()) {
            bytes.write(piece.get());
          }
        });
    mine.run(up("go", "touch go; echo up; exec sleep 600"));

    await().atMost(SOON).untilAsserted(() -> assertThat(bytes.toByteArray()).startsWith(1, 2, 10));
    assertThat(process.output()).contains("line").doesNotContain("\1\2");
  }

  @Test
  void readingsAreNoLinesAndTellSinceWhen() {
    ManagedProcess process =
        mine.run(printing("echo frame=1 >&2; echo frame=2 >&2; echo frame=2 >&2; exec sleep 600"));

    await().atMost(SOON).until(() -> process.readings().containsKey("frame"));
    await().atMost(SOON).until(() -> process.readings().get("frame").value().equals("2"));
    Reading first = process.readings().get("frame");
    assertThat(first.since()).isNotNull();
    assertThat(process.output()).isEmpty();
  }

  @Test
  void readingsOfAnEarlierRunAreForgotten() {
    ManagedProcess process = mine.run(up("a", "echo frame=1; echo up; exec sleep 600"));
    awaitReady(process);
    assertThat(process.readings()).isEmpty();

    mine.run(printing("[ -e again ] || echo frame=1 >&2; touch again; exec sleep 600"));
    await().atMost(SOON).until(() -> process.readings().containsKey("frame"));
    process.restart();

    await().atMost(SOON).until(() -> process.readings().isEmpty());
  }

  @Test
  void userInfoInAnAddressIsNotShown() {
    ManagedProcess process =
        mine.run(up("a", "echo rtsp://me:secret@camera/1 refused; echo up; exec sleep 600"));
    awaitReady(process);

    assertThat(process.output()).contains("rtsp://***@camera/1 refused");
  }
}
