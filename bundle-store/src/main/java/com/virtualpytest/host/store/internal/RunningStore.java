package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.store.HostView;
import com.virtualpytest.host.api.store.StoreFigures;
import com.virtualpytest.host.store.internal.database.Database;
import com.virtualpytest.host.store.internal.database.DatabaseAddress;
import com.virtualpytest.host.store.internal.database.Dialect;
import com.virtualpytest.host.store.internal.database.Heartbeat;
import com.virtualpytest.host.store.internal.database.Writer;
import com.virtualpytest.host.store.internal.spool.Intake;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Spools;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of one host, from its spool to its database. Safe for all threads. */
final class RunningStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningStore.class);
  private static final long SPOOL_BYTES = 64L << 20;
  private static final int PING_SECONDS = 300;
  private static final int MAX_PING_SECONDS = 9999;

  private final String host;
  private final Rows rows;
  private final Database database;
  private final Spools spools;
  private final Writer writer;
  private final WriterThread thread;
  private final Intake intake;
  private final Sampler sampler;

  private RunningStore(
      HostView view, Optional<DatabaseAddress> address, Incidents.Listener listener)
      throws IOException, SettingException {
    Settings settings = view.settings();
    Clock clock = Clock.systemUTC();
    Path folder = Path.of(settings.get("HOST_DATA_DIR").orElseThrow()).resolve("store");
    host = settings.get("HOST_NAME", "unnamed-host");
    rows = new Rows(host);
    database = new Database(address, folder);
    spools = Spools.open(folder.resolve("spool"), SPOOL_BYTES);
    Heartbeat heartbeat =
        new Heartbeat(host, settings.get("HOST_URL").orElse(null), clock.instant());
    writer = new Writer(database, spools, heartbeat, () -> view.devices().size(), clock);
    thread = new WriterThread(writer, database.dialect().gathering(), view::ready);
    intake = new Intake(spools, thread::rowsAdded);
    Duration period =
        Duration.ofSeconds(
            settings.integer("SERVER_PING_SECONDS", PING_SECONDS, 1, MAX_PING_SECONDS));
    sampler = new Sampler(view, rows, intake::add, listener, period, clock);
    thread.start();
    sampler.start();
  }

  /**
   * Begins: opens the spool; everything else waits until the host serves.
   *
   * @param listener told of incidents, in the thread that looks for them
   * @throws IOException the spool cannot be opened
   * @throws SettingException the settings of the database are wrong
   */
  static RunningStore start(HostView view, Incidents.Listener listener)
      throws IOException, SettingException {
    Optional<DatabaseAddress> address = DatabaseAddress.of(view.settings());
    tellOfSupabase(view.settings(), address.isPresent());
    return new RunningStore(view, address, listener);
  }

  Rows rows() {
    return rows;
  }

  /** Takes a row; never waits. */
  void add(Row row) {
    intake.add(row);
  }

  /** Takes no more figures. */
  void stopSampling() {
    sampler.close();
  }

  Status status() {
    return writer.status();
  }

  StoreFigures figures() {
    return new StoreFigures(
        database.dialect().wireName(),
        database.dialect() == Dialect.POSTGRESQL,
        intake.waiting(),
        spools.rows(),
        spools.bytes(),
        writer.written(),
        writer.rejected(),
        spools.dropped() + intake.lost());
  }

  Dialect dialect() {
    return database.dialect();
  }

  String host() {
    return host;
  }

  Connection connection() throws SQLException {
    return database.connection();
  }

  /** Ends within 6 s; what the database does not have then stays on disk. */
  @Override
  public void close() {
    sampler.close();
    intake.close();
    thread.close();
    database.close();
    try {
      spools.close();
    } catch (IOException e) {
      LOG.warn("The spool of the store cannot be closed", e);
    }
  }

  private static void tellOfSupabase(Settings settings, boolean named) {
    boolean supabase =
        settings.get("NEXT_PUBLIC_SUPABASE_URL").isPresent()
            || settings.get("NEXT_PUBLIC_SUPABASE_ANON_KEY").isPresent();
    if (supabase && named) {
      LOG.info(
          "NEXT_PUBLIC_SUPABASE_* is not needed: DATABASE_URL or POSTGRES_* names the database");
    } else if (supabase) {
      LOG.info(
          "NEXT_PUBLIC_SUPABASE_* is not used: Supabase is PostgreSQL, put its connection string"
              + " into DATABASE_URL; until then the embedded database keeps the history");
    }
  }
}
