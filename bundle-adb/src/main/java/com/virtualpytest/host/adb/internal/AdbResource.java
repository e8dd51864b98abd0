package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ManagedProcess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/adb/*}: the adb server, and what it is connected to. */
@Component(service = AdbResource.class)
@JakartarsResource
@Path("adb")
@Produces(MediaType.APPLICATION_JSON)
public final class AdbResource {
  private static final Duration SERVER = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Pattern CODE = Pattern.compile("[0-9A-Za-z]{4,32}");

  private final AdbServer server;
  private final OpenDevices open;

  /**
   * A wish for a connection.
   *
   * @param address {@code 192.168.1.50:5555}
   * @param code what the device shows, for pairing
   */
  public record Wish(String address, String code) {
    @Override
    public String toString() {
      return "Wish[" + address + "]";
    }
  }

  /** What came of it. */
  public record Done(boolean success, String address, String message) {}

  @Activate
  public AdbResource(@Reference AdbServer server, @Reference OpenDevices open) {
    this.server = server;
    this.open = open;
  }

  /** The server: where it is, whether it answers, who started it. */
  @GET
  public AdbServerView server() throws InterruptedException {
    AdbServer.Address address = address();
    Optional<ManagedProcess> process = server.process();
    Integer version = null;
    AdbException failure = null;
    try {
      version = address.client().version(Deadline.in(SERVER));
    } catch (AdbException e) {
      failure = e;
    }
    return new AdbServerView(
        true,
        address.host(),
        address.port(),
        version == null ? "offline" : "ready",
        failure == null ? null : Failures.text(failure, null, false),
        hint(address, failure, process.isPresent()),
        version,
        process.isPresent(),
        process.map(AdbServerView.Program::of).orElse(null));
  }

  private static String hint(AdbServer.Address address, AdbException failure, boolean ours) {
    if (failure == null) {
      return null;
    }
    if (failure.kind() != AdbException.Kind.SERVER_DOWN) {
      return ours ? "It is started anew" : "This host did not start it: start it anew yourself";
    }
    return address.local()
        ? "It is started with the first device; adb has to be installed"
        : "Is it running there, and may this machine reach it?";
  }

  /** All devices that the server sees, those that are not configured among them. */
  @GET
  @Path("devices")
  public AdbServerView.Devices devices() throws InterruptedException {
    try {
      List<AdbServerView.Device> devices =
          address().client().devices(Deadline.in(SERVER)).stream()
              .map(
                  seen ->
                      AdbServerView.Device.of(
                          seen,
                          open.bySerial(seen.serial()).map(DeviceLink::deviceId).orElse(null)))
              .toList();
      return new AdbServerView.Devices(true, devices);
    } catch (AdbException e) {
      throw failure(e);
    }
  }

  /** Connects to a device in the network, whether it is configured or not. */
  @POST
  @Path("connect")
  public Done connect(Wish wish) throws InterruptedException {
    String device = PrivateAddress.resolve(wish.address());
    open.calls().begin(device, null);
    try {
      String said = server.ask(address(), client -> client.connect(device, Deadline.in(CONNECT)));
      String text = said.toLowerCase(Locale.ROOT);
      if (text.startsWith("connected to") || text.startsWith("already connected to")) {
        return new Done(
            true, device, text.startsWith("already") ? "Already connected" : "Connected");
      }
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE,
          Reconnect.sentence(device, said),
          "Is network debugging switched on in the device?",
          null);
    } catch (AdbException e) {
      throw failure(e);
    } finally {
      open.calls().end(device);
    }
  }

  /** Makes the server forget a device in the network. One that is configured comes back. */
  @POST
  @Path("disconnect")
  public Done disconnect(Wish wish) throws InterruptedException {
    String device = PrivateAddress.resolve(wish.address());
    open.calls().begin(device, null);
    try {
      address().client().disconnect(device, Deadline.in(SERVER));
      return new Done(true, device, "Disconnected");
    } catch (AdbException e) {
      if (e.kind() == AdbException.Kind.DEVICE_MISSING || e.kind() == AdbException.Kind.REFUSED) {
        throw new ApiException(
            ErrorCode.NOT_FOUND, "The adb server is not connected to " + device, null, null);
      }
      throw failure(e);
    } finally {
      open.calls().end(device);
    }
  }

  /** Makes a device of Android 11 or later know this host, with the code that it shows. */
  @POST
  @Path("pair")
  public Done pair(Wish wish) throws InterruptedException {
    String device = PrivateAddress.resolve(wish.address());
    if (wish.code() == null || !CODE.matcher(wish.code()).matches()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "code must be what the device shows");
    }
    open.calls().begin(device, null);
    try {
      String said =
          server.ask(address(), client -> client.pair(device, wish.code(), Deadline.in(CONNECT)));
      if (said.toLowerCase(Locale.ROOT).startsWith("successfully paired")) {
        return new Done(true, device, "Paired");
      }
      throw new ApiException(
          ErrorCode.DEVICE_REFUSED,
          device + " was not paired",
          "The code and the port for pairing change each time: look at the device again",
          null);
    } catch (AdbException e) {
      if (e.kind() == AdbException.Kind.REFUSED) {
        throw new ApiException(
            ErrorCode.NOT_SUPPORTED,
            "This adb server cannot pair",
            "Pairing needs adb 30 or later",
            null);
      }
      throw failure(e);
    } finally {
      open.calls().end(device);
    }
  }

  /** What is lost here is the connection to the server itself. */
  private static ApiException failure(AdbException e) {
    return Failures.of(e, null, null, e.kind() == AdbException.Kind.CONNECTION_LOST);
  }

  private AdbServer.Address address() {
    try {
      return server.address();
    } catch (SettingException e) {
      throw new ApiException(ErrorCode.UNAVAILABLE, e.getMessage());
    }
  }
}
