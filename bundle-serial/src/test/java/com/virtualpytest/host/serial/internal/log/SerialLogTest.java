package com.virtualpytest.host.serial.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLogTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;
  private final AtomicBoolean diskWorks = new AtomicBoolean(true);
  private SerialLog log;

  @BeforeEach
  void open() throws IOException {
    open(64L * MIB);
  }

  private void open(long capacity) throws IOException {
    log = new SerialLog(folder, capacity, "test", Clock.systemUTC(), diskWorks::set);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void append(String text) throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    log.append(bytes, bytes.length);
  }

  private Output read(long from) throws IOException, InterruptedException {
    return log.read(from, MIB, Duration.ZERO);
  }

  private static String text(Output output) {
    return StandardCharsets.ISO_8859_1.decode(output.bytes()).toString();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private byte[] readAll(long from) throws IOException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Output output = log.read(from, 50_000, Duration.ZERO);
        output.bytes().hasRemaining();
        output = log.read(output.next(), 50_000, Duration.ZERO)) {
      assertThat(output.missed()).isZero();
      byte[] piece = new byte[output.bytes().remaining()];
      output.bytes().get(piece);
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  @Test
  void everyReaderReadsFromWhereItWants() throws Exception {
    append("hello ");
    append("world");

    assertThat(text(read(0))).isEqualTo("hello world");
    assertThat(text(read(6))).isEqualTo("world");
    assertThat(text(read(99))).isEmpty();
    assertThat(read(99).offset()).isEqualTo(11);
  }

  @Test
  void whoWaitsGetsWhatComes() throws Exception {
    CompletableFuture<Output> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return log.read(0, MIB, LONG);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    append("now");

    assertThat(text(reader.get())).isEqualTo("now");
  }

  @Test
  void offsetsGoOnAfterAnOrderlyEndAndTheGapIsMarked() throws Exception {
    append("before");
    log.close();
    open();
    log.back();
    append("after");

    Output output = read(0);
    assertThat(text(output)).isEqualTo("before");
    assertThat(text(read(output.next()))).isEqualTo("after");
    assertThat(read(6).gaps()).extracting(Gap::offset).containsExactly(6L);
  }

  @Test
  void noOffsetIsUsedTwiceAfterAKill() throws Exception {
    append("before");
    log.close();
    Files.delete(folder.resolve("end")); // what a kill leaves behind
    open();
    log.back();
    append("after");

    Output output = read(6);
    assertThat(text(output)).isEqualTo("after");
    assertThat(output.offset()).isEqualTo(6 + MIB);
    assertThat(output.missed()).isEqualTo(MIB);
    assertThat(output.gaps()).hasSize(1);
  }

  @Test
  void gapsAreKnownAfterARestart() throws Exception {
    append("one");
    log.lost("unplugged");
    log.back();
    append("two");
    log.close();
    open();

    assertThat(read(0).gaps()).extracting(Gap::reason).containsExactly("unplugged");
    assertThat(log.marks(0, 6)).isNotEmpty();
  }

  @Test
  void aSlowReaderReadsFromDiskWhatMemoryNoLongerHas() throws Exception {
    byte[] bytes = random(5 * MIB);
    log.append(bytes, bytes.length);

    assertThat(readAll(0)).isEqualTo(bytes);
    assertThat(readAll(4 * MIB)).hasSize(MIB);
  }

  @Test
  void whatIsTooOldIsToldAsMissed() throws Exception {
    log.close();
    open(MIB);
    byte[] bytes = random(4 * MIB);
    log.append(bytes, bytes.length);

    log.close(); // all of it is on disk by now

    Output output = read(0);
    assertThat(output.missed()).isPositive().isEqualTo(output.offset());
    assertThat(output.offset()).isEqualTo(log.oldest());
    assertThat(size()).isLessThanOrEqualTo(2 * MIB);
    assertThat(read(4 * MIB - 1).bytes().get()).isEqualTo(bytes[4 * MIB - 1]);
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).mapToLong(this::size).sum();
    }
  }

  private long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // deleted meanwhile
    }
  }

  @Test
  void aDiskThatFailsDoesNotStopReading() throws Exception {
    append("x");
    await().atMost(LONG).until(() -> !log.marks(0, 1).isEmpty());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    Files.createFile(folder);
    log.lost("unplugged");
    log.back(); // to be written beside, which cannot be

    append("goes on");

    await().atMost(LONG).untilFalse(diskWorks);
    assertThat(text(read(1))).isEqualTo("goes on");
    Files.delete(folder);
    Files.createDirectory(folder);
    await().atMost(LONG).untilTrue(diskWorks);
  }

  @Test
  void aLossWakesUpWhoWaits() throws Exception {
    int losses = log.losses();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return log.await(0, losses, LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    log.lost("unplugged");

    assertThat(waiting.get()).isTrue();
    assertThat(log.losses()).isEqualTo(losses + 1);
  }

  @Test
  void afterTheEndReadersGetWhatIsLeft() throws Exception {
    append("last words");
    log.close();

    assertThat(text(read(0))).isEqualTo("last words");
    assertThatThrownBy(() -> log.read(10, MIB, LONG)).isInstanceOf(IOException.class);
  }

  @Test
  void gapsLieWhereTheyHappened() throws Exception {
    append("ab");
    log.lost("first");
    log.lost("again");
    log.back();
    append("cd");

    List<Gap> gaps = read(0).gaps();
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).offset()).isEqualTo(2);
    assertThat(gaps.get(0).reason()).isEqualTo("first");
    assertThat(gaps.get(0).back()).isAfterOrEqualTo(gaps.get(0).lost());
  }
}
