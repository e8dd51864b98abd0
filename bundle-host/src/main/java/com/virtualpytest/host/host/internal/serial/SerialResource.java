package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandAnswer;
import com.virtualpytest.host.host.internal.command.CommandRequest;
import com.virtualpytest.host.host.internal.command.CommandTimeout;
import com.virtualpytest.host.host.internal.command.Commands;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.http.Watchers;
import com.virtualpytest.host.host.internal.registry.Binding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/serial/*}: serial consoles, whichever driver serves them. */
@Component(service = SerialResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("serial")
@Produces(MediaType.APPLICATION_JSON)
public final class SerialResource {

  /** For commands before this one, and for what a command takes beside its own time. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Duration USUALLY = Duration.ofSeconds(10);
  private static final int DEFAULT_BYTES = 64 * 1024;
  private static final int MAX_BYTES = 4 << 20;

  private final Consoles consoles;
  private final Commands commands;
  private final ResponseThreads threads;
  private final Watchers watchers;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public SerialResource(
      @Reference Consoles consoles,
      @Reference Commands commands,
      @Reference ResponseThreads threads,
      @Reference Watchers watchers) {
    this.consoles = consoles;
    this.commands = commands;
    this.threads = threads;
    this.watchers = watchers;
  }

  /** Sends, expects, logs in and more; what exactly is the driver's business. */
  @POST
  @Path("executeCommand")
  public CompletionStage<CommandAnswer> execute(
      CommandRequest request, @QueryParam("device_id") String fromQuery) {
    Duration limit = CommandTimeout.of(PATIENCE, request.params(), USUALLY);
    return commands.run(request, fromQuery, Capability.SERIAL, limit);
  }

  /** How the console is. Asks nothing of the device. */
  @POST
  @Path("getStatus")
  public CompletionStage<Object> status(
      CommandRequest request, @QueryParam("device_id") String fromQuery) {
    Binding binding = consoles.binding(request.deviceOr(fromQuery));
    String port = binding.device().get("SERIAL_PORT").orElse(null);
    return threads.answer(
        binding.status(),
        status ->
            SerialStatusView.of(
                binding.device().id(), port, status, position(binding), clock.instant()));
  }

  private static SerialController.Position position(Binding binding) {
    try {
      return binding.direct(SerialController.class).position();
    } catch (ApiException e) {
      return null; // not open: the state says why
    }
  }

  /** A part of the log, byte for byte. Headers tell its place. {@code format} overrules Accept. */
  @GET
  @Path("{device_id}/log")
  @Produces({"text/plain;charset=utf-8;qs=1.0", "application/octet-stream;qs=0.9"})
  public Response log(
      @PathParam("device_id") String device,
      @QueryParam("from") String from,
      @QueryParam("max") String max,
      @QueryParam("format") String format) {
    return isJson(format, false) ? withTimes(device, from, max) : asItIs(device, from, max).build();
  }

  private Response.ResponseBuilder asItIs(String device, String from, String max) {
    SerialLogView.Part part = part(device, from, max);
    return Response.ok(part.bytes().toByteArray())
        .header("X-Serial-Offset", part.offset())
        .header("X-Serial-Next", part.next())
        .header("X-Serial-Missed", part.missed())
        .header("X-Serial-End", part.end())
        .header("X-Serial-Gaps", part.gaps().size())
        .header("Cache-Control", "no-store");
  }

  /** The same as text in JSON, with the times and gaps. */
  @GET
  @Path("{device_id}/log")
  @Produces("application/json;qs=0.5")
  public Response logWithTimes(
      @PathParam("device_id") String device,
      @QueryParam("from") String from,
      @QueryParam("max") String max,
      @QueryParam("format") String format) {
    return isJson(format, true)
        ? withTimes(device, from, max)
        : asItIs(device, from, max).type("text/plain;charset=utf-8").build();
  }

  private Response withTimes(String device, String from, String max) {
    Object view = SerialLogView.of(consoles.open(device), device, part(device, from, max));
    return Response.ok(view, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static boolean isJson(String format, boolean accepted) {
    return switch (format == null ? "" : format) {
      case "" -> accepted;
      case "json" -> true;
      case "text" -> false;
      default -> throw new ApiException(ErrorCode.BAD_REQUEST, "format must be json or text");
    };
  }

  private SerialLogView.Part part(String device, String from, String max) {
    long begin = number("from", from, -1, Long.MAX_VALUE);
    int count = (int) number("max", max, DEFAULT_BYTES, MAX_BYTES);
    return SerialLogView.read(() -> consoles.open(device), device, begin, count);
  }

  /** The output as it comes, from an offset on or from now. */
  @GET
  @Path("{device_id}/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void stream(
      @PathParam("device_id") String device,
      @QueryParam("from") String from,
      @HeaderParam("Last-Event-ID") String last,
      @Context SseEventSink sink,
      @Context Sse sse) {
    SerialController console = consoles.open(device);
    String wanted = last == null || last.isEmpty() ? from : last;
    long begin = number("from", wanted, console.position().end(), Long.MAX_VALUE);
    watchers.start(new EventPump(console, begin, sink, sse));
  }

  static long number(String name, String value, long fallback, long max) {
    if (value == null || value.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below
    }
    throw new ApiException(
        ErrorCode.BAD_REQUEST,
        name
            + " must be a whole number, 0 or more"
            + (max < Long.MAX_VALUE ? ", " + max + " at most" : ""));
  }
}
