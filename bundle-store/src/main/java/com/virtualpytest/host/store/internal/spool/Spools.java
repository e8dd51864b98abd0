package com.virtualpytest.host.store.internal.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.store.internal.spool.Row.Worth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rows that the database does not have yet, one spool for each worth. When they take more than
 * they may, metrics are given up, the oldest first, then events; commands and incidents never. Safe
 * for all threads.
 */
public final class Spools implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spools.class);
  private static final int SEGMENTS = 32;
  private static final List<Worth> GIVEN_UP = List.of(Worth.METRIC, Worth.EVENT);

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Worth, Spool> spools = new EnumMap<>(Worth.class);
  private final long limit;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private boolean full;

  /** Rows that were read, and what to acknowledge when they are written. */
  public record Batch(List<Row> rows, Spool spool, Spool.Batch lines) {

    /** They are written. */
    public void acknowledge() throws IOException {
      spool.acknowledge(lines);
    }
  }

  private Spools(long limit) {
    this.limit = limit;
  }

  /**
   * Opens them, with what an earlier run left.
   *
   * @param limit bytes that they may take
   */
  public static Spools open(Path folder, long limit) throws IOException {
    Spools all = new Spools(limit);
    for (Worth worth : Worth.values()) {
      String name = worth.name().toLowerCase(Locale.ROOT) + "s";
      int segment = (int) Math.max(1024, Math.min(1 << 20, limit / SEGMENTS));
      all.spools.put(worth, Spool.open(folder.resolve(name), segment));
    }
    return all;
  }

  /** Adds rows of any worth, those of one worth in their order. */
  public void append(List<Row> rows) throws IOException {
    Map<Worth, List<byte[]>> lines = new EnumMap<>(Worth.class);
    for (Row row : rows) {
      try {
        byte[] line = json.writeValueAsBytes(row);
        lines.computeIfAbsent(row.kind().worth(), worth -> new ArrayList<>()).add(line);
      } catch (JsonProcessingException e) {
        unreadable.incrementAndGet();
        LOG.warn("A row of kind {} holds what JSON cannot", row.kind(), e);
      }
    }
    for (Map.Entry<Worth, List<byte[]>> entry : lines.entrySet()) {
      spools.get(entry.getKey()).append(entry.getValue());
    }
    trim();
  }

  /** The oldest rows of the highest worth; empty when there are none at all. */
  public Batch read(int most) throws IOException {
    for (Spool spool : spools.values()) {
      Spool.Batch lines = spool.read(most);
      if (!lines.lines().isEmpty()) {
        return new Batch(rows(lines.lines()), spool, lines);
      }
    }
    tellEnd();
    return new Batch(List.of(), null, null);
  }

  /** See {@link Spool#force}. */
  public void force() throws IOException {
    for (Spool spool : spools.values()) {
      spool.force();
    }
  }

  /** Rows that wait. */
  public long rows() {
    return spools.values().stream().mapToLong(Spool::lines).sum();
  }

  /** Bytes that they take. */
  public long bytes() {
    return spools.values().stream().mapToLong(Spool::bytes).sum();
  }

  /** Rows that were given up. */
  public long dropped() {
    return dropped.get();
  }

  /** Rows that could not be put into a line, or lines that are no rows: a disk lost something. */
  public long unreadable() {
    return unreadable.get();
  }

  @Override
  public void close() throws IOException {
    for (Spool spool : spools.values()) {
      spool.close();
    }
  }

  private void trim() throws IOException {
    for (Worth worth : GIVEN_UP) {
      Spool spool = spools.get(worth);
      while (bytes() > limit) {
        long lost = spool.dropOldest();
        if (lost == 0) {
          break;
        }
        dropped.addAndGet(lost);
        tellFull(worth);
      }
    }
  }

  private synchronized void tellFull(Worth worth) {
    if (!full) {
      full = true;
      LOG.warn(
          "The spool of the store is full ({} MB): the oldest {}s are given up until the database"
              + " is back",
          limit >> 20,
          worth.name().toLowerCase(Locale.ROOT));
    }
  }

  private synchronized void tellEnd() {
    if (full) {
      full = false;
      LOG.warn("The spool of the store is empty again; {} rows had been given up", dropped.get());
    }
  }

  private List<Row> rows(List<byte[]> lines) {
    List<Row> rows = new ArrayList<>(lines.size());
    for (byte[] line : lines) {
      try {
        rows.add(json.readValue(line, Row.class));
      } catch (JsonProcessingException e) {
        unreadable.incrementAndGet();
        LOG.debug("A line of the spool is no row", e);
      } catch (IOException e) {
        throw new IllegalStateException("no line was read from anywhere", e);
      }
    }
    return rows;
  }
}
