package com.virtualpytest.host.host.internal.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers of one source: a quick one and a slow one. */
class LiveViewTest {
  private final Pictures source = new Pictures();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  /** Notes the numbers of the pictures that come; takes one for each permit. */
  private static final class Viewer extends OutputStream {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean gone;

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      String text = new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
      if (text.startsWith("picture ")) {
        seen.add(text.substring("picture ".length()));
      }
    }

    @Override
    public void flush() throws IOException {
      permits.acquireUninterruptibly();
      if (gone) {
        throw new IOException("gone");
      }
    }
  }

  private Viewer view() {
    Viewer viewer = new Viewer();
    Thread thread =
        new Thread(
            () -> {
              try {
                new LiveView(() -> source).write(viewer);
              } catch (IOException e) {
                viewer.seen.add("end");
              }
            });
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    return viewer;
  }

  @Test
  void whoIsSlowMissesWhatCameMeanwhileAndHoldsUpNobody() {
    Viewer quick = view();
    Viewer slow = view();
    quick.permits.release(1000);
    await().until(() -> source.listeners.size() == 2);
    for (int i = 1; i <= 10; i++) {
      source.show(i);
      String number = Integer.toString(i);
      await().pollInterval(Duration.ofMillis(5)).until(() -> quick.seen.contains(number));
    }
    assertThat(quick.seen).hasSize(10);
    assertThat(slow.seen).containsExactly("1");

    slow.permits.release(2);
    await().until(() -> slow.seen.size() == 2);
    assertThat(slow.seen).containsExactly("1", "10");
  }

  @Test
  void whoGoesIsForgotten() {
    Viewer viewer = view();
    await().until(() -> source.listeners.size() == 1);
    viewer.gone = true;
    viewer.permits.release(10);
    source.show(1);

    await().until(() -> source.listeners.isEmpty());
    await().until(() -> viewer.seen.contains("end"));
  }

  @Test
  @Timeout(60)
  void aViewEndsWhenNobodyServesTheDeviceAnyMore() throws IOException {
    Viewer viewer = new Viewer();
    LiveView view =
        new LiveView(
            () -> {
              throw new ApiException(ErrorCode.NOT_FOUND, "There is no device");
            },
            Duration.ofMillis(10));

    view.write(viewer);

    assertThat(viewer.seen).isEmpty();
  }

  /** A source whose pictures say their numbers. */
  private static final class Pictures implements AvController {
    private final List<Consumer<Picture>> listeners = new CopyOnWriteArrayList<>();

    void show(int number) {
      byte[] text = ("picture " + number).getBytes(StandardCharsets.ISO_8859_1);
      Picture picture = new Picture(number, Instant.now(), ByteBuffer.wrap(text));
      listeners.forEach(listener -> listener.accept(picture));
    }

    @Override
    public AutoCloseable onPicture(Consumer<Picture> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    @Override
    public Optional<Picture> newest() {
      return Optional.empty();
    }

    @Override
    public Feed feed() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restart(String quality) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Status status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ActionDescription> actions() {
      return List.of();
    }

    @Override
    public CommandResult execute(Command command) {
      return CommandResult.unknown(command);
    }

    @Override
    public void close() {}
  }
}
