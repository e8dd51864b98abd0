package com.virtualpytest.host.camera.internal.capture;

import com.virtualpytest.host.api.driver.AvController.Picture;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps the newest picture and tells of each new one. For all threads. */
public final class PictureHub implements AutoCloseable {
  /** Whoever listens twice can stop once: no two of these are equal. */
  private static final class Listener {
    private final Consumer<Picture> consumer;

    private Listener(Consumer<Picture> consumer) {
      this.consumer = consumer;
    }
  }

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private volatile Picture newest;
  private long count; // used by the one thread that brings pictures
  private volatile boolean closed;

  public PictureHub(Clock clock) {
    this.clock = clock;
  }

  /** A picture has come. */
  public void add(byte[] jpeg) {
    count++;
    Picture picture = new Picture(count, clock.instant(), ByteBuffer.wrap(jpeg));
    newest = picture;
    for (Listener listener : listeners) {
      listener.consumer.accept(picture);
    }
  }

  /** The newest one. */
  public Optional<Picture> newest() {
    return Optional.ofNullable(newest);
  }

  /** Tells of each new one until that is closed. */
  public AutoCloseable listen(Consumer<Picture> listener) {
    Listener own = new Listener(listener);
    if (!closed) {
      listeners.add(own);
    }
    return () -> listeners.remove(own);
  }

  @Override
  public void close() {
    closed = true;
    listeners.clear();
  }
}
