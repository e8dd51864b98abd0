package com.virtualpytest.host.store.internal.database;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Spools;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows from the spool into the database, and keeps that tidy. {@link #step} is called by one
 * thread again and again; the rest can be asked for from any.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int BATCH = 500;
  private static final Duration RETENTION_PERIOD = Duration.ofHours(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Database database;
  private final Spools spools;
  private final Heartbeat heartbeat;
  private final IntSupplier devices;
  private final Clock clock;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  // used by the thread that steps
  private Statements statements;
  private Instant nextBeat = Instant.MIN;
  private Instant nextRetention;
  private Instant usedAt = Instant.MAX;
  private int failures;
  private boolean toldRejected;

  private volatile Status status;

  /**
   * @param devices how many there are
   */
  public Writer(
      Database database, Spools spools, Heartbeat heartbeat, IntSupplier devices, Clock clock) {
    this.database = database;
    this.spools = spools;
    this.heartbeat = heartbeat;
    this.devices = devices;
    this.clock = clock;
    this.status = Status.of(State.STARTING, null, null, clock.instant());
    // not all hosts at the same time
    this.nextRetention =
        clock.instant().plusSeconds(ThreadLocalRandom.current().nextLong(60, 3600));
  }

  /** How the database is. */
  public Status status() {
    return status;
  }

  /** Rows that the database has accepted. */
  public long written() {
    return written.get();
  }

  /** Rows that it refused for good. */
  public long rejected() {
    return rejected.get() + spools.unreadable();
  }

  /**
   * Does what is due.
   *
   * @return how long to wait before the next step, unless rows come earlier; null when nothing
   *     comes earlier that could be written
   */
  public Pause step() {
    try {
      prepare();
      beat();
      boolean more = writeBatch();
      boolean old = retain();
      failures = 0;
      change(State.READY, null, null);
      return more || old ? new Pause(Duration.ZERO, true) : rest();
    } catch (SQLException | IOException e) {
      return failed(e);
    }
  }

  /**
   * How long to wait.
   *
   * @param orRows whether new rows are a reason to go on earlier
   */
  public record Pause(Duration length, boolean orRows) {}

  private void prepare() throws SQLException {
    if (statements != null) {
      return;
    }
    try (Connection connection = database.connection()) {
      Schema.update(connection, database.dialect());
      statements = Statements.of(connection, database.dialect());
    }
  }

  private void beat() throws SQLException {
    Instant now = clock.instant();
    if (now.isBefore(nextBeat)) {
      return;
    }
    try (Connection connection = database.connection()) {
      heartbeat.beat(connection, devices.getAsInt(), now);
    }
    usedAt = now;
    nextBeat = now.plus(database.dialect().heartbeat());
  }

  private boolean writeBatch() throws SQLException, IOException {
    Spools.Batch batch = spools.read(BATCH);
    if (batch.lines() == null) {
      return false;
    }
    write(batch.rows());
    batch.acknowledge();
    usedAt = clock.instant();
    return true;
  }

  private void write(List<Row> rows) throws SQLException {
    try {
      writeAtOnce(rows);
    } catch (SQLException e) {
      if (!Failure.ofRow(e)) {
        throw e;
      }
      if (rows.size() == 1) {
        reject(rows.get(0), e);
        return;
      }
      for (Row row : rows) {
        write(List.of(row));
      }
    }
  }

  private void writeAtOnce(List<Row> rows) throws SQLException {
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(false);
      try {
        statements.write(connection, rows);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    }
    written.addAndGet(rows.size());
  }

  private void reject(Row row, SQLException e) {
    rejected.incrementAndGet();
    LOG.debug("A row was refused", e);
    if (!toldRejected) {
      toldRejected = true;
      LOG.error(
          "The database refuses a row of kind {} for good (SQL state {}); such rows are given up"
              + " and counted",
          row.kind(),
          e.getSQLState());
    }
  }

  private boolean retain() throws SQLException {
    Instant now = clock.instant();
    if (now.isBefore(nextRetention)) {
      return false;
    }
    boolean more;
    try (Connection connection = database.connection()) {
      more = Retention.run(connection, heartbeat.host(), now);
    }
    if (!more) {
      nextRetention = now.plus(RETENTION_PERIOD);
    }
    return more;
  }

  /** Nothing is left to do: connections go after a while. */
  private Pause rest() {
    Instant now = clock.instant();
    Duration untilBeat = Duration.between(now, nextBeat);
    if (usedAt.equals(Instant.MAX)) {
      return new Pause(untilBeat, true);
    }
    Duration untilIdle = Duration.between(now, usedAt.plus(database.dialect().idle()));
    if (untilIdle.isNegative() || untilIdle.isZero()) {
      usedAt = Instant.MAX;
      database.rest();
      return new Pause(untilBeat, true);
    }
    return new Pause(untilIdle.compareTo(untilBeat) < 0 ? untilIdle : untilBeat, true);
  }

  private Pause failed(Exception e) {
    LOG.debug("The database", e);
    Failure failure = Failure.of(e);
    if (failure.state() == State.FAILED) {
      statements = null; // what was known of its tables may be no longer true
    }
    change(failure.state(), failure.detail(), failure.hint());
    long doubled = FIRST_PAUSE.toMillis() << Math.min(failures++, 10);
    long millis = Math.min(doubled, LONGEST_PAUSE.toMillis());
    // a different pause on every host: they all lost the same server
    long pause = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    return new Pause(Duration.ofMillis(pause), false);
  }

  private void change(State state, String detail, String hint) {
    Status before = status;
    status = before.observe(state, detail, hint, clock.instant());
    if (before.state() == state && Objects.equals(before.detail(), detail)) {
      return;
    }
    if (state == State.READY) {
      LOG.info("The store is connected ({})", database.dialect().wireName());
    } else {
      LOG.warn("{}; what is to be stored waits on disk", detail);
    }
  }
}
