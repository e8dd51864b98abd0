package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbSocket;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.LineReader;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/adb/logcat/{device}}: the device's log as server-sent events. */
@Component(service = LogcatResource.class)
@JakartarsResource
@Path("adb/logcat")
public final class LogcatResource {
  private static final int MAX_STREAMS = 8;
  private static final int MAX_TAIL = 10_000;
  private static final long CLIENT_SECONDS = 10;
  private static final Duration OPEN = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** {@code ActivityManager:I}, {@code *:W}. */
  private static final Pattern FILTER = Pattern.compile("(\\*|[A-Za-z0-9_.-]{1,80})(:[VDIWEFS])?");

  private final AdbServer server;
  private final OpenDevices open;
  private final Semaphore places = new Semaphore(MAX_STREAMS);
  private final Set<AdbSocket> streams = ConcurrentHashMap.newKeySet();

  @Activate
  public LogcatResource(@Reference AdbServer server, @Reference OpenDevices open) {
    this.server = server;
    this.open = open;
  }

  /** Ends all streams: the bundle goes, and clients connect anew. */
  @Deactivate
  public void stop() {
    streams.forEach(AdbSocket::close);
  }

  /**
   * Sends one event for each line, and a comment when there was none for a while.
   *
   * @param filters as logcat takes them, separated by blanks: {@code ActivityManager:I *:S}
   * @param tail how many lines of the past come first
   */
  @GET
  @Path("{device}")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void follow(
      @PathParam("device") String device,
      @QueryParam("filter") @DefaultValue("") String filters,
      @QueryParam("tail") @DefaultValue("100") int tail,
      @Context SseEventSink sink,
      @Context Sse sse)
      throws IOException, InterruptedException {
    ShellScript script = script(filters, tail);
    Target target = Target.of(device, open, server);
    if (!places.tryAcquire()) {
      throw new ApiException(
          ErrorCode.LANE_FULL, MAX_STREAMS + " logs are being read already", null, null);
    }
    try {
      follow(target, script, sink, sse);
    } finally {
      places.release();
    }
  }

  private void follow(Target target, ShellScript script, SseEventSink sink, Sse sse)
      throws IOException, InterruptedException {
    try (AdbSocket socket =
            target.call(() -> target.client().follow(target.serial(), script, Deadline.in(OPEN)));
        sink) {
      streams.add(socket);
      try {
        copy(new LineReader(socket), sink, sse);
      } finally {
        streams.remove(socket);
      }
    }
  }

  private static void copy(LineReader lines, SseEventSink sink, Sse sse)
      throws InterruptedException {
    boolean more = send(sink, sse.newEventBuilder().comment("begin").build());
    while (more && !sink.isClosed()) {
      String line = next(lines);
      if (line == null) {
        send(sink, sse.newEvent("end", "The connection to the device ended"));
        return;
      }
      more =
          send(
              sink,
              line.isEmpty()
                  ? sse.newEventBuilder().comment("alive").build()
                  : sse.newEvent("log", line));
    }
  }

  /** The next line; null at the end, whatever has ended it. */
  private static String next(LineReader lines) throws InterruptedException {
    try {
      return lines.next(SILENCE);
    } catch (AdbException e) {
      return null;
    }
  }

  /** Whether the client has taken it. */
  private static boolean send(SseEventSink sink, OutboundSseEvent event)
      throws InterruptedException {
    try {
      sink.send(event).toCompletableFuture().get(CLIENT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      return false; // the client is gone, or does not read
    }
  }

  private static ShellScript script(String filters, int tail) {
    if (tail < 1 || tail > MAX_TAIL) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "tail must be a whole number from 1 to " + MAX_TAIL);
    }
    List<String> argv =
        new ArrayList<>(List.of("logcat", "-v", "threadtime", "-T", Integer.toString(tail)));
    for (String filter : filters.strip().split("\\s+")) {
      if (filter.isEmpty()) {
        continue;
      }
      if (!FILTER.matcher(filter).matches()) {
        throw new ApiException(
            ErrorCode.BAD_REQUEST,
            "filter must be of tags and levels, such as ActivityManager:I *:S");
      }
      argv.add(filter);
    }
    return ShellScript.of(argv);
  }
}
