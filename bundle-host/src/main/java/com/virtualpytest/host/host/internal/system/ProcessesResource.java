package com.virtualpytest.host.host.internal.system;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.process.Processes;
import com.virtualpytest.host.host.internal.text.Table;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code /host/system/processes}: all child programs, whoever asked for them, as JSON, and as text
 * for the command line. A process is named in full ({@code host-xvfb}) or, as long as only one is
 * meant, by the end of its name ({@code xvfb}).
 */
@Component(service = ProcessesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("system/processes")
public final class ProcessesResource {
  private final Processes processes;

  /**
   * A process.
   *
   * @param owner the bundle that asked for it
   * @param nextStart when it is started again; null when nothing is planned
   */
  public record View(
      String name,
      String owner,
      String state,
      String detail,
      String hint,
      long pid,
      Instant since,
      int restarts,
      Instant nextStart,
      Integer exitCode) {

    static View of(ProcessStatus now) {
      Status status = now.status();
      return new View(
          now.name(),
          now.owner(),
          status.state().wireName(),
          status.detail(),
          status.hint(),
          now.pid(),
          status.since(),
          now.restarts(),
          now.nextStart(),
          now.exitCode());
    }
  }

  /** All of them. */
  public record All(boolean success, List<View> processes) {}

  /** One of them. */
  public record One(boolean success, View process) {}

  /** What one of them printed last. */
  public record Output(boolean success, String name, List<String> output) {}

  @Activate
  public ProcessesResource(@Reference Processes processes) {
    this.processes = processes;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public All all() {
    return new All(true, processes.statuses().stream().map(View::of).toList());
  }

  @GET
  @Produces(Table.TYPE)
  public String table() {
    Table table = new Table("NAME", "STATE", "PID", "FOR", "RESTARTS", "");
    for (ProcessStatus now : processes.statuses()) {
      Status status = now.status();
      table.row(
          now.name(),
          status.state().wireName(),
          now.pid() == 0 ? null : String.valueOf(now.pid()),
          Table.age(status.since()),
          String.valueOf(now.restarts()),
          Table.reason(status.detail(), status.hint()));
    }
    return table.toString();
  }

  @GET
  @Path("{name}/output")
  @Produces(MediaType.APPLICATION_JSON)
  public Output output(@PathParam("name") String name) {
    ProcessStatus status = status(name);
    return new Output(true, status.name(), process(status).output());
  }

  @GET
  @Path("{name}/output")
  @Produces(Table.TYPE)
  public String lines(@PathParam("name") String name) {
    return String.join("", process(status(name)).output().stream().map(l -> l + "\n").toList());
  }

  /** The last lines of all of them, each with its name before it. */
  @GET
  @Path("output")
  @Produces(Table.TYPE)
  public String allLines() {
    StringBuilder text = new StringBuilder();
    for (ProcessStatus status : processes.statuses()) {
      for (String line : process(status).output()) {
        text.append(status.name()).append(": ").append(line).append('\n');
      }
    }
    return text.toString();
  }

  /** Ends it in order and starts it at once, with what cannot live without it. */
  @POST
  @Path("{name}/restart")
  @Produces(MediaType.APPLICATION_JSON)
  public One restart(@PathParam("name") String name) {
    ProcessStatus status = status(name);
    process(status).restart();
    return new One(true, View.of(status(status.name())));
  }

  private ManagedProcess process(ProcessStatus status) {
    return processes
        .find(status.owner(), status.name())
        .orElseThrow(() -> none(status.name(), processes.statuses()));
  }

  private ProcessStatus status(String name) {
    List<ProcessStatus> all = processes.statuses();
    List<ProcessStatus> exact = all.stream().filter(one -> one.name().equals(name)).toList();
    List<ProcessStatus> found =
        exact.isEmpty()
            ? all.stream().filter(one -> one.name().endsWith("-" + name)).toList()
            : exact;
    if (found.size() > 1) {
      throw new ApiException(
          ErrorCode.CONFLICT, "Several processes are meant", "One of " + names(found), null);
    }
    if (found.isEmpty()) {
      throw none(name, all);
    }
    return found.get(0);
  }

  private static ApiException none(String name, List<ProcessStatus> all) {
    String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
    return new ApiException(
        ErrorCode.NOT_FOUND,
        "No such process: " + shown,
        all.isEmpty() ? "There are none" : "There are " + names(all),
        null);
  }

  private static String names(List<ProcessStatus> processes) {
    return String.join(", ", processes.stream().map(ProcessStatus::name).toList());
  }
}
