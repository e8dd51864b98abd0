package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.Packages;
import com.virtualpytest.host.adb.internal.android.ScreenSize;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code /host/adb/devices/{device}/*}: what adb can do with one device, configured or not. These
 * do not wait for the device's commands, nor these for them.
 */
@Component(service = AdbDeviceResource.class)
@JakartarsResource
@Path("adb/devices/{device}")
@Produces(MediaType.APPLICATION_JSON)
public final class AdbDeviceResource {
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final double DEFAULT_SECONDS = 30;
  private static final double MAX_SECONDS = 50;
  private static final int MAX_OUTPUT = 8 << 20;
  private static final int MAX_ARGUMENTS = 16_384;
  private static final Set<String> REBOOTS =
      Set.of("", "system", "recovery", "bootloader", "sideload", "fastboot");

  private final AdbServer server;
  private final OpenDevices open;

  /**
   * A program to run.
   *
   * @param argv the program and its arguments; nothing in them means anything to a shell
   * @param timeout in seconds
   */
  public record ShellWish(List<String> argv, Double timeout) {}

  /** What became of it. */
  public record ShellAnswer(
      boolean success, int exitCode, String stdout, String stderr, String serial) {}

  /** How to start the device anew. */
  public record RebootWish(String mode) {}

  /** The answer to something done. */
  public record Done(boolean success, String serial, String message) {}

  /**
   * Connections that adb forwards.
   *
   * @param forwards from the server's machine to the device
   * @param reverses from the device to the server's machine
   */
  public record Forwards(
      boolean success, String serial, List<Forward> forwards, List<Forward> reverses) {}

  /**
   * How large the screen is as the device is held now, in pixels; null for what it does not tell.
   */
  public record Screen(boolean success, String serial, Integer width, Integer height) {}

  /** One of them. */
  public record Forward(String from, String to) {}

  @Activate
  public AdbDeviceResource(@Reference AdbServer server, @Reference OpenDevices open) {
    this.server = server;
    this.open = open;
  }

  @POST
  @Path("shell")
  public ShellAnswer shell(@PathParam("device") String device, ShellWish wish)
      throws IOException, InterruptedException {
    ShellScript script = script(wish.argv());
    Deadline deadline = Deadline.in(seconds(wish.timeout()));
    Target target = target(device);
    ShellResult result = target.call(() -> shell(target, script, MAX_OUTPUT, deadline));
    return new ShellAnswer(
        result.exitCode() == 0, result.exitCode(), result.out(), result.err(), target.serial());
  }

  @DELETE
  @Path("packages/{name}")
  public Done uninstall(@PathParam("device") String device, @PathParam("name") String name)
      throws IOException, InterruptedException {
    if (!Packages.isName(name)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "That is no package name");
    }
    Target target = target(device);
    ShellScript script = ShellScript.of("pm", "uninstall", name);
    ShellResult result =
        target.call(() -> shell(target, script, MAX_OUTPUT, Deadline.in(Duration.ofSeconds(50))));
    if (!result.out().contains("Success")) {
      throw new ApiException(
          ErrorCode.DEVICE_REFUSED,
          "The device did not uninstall " + name,
          "POST /host/remote/getApps lists what is installed",
          target.deviceId());
    }
    return new Done(true, target.serial(), name + " is uninstalled");
  }

  @POST
  @Path("reboot")
  public Done reboot(@PathParam("device") String device, RebootWish wish)
      throws IOException, InterruptedException {
    String mode = wish.mode() == null ? "" : wish.mode();
    if (!REBOOTS.contains(mode)) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "mode must be system, recovery, bootloader, sideload or fastboot");
    }
    Target target = target(device);
    target.call(
        () -> {
          String argument = mode.equals("system") ? "" : mode;
          target.client().reboot(target.serial(), argument, Deadline.in(SHORT));
          return null;
        });
    return new Done(true, target.serial(), "The device starts anew");
  }

  @GET
  @Path("forwards")
  public Forwards forwards(@PathParam("device") String device)
      throws IOException, InterruptedException {
    Target target = target(device);
    return target.call(
        () -> {
          String all = target.client().forwards(Deadline.in(SHORT));
          String back = target.client().reverses(target.serial(), Deadline.in(SHORT));
          return new Forwards(
              true,
              target.serial(),
              lines(all).filter(l -> l[0].equals(target.serial())).map(this::forward).toList(),
              lines(back).map(this::forward).toList());
        });
  }

  @GET
  @Path("screen")
  public Screen screen(@PathParam("device") String device)
      throws IOException, InterruptedException {
    Target target = target(device);
    Deadline deadline = Deadline.in(SHORT);
    ScreenSize size =
        target.call(
            () ->
                ScreenSize.ask(script -> shell(target, script, MAX_OUTPUT, deadline).out())
                    .orElse(null));
    return new Screen(
        true,
        target.serial(),
        size == null ? null : size.width(),
        size == null ? null : size.height());
  }

  private static Stream<String[]> lines(String text) {
    return text.lines().map(line -> line.strip().split("\\s+")).filter(line -> line.length == 3);
  }

  private Forward forward(String[] line) {
    return new Forward(line[1], line[2]);
  }

  private Target target(String device) {
    return Target.of(device, open, server);
  }

  static ShellResult shell(Target target, ShellScript script, int limit, Deadline deadline)
      throws IOException, InterruptedException {
    Set<String> features = target.client().features(target.serial(), deadline);
    return target.client().shell(target.serial(), features, script, limit, deadline);
  }

  private static ShellScript script(List<String> argv) {
    if (argv == null || argv.isEmpty() || argv.stream().anyMatch(a -> a == null)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "argv must be a list of texts");
    }
    try {
      ShellScript script = ShellScript.of(argv);
      if (script.length() > MAX_ARGUMENTS) {
        throw new ApiException(
            ErrorCode.BAD_REQUEST, "argv must have at most " + MAX_ARGUMENTS + " bytes");
      }
      return script;
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "argv must begin with a program and hold no NUL character");
    }
  }

  private static Duration seconds(Double timeout) {
    double seconds = timeout == null ? DEFAULT_SECONDS : timeout;
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "timeout must be a number of seconds up to " + (int) MAX_SECONDS);
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
