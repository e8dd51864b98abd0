package com.virtualpytest.host.store.internal.database;

import com.virtualpytest.host.api.device.State;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Why nothing can be written, in the host's own words.
 *
 * @param detail one sentence without a full stop
 * @param hint what a person can do
 */
record Failure(State state, String detail, String hint) {

  static Failure of(Exception e) {
    if (e instanceof IOException) {
      return new Failure(
          State.DEGRADED,
          "The spool in HOST_DATA_DIR cannot be read",
          "Check HOST_DATA_DIR and its disk");
    }
    String code = state(e);
    if (code.startsWith("28")) {
      return new Failure(
          State.FAILED,
          "The database refuses the login (SQL state " + code + ")",
          "Check user and password in DATABASE_URL");
    }
    if (code.equals("3D000")) {
      return new Failure(
          State.FAILED,
          "The server has no such database",
          "Create it, or correct the name in DATABASE_URL");
    }
    if (code.startsWith("42")) {
      return new Failure(
          State.FAILED,
          "The database does not allow or know what is needed (SQL state " + code + ")",
          "The user must be allowed to create a schema, and tables in public");
    }
    if (code.startsWith("53")) {
      return new Failure(
          State.OFFLINE,
          "The database has no room now (SQL state " + code + ")",
          "Check its connections and its disk");
    }
    return code.isEmpty() || code.startsWith("08") || code.startsWith("57P")
        ? new Failure(
            State.OFFLINE, "The database does not answer", "Check DATABASE_URL and the database")
        : new Failure(
            State.DEGRADED,
            "The database does not take what is written (SQL state " + code + ")",
            "The log of the database has the cause");
  }

  /** Whether the row is wrong, not the database: data exceptions and violated constraints. */
  static boolean ofRow(SQLException e) {
    String code = state(e);
    return code.startsWith("22") || code.startsWith("23") || code.equals("42804");
  }

  /** The innermost SQL state: a pool or a batch wraps what the driver said. */
  private static String state(Throwable e) {
    String code = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        code = sql.getSQLState();
      }
    }
    return code;
  }
}
