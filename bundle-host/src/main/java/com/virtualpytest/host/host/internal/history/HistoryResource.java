package com.virtualpytest.host.host.internal.history;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.store.HistoryQuery;
import com.virtualpytest.host.api.store.Store;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Reads what the store has kept of this host. */
@Component(service = HistoryResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("history")
public final class HistoryResource {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Store store;

  /** The rows, in the order that was asked for. */
  public record History(boolean success, String table, int count, List<Map<String, Object>> rows) {}

  /**
   * Rows of one table.
   *
   * @param from ISO 8601 or seconds since the epoch; inclusive
   * @param to the same; exclusive
   * @param order a column, with {@code .asc} or {@code .desc}; default the newest first
   * @param limit 1 to 1000, default 100
   */
  @GET
  public History history(
      @QueryParam("table") String table,
      @QueryParam("device_id") String deviceId,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("order") String order,
      @QueryParam("limit") String limit)
      throws InterruptedException {
    Store now = store;
    if (now == null) {
      throw new ApiException(ErrorCode.UNAVAILABLE, "The store is not there");
    }
    HistoryQuery query =
        new HistoryQuery(
            empty(table) ? "command_log" : table,
            empty(deviceId) ? null : deviceId,
            time("from", from),
            time("to", to),
            empty(order) ? null : order,
            number(limit));
    List<Map<String, Object>> rows = now.history(query);
    return new History(true, query.table(), rows.size(), rows);
  }

  private static boolean empty(String text) {
    return text == null || text.isBlank();
  }

  private static Instant time(String name, String text) {
    if (empty(text)) {
      return null;
    }
    try {
      return text.matches("\\d{1,11}(\\.\\d+)?")
          ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
          // a plus that was not encoded arrives as a space
          : OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST,
          name + " must be a time such as 2026-01-31T12:00:00Z or seconds since the epoch");
    }
  }

  private static int number(String text) {
    if (empty(text)) {
      return DEFAULT_LIMIT;
    }
    int value = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > MAX_LIMIT) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "limit must be a whole number from 1 to " + MAX_LIMIT);
    }
    return value;
  }
}
