package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderWatchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path root;

  private Path folder;
  private FolderWatch watch;

  @BeforeEach
  void begin() throws Exception {
    folder = root.resolve("deploy");
    watch = new FolderWatch(List.of(folder));
  }

  @AfterEach
  void end() throws Exception {
    watch.close();
  }

  @Test
  void filesThatComeChangeAndGoAreTold() throws Exception {
    Files.createDirectory(folder);
    assertThat(watch.await(Duration.ZERO)).isFalse();

    Path file = Files.writeString(folder.resolve("a.jar"), "1");
    assertThat(watch.await(LONG)).isTrue();
    drain();
    Files.writeString(file, "2");
    assertThat(watch.await(LONG)).isTrue();
    drain();
    Files.delete(file);
    assertThat(watch.await(LONG)).isTrue();
  }

  /** What came by the time of the last call may be told in two portions. */
  private void drain() {
    await().until(() -> !watch.await(Duration.ofMillis(50)));
  }

  @Test
  void aFolderThatComesLaterOrComesBackIsWatched() throws Exception {
    assertThat(watch.await(Duration.ZERO)).isFalse();
    for (int i = 0; i < 2; i++) {
      Files.createDirectory(folder);
      watch.await(Duration.ZERO);
      Files.writeString(folder.resolve("a.jar"), "1");
      assertThat(watch.await(LONG)).isTrue();
      Files.delete(folder.resolve("a.jar"));
      Files.delete(folder);
      drain();
    }
  }

  @Test
  void closeEndsAWait() throws Exception {
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return watch.await(LONG.multipliedBy(10));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    watch.close();

    assertThat(waiting.join()).isFalse();
    assertThat(watch.await(LONG)).isFalse();
  }
}
