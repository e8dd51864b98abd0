package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutputTest extends SupervisorFixture {
  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
    logger().setLevel(Level.INFO);
    logger().setAdditive(false);
    logger().addAppender(log);
  }

  @AfterEach
  void unlisten() {
    logger().detachAppender(log);
    logger().setAdditive(true);
    logger().setLevel(null);
  }

  @Test
  void keepsAndLogsBothStreamsInOrder() {
    ManagedProcess process =
        mine.run(
            up("out", "echo one; echo two >&2; printf half; sleep 0.2; echo; echo up; sleep 9"));
    awaitReady(process);
    assertThat(process.output()).containsExactly("one", "two", "half", "up");
    assertThat(log.lines()).containsExactly("one", "two", "half", "up");
  }

  @Test
  void keepsTheLastLinesOfAFloodAndSparesTheLog() {
    ManagedProcess process = mine.run(up("out", "seq 20000; echo up; exec sleep 600"));
    awaitReady(process);
    assertThat(process.output()).hasSize(Output.KEPT).startsWith("19802").endsWith("20000", "up");
    process.stop();
    await()
        .atMost(SOON)
        .until(() -> log.lines().stream().anyMatch(line -> line.contains("left out of the log")));
    assertThat(log.lines()).hasSizeLessThan(10_000);
  }

  @Test
  void keepsWhatWasPrintedLast() {
    ManagedProcess process = mine.run(sh("out", "echo why; printf because; exit 1"));
    awaitState(process, State.FAILED);
    assertThat(process.output()).endsWith("why", "because");
  }

  @Test
  void showsNoPasswordsOfAddresses() {
    String said = "for c in @ / ? '#'; do echo \"rtsp://me:s3${c}cret@camera/1: refused\"; done; ";
    ManagedProcess process = mine.run(sh("out", said + "exit 1"));
    awaitState(process, State.FAILED);
    assertThat(process.output()).contains("rtsp://***@camera/1: refused");
    assertThat(process.output().toString()).doesNotContain("cret");
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("process.out");
  }

  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }

    List<String> lines() {
      return lines;
    }
  }
}
