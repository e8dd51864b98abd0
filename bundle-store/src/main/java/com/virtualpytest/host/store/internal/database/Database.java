package com.virtualpytest.host.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the database: two at most, none while nobody needs one. Nothing is loaded or
 * opened before the first is asked for. No statement relies on a state of its connection, so that a
 * pooler may give each transaction another one. Safe for all threads.
 */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The least that the pool allows. */
  private static final Duration POOL_IDLE = Duration.ofSeconds(10);

  private final Optional<DatabaseAddress> address;
  private final Path folder;

  // guarded by this
  private HikariDataSource pool;
  private boolean closed;

  /**
   * @param address empty for an embedded database
   * @param folder of the embedded database
   */
  public Database(Optional<DatabaseAddress> address, Path folder) {
    this.address = address;
    this.folder = folder;
  }

  /** What kind it is. */
  public Dialect dialect() {
    return address.isPresent() ? Dialect.POSTGRESQL : Dialect.H2;
  }

  /**
   * A connection that commits each statement; closing it gives it back. Waits 5 s at most for one.
   */
  public Connection connection() throws SQLException {
    return pool().getConnection();
  }

  /** Ends the connections that nobody uses. */
  public void rest() {
    HikariDataSource now;
    synchronized (this) {
      now = pool;
    }
    if (now != null) {
      now.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Override
  public void close() {
    HikariDataSource last;
    synchronized (this) {
      closed = true;
      last = pool;
    }
    if (last != null) {
      last.close();
    }
  }

  private synchronized HikariDataSource pool() throws SQLException {
    if (closed) {
      throw new SQLException("The store is closed", "08003");
    }
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("store");
      config.setDataSource(address.isPresent() ? postgresql(address.get()) : h2());
      config.setMaximumPoolSize(CONNECTIONS);
      config.setMinimumIdle(0);
      config.setIdleTimeout(Math.max(POOL_IDLE.toMillis(), dialect().idle().toMillis()));
      config.setConnectionTimeout(PATIENCE.toMillis());
      config.setInitializationFailTimeout(-1);
      pool = new HikariDataSource(config);
    }
    return pool;
  }

  private static DataSource postgresql(DatabaseAddress address) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(
        address.servers().stream().map(DatabaseAddress.Server::host).toArray(String[]::new));
    source.setPortNumbers(
        address.servers().stream().mapToInt(DatabaseAddress.Server::port).toArray());
    source.setDatabaseName(address.database());
    if (address.user() != null) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    source.setApplicationName("device-host");
    source.setConnectTimeout((int) PATIENCE.toSeconds());
    // a server whose machine is gone says nothing
    source.setSocketTimeout(60);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    for (var option : address.options().entrySet()) {
      setOption(source, option.getKey(), option.getValue());
    }
    // ours whatever the options say: a pooler cannot keep prepared statements, and texts are given
    // to columns of all types
    source.setPrepareThreshold(0);
    source.setStringType("unspecified");
    return source;
  }

  /** Options that the driver does not know are meant for other programs. */
  private static void setOption(PGSimpleDataSource source, String name, String value)
      throws SQLException {
    boolean known =
        java.util.Arrays.stream(org.postgresql.PGProperty.values())
            .anyMatch(property -> property.getName().equals(name));
    if (known) {
      source.setProperty(name, value);
    }
  }

  private DataSource h2() throws SQLException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SQLException("The folder of the database cannot be made", "58030", e);
    }
    JdbcDataSource source = new JdbcDataSource();
    // WRITE_DELAY: what is committed is in the file, a kill takes nothing of it
    source.setURL(
        "jdbc:h2:file:"
            + folder.resolve("host").toAbsolutePath()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0"
            + ";CACHE_SIZE=1024;TRACE_LEVEL_FILE=0");
    source.setUser("host");
    source.setPassword("");
    return source;
  }
}
