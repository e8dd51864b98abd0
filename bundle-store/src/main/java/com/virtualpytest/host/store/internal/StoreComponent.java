package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.store.CommandListener;
import com.virtualpytest.host.api.store.CommandReport;
import com.virtualpytest.host.api.store.HistoryQuery;
import com.virtualpytest.host.api.store.HostView;
import com.virtualpytest.host.api.store.Store;
import com.virtualpytest.host.api.store.StoreFigures;
import com.virtualpytest.host.store.internal.database.HistoryReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as a service. It is there before the host is, and goes after it, so that it also hears
 * of the commands that the host's stop cuts short.
 */
@Component(
    immediate = true,
    service = {Store.class, CommandListener.class, EventHandler.class})
@EventTopics(Topics.ROOT + "*")
public final class StoreComponent implements Store, CommandListener, EventHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);

  private volatile RunningStore store;
  private volatile Status problem = Status.of(State.STARTING, null, null, Instant.now());

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile EventAdmin events;

  /** The host is there: the store begins. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindHost(HostView view) {
    if (store != null) {
      return;
    }
    try {
      store = RunningStore.start(view, this::tell);
    } catch (SettingException e) {
      fail(e.getMessage(), "Correct the variable and start the host again");
    } catch (IOException e) {
      LOG.debug("The spool", e);
      fail("The spool in HOST_DATA_DIR cannot be opened", "Check HOST_DATA_DIR and its disk");
    }
  }

  /** The host goes: it has no more figures. What it tells on its way is still taken. */
  void unbindHost(HostView view) {
    RunningStore now = store;
    if (now != null) {
      now.stopSampling();
    }
  }

  /** Keeps on disk what the database does not have. */
  @Deactivate
  void stop() {
    RunningStore last = store;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void ended(CommandReport report) {
    RunningStore now = store;
    if (now != null) {
      now.add(now.rows().command(report));
    }
  }

  @Override
  public void handleEvent(Event event) {
    RunningStore now = store;
    if (now != null) {
      now.add(now.rows().event(event, Instant.now()));
    }
  }

  @Override
  public Status status() {
    RunningStore now = store;
    return now == null ? problem : now.status();
  }

  @Override
  public StoreFigures figures() {
    RunningStore now = store;
    return now == null ? new StoreFigures("none", false, 0, 0, 0, 0, 0, 0) : now.figures();
  }

  @Override
  public List<Map<String, Object>> history(HistoryQuery query) {
    HistoryReader reader = HistoryReader.of(query);
    RunningStore now = store;
    if (now == null || now.status().state() != State.READY) {
      throw unavailable();
    }
    try (Connection connection = now.connection()) {
      return reader.read(connection, now.dialect(), now.host());
    } catch (SQLException e) {
      LOG.debug("The history cannot be read", e);
      throw unavailable();
    }
  }

  private ApiException unavailable() {
    Status status = status();
    String detail = status.detail() == null ? "The database is not connected yet" : status.detail();
    return new ApiException(ErrorCode.UNAVAILABLE, detail, status.hint(), null);
  }

  private void tell(Incidents.Incident incident, boolean opened) {
    EventAdmin admin = events;
    if (admin == null) {
      return;
    }
    Map<String, Object> properties = new HashMap<>();
    properties.put(Topics.TIMESTAMP, System.currentTimeMillis());
    properties.put(Topics.DEVICE_ID, incident.deviceId());
    properties.put("device_name", incident.deviceName());
    properties.put("capture_folder", incident.folder());
    properties.put("component", incident.component());
    properties.put("state", incident.state());
    if (opened) {
      properties.put("severity", incident.severity());
    }
    admin.postEvent(new Event(Topics.INCIDENT + (opened ? "opened" : "closed"), properties));
  }

  private void fail(String detail, String hint) {
    problem = Status.of(State.FAILED, detail, hint, Instant.now());
    LOG.error("The store does not start: {}", detail);
  }
}
