package com.virtualpytest.host.api.store;

import com.virtualpytest.host.api.device.Status;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Where the host's history is kept. An OSGi service. Safe for all threads. */
@ProviderType
public interface Store {

  /** How the database is. Never blocks. */
  Status status();

  /** What was written and what waits. Never blocks. */
  StoreFigures figures();

  /**
   * Reads rows of this host. Waits for the database, 15 s at most.
   *
   * @throws com.virtualpytest.host.api.http.ApiException {@code BAD_REQUEST} for a table or a
   *     column that is not offered, {@code UNAVAILABLE} while the database does not answer
   */
  List<Map<String, Object>> history(HistoryQuery query) throws InterruptedException;
}
