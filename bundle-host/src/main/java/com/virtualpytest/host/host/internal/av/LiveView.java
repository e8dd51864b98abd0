package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.http.ApiException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes pictures to one viewer for as long as it looks. Only the newest one waits: who takes long
 * misses those between. When the driver is replaced, the pictures of the new one follow.
 */
final class LiveView implements StreamingOutput {
  static final String BOUNDARY = "picture";

  /** How long nothing may come before it is asked who serves the device now. */
  private static final long LOOK_AGAIN_SECONDS = 2;

  /** A change of drivers takes less; after that the device has gone. */
  private static final Duration GONE = Duration.ofSeconds(30);

  private final Supplier<AvController> source;
  private final Duration gone;
  private final ArrayBlockingQueue<Picture> waiting = new ArrayBlockingQueue<>(1);

  /**
   * @param source who serves the device at the moment; may throw {@link ApiException}
   */
  LiveView(Supplier<AvController> source) {
    this(source, GONE);
  }

  /**
   * @param gone how long nobody may serve the device before the view ends
   */
  LiveView(Supplier<AvController> source, Duration gone) {
    this.source = source;
    this.gone = gone;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    AvController current = null;
    AutoCloseable listening = () -> {};
    Picture last = null;
    long served = System.nanoTime();
    try {
      while (System.nanoTime() - served < gone.toNanos()) {
        AvController now = find();
        if (now != null) {
          served = System.nanoTime();
        }
        if (now != null && now != current) {
          listening.close();
          listening = now.onPicture(this::offer);
          now.newest().ifPresent(this::offer);
          current = now;
        }
        Picture next = waiting.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
          last = next;
        }
        if (last != null) {
          write(last, out); // an old one shows whether the viewer is there still
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the host stops
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      close(listening);
    }
  }

  /** Null while nobody serves the device: its driver is being replaced, or it has gone. */
  private AvController find() {
    try {
      return source.get();
    } catch (ApiException e) {
      return null;
    }
  }

  private void offer(Picture picture) {
    while (!waiting.offer(picture)) {
      waiting.poll();
    }
  }

  private static void write(Picture picture, OutputStream out) throws IOException {
    byte[] jpeg = new byte[picture.jpeg().remaining()];
    picture.jpeg().get(jpeg);
    String head =
        "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\nX-Timestamp: %d\r\n\r\n"
            .formatted(BOUNDARY, jpeg.length, picture.at().toEpochMilli());
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(jpeg);
    out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void close(AutoCloseable listening) throws IOException {
    try {
      listening.close();
    } catch (Exception e) {
      throw new IOException("a listener could not be taken away", e);
    }
  }
}
