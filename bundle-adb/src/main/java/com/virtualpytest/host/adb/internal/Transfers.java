package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Component;

/** The files on their way to and from devices, so that others can see how far they are. */
@Component(service = Transfers.class)
public final class Transfers {
  private static final int MAX = 8;

  private final AtomicLong count = new AtomicLong();
  private final Map<Long, Transfer> running = new ConcurrentSkipListMap<>();

  /** One file. */
  final class Transfer implements AutoCloseable {
    private final long id = count.incrementAndGet();
    private final Instant since = Instant.now();
    private final String serial;
    private final String kind;
    private volatile long total;
    private volatile long bytes;
    private volatile String phase = "transfer";

    private Transfer(String serial, String kind, long total) {
      this.serial = serial;
      this.kind = kind;
      this.total = total;
    }

    void total(long known) {
      total = known;
    }

    void progress(long done) {
      bytes = done;
    }

    void phase(String next) {
      phase = next;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public void close() {
      running.remove(id);
    }
  }

  /**
   * A file on the wire.
   *
   * @param kind {@code push}, {@code pull}, {@code install}
   * @param phase {@code transfer}, or {@code install} once the file is there
   * @param bytes so far
   * @param total of all; −1 when it is not known
   */
  public record View(
      long id, String serial, String kind, String phase, long bytes, long total, Instant since) {}

  /**
   * Begins one.
   *
   * @throws ApiException {@code LANE_FULL}: there are too many
   */
  Transfer begin(String serial, String kind, long total) {
    Transfer transfer = new Transfer(serial, kind, total);
    running.put(transfer.id, transfer);
    if (running.size() > MAX) {
      transfer.close();
      throw new ApiException(
          ErrorCode.LANE_FULL, MAX + " files are on their way already", "Try again later", null);
    }
    return transfer;
  }

  /** Those that are on their way. */
  List<View> views() {
    return running.values().stream()
        .map(t -> new View(t.id, t.serial, t.kind, t.phase, t.bytes, t.total, t.since))
        .toList();
  }
}
