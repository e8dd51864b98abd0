package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ManagedProcess.Reading;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process tells besides lines: readings of its present run, and bytes. For all threads. */
final class Told {
  private static final Logger LOG = LoggerFactory.getLogger(Told.class);

  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private final List<Consumer<ByteBuffer>> listeners = new CopyOnWriteArrayList<>();
  private final Clock clock = Clock.systemUTC();

  /** A new run begins. */
  void begin() {
    readings.clear();
  }

  void reading(String name, String value) {
    Reading before = readings.get(name);
    if (before == null || !before.value().equals(value)) {
      readings.put(name, new Reading(value, clock.instant()));
    }
  }

  Map<String, Reading> readings() {
    return Map.copyOf(readings);
  }

  /** Tells the listeners; one that fails hears nothing more. */
  void bytes(byte[] bytes, int count) {
    listeners.removeIf(listener -> !tell(listener, ByteBuffer.wrap(bytes, 0, count)));
  }

  private static boolean tell(Consumer<ByteBuffer> listener, ByteBuffer bytes) {
    try {
      listener.accept(bytes.asReadOnlyBuffer());
      return true;
    } catch (RuntimeException | LinkageError e) {
      LOG.error("A listener of a process's output failed unexpectedly", e);
      return false;
    }
  }

  void listen(Consumer<ByteBuffer> listener) {
    listeners.add(listener);
  }

  void unlisten(Consumer<ByteBuffer> listener) {
    listeners.remove(listener);
  }
}
