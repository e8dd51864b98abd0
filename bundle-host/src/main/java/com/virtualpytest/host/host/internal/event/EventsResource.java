package com.virtualpytest.host.host.internal.event;

import com.virtualpytest.host.host.internal.event.EventPump.Start;
import com.virtualpytest.host.host.internal.http.Watchers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/events}: everything that happens on this host, in one order. */
@Component(service = EventsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("events")
public final class EventsResource {
  private static final String OLDEST = "oldest";

  private final EventLog log;
  private final Watchers watchers;

  @Activate
  public EventsResource(@Reference EventCollector collector, @Reference Watchers watchers) {
    this.log = collector.log();
    this.watchers = watchers;
  }

  /**
   * The events as they come.
   *
   * @param types only these: {@code controller}, {@code lease/taken}
   * @param devices only what is about these
   * @param from the id of the last event that the client has, or {@code oldest}; without it, and
   *     without the header, the stream begins now
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(
      @QueryParam("type") List<String> types,
      @QueryParam("device_id") List<String> devices,
      @QueryParam("from") String from,
      @HeaderParam("Last-Event-ID") String last,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Start start = start(log, last == null || last.isEmpty() ? from : last);
    watchers.start(new EventPump(log, EventFilter.of(types, devices), start, sink, sse));
  }

  static Start start(EventLog log, String wanted) {
    if (wanted == null || wanted.isEmpty()) {
      return new Start(log.last(), null);
    }
    if (wanted.equals(OLDEST)) {
      return new Start(log.beforeOldest(), null);
    }
    Optional<EventId> id = EventId.parse(wanted);
    if (id.filter(log::knows).isEmpty()) {
      return new Start(log.beforeOldest(), "the id is of another run of the host");
    }
    long seen = id.get().number();
    return seen < log.beforeOldest()
        ? new Start(log.beforeOldest(), "events up to here are no longer kept")
        : new Start(seen, null);
  }
}
