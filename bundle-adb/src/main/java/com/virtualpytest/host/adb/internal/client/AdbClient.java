package com.virtualpytest.host.adb.internal.client;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Speaks with an adb server, one connection for each request. Starts and ends no server. Safe for
 * all threads; it holds nothing open.
 */
public final class AdbClient {
  private static final int CHUNK = 64 * 1024;

  private static final String SHELL_V2 = "shell_v2";

  /**
   * The longest request in bytes; devices up to Android 6 take 4096, with the byte that ends it.
   */
  public static final int OLD_SERVICE = 4000;

  private final String host;
  private final int port;

  public AdbClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Whether something takes connections there: opens one from this machine and closes it.
   *
   * @throws AdbException {@code DEADLINE}, or {@code SERVER_DOWN} with the system's reason as cause
   */
  public static void reach(String host, int port, Deadline deadline)
      throws AdbException, InterruptedException {
    AdbSocket.connect(new InetSocketAddress(host, port), deadline).close();
  }

  /** The number of the server's protocol, 41 for example. */
  public int version(Deadline deadline) throws AdbException, InterruptedException {
    String version = query("host:version", deadline);
    try {
      return Integer.parseInt(version, 16);
    } catch (NumberFormatException e) {
      throw new AdbException(Kind.PROTOCOL, "the adb server tells no version", e);
    }
  }

  /** The devices that the server knows now. */
  public List<SeenDevice> devices(Deadline deadline) throws AdbException, InterruptedException {
    return SeenDevice.parse(query("host:devices-l", deadline));
  }

  /**
   * Opens a stream of lists of devices; every change brings a new one.
   *
   * @param deadline for opening it alone
   */
  public Tracking track(Deadline deadline) throws AdbException, InterruptedException {
    return new Tracking(openServer("host:track-devices-l", deadline));
  }

  /** Lists of devices as they change. */
  public static final class Tracking implements AutoCloseable {
    private final AdbSocket socket;

    private Tracking(AdbSocket socket) {
      this.socket = socket;
      socket.deadline(Deadline.never());
    }

    /** Whether the next list, or the end, comes within this time; the first comes at once. */
    public boolean within(Duration time) throws AdbException, InterruptedException {
      return socket.within(time);
    }

    /** Waits for the next list. */
    public List<SeenDevice> next() throws AdbException, InterruptedException {
      return SeenDevice.parse(socket.block());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /**
   * Makes the server connect to a device in the network. The server answers {@code OKAY} to
   * failures, too.
   *
   * @return what the server says about it, in a sentence
   */
  public String connect(String address, Deadline deadline)
      throws AdbException, InterruptedException {
    return query("host:connect:" + address, deadline);
  }

  /** Makes the server forget a device in the network. */
  public String disconnect(String address, Deadline deadline)
      throws AdbException, InterruptedException {
    return query("host:disconnect:" + address, deadline);
  }

  /** Makes the server pair with a device (Android 11 and later; servers from version 30 on). */
  public String pair(String address, String code, Deadline deadline)
      throws AdbException, InterruptedException {
    return query("host:pair:" + code + ":" + address, deadline);
  }

  /** What server and device both can do, {@code shell_v2} for example. */
  public Set<String> features(String serial, Deadline deadline)
      throws AdbException, InterruptedException {
    String features = query("host-serial:" + serial + ":features", deadline);
    return Arrays.stream(features.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Forwards from the server's machine to devices: lines {@code serial local remote}. */
  public String forwards(Deadline deadline) throws AdbException, InterruptedException {
    return query("host:list-forward", deadline);
  }

  /**
   * Forwards from the device to the server's machine: lines {@code serial remote local}. Devices
   * before Android 5 have none.
   */
  public String reverses(String serial, Deadline deadline)
      throws AdbException, InterruptedException {
    try (AdbSocket socket = transport(serial, deadline)) {
      socket.request("reverse:list-forward");
      return socket.block();
    } catch (AdbException e) {
      if (e.kind() == Kind.REFUSED) {
        return "";
      }
      throw e;
    }
  }

  /**
   * Opens a service of the device.
   *
   * @param deadline of the whole connection, until it is given another one
   */
  public AdbSocket open(String serial, String service, Deadline deadline)
      throws AdbException, InterruptedException {
    if (length(service) > OLD_SERVICE) {
      requireFits(service, features(serial, deadline));
    }
    AdbSocket socket = transport(serial, deadline);
    boolean opened = false;
    try {
      socket.request(service);
      opened = true;
      return socket;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  /**
   * Runs a script on the device until it ends.
   *
   * @param features what {@link #features} said of this device
   * @param limit how many bytes of output are taken
   */
  public ShellResult shell(
      String serial, Set<String> features, ShellScript script, int limit, Deadline deadline)
      throws AdbException, InterruptedException {
    boolean packets = features.contains(SHELL_V2);
    String mark = UUID.randomUUID().toString();
    String service = packets ? ShellRun.packets(script) : ShellRun.marked(script, mark);
    requireFits(service, features);
    try (AdbSocket socket = transport(serial, deadline)) {
      socket.request(service);
      ShellRun run = new ShellRun(socket, limit);
      return packets ? run.packets() : run.marked(mark);
    }
  }

  /**
   * The adb server ends itself, and the connections of all other devices, when it is asked for a
   * service that the device's side cannot take (AOSP, {@code connect_to_remote}).
   */
  private static void requireFits(String service, Set<String> features) throws AdbException {
    if (length(service) > OLD_SERVICE && !features.contains(SHELL_V2)) {
      throw new AdbException(Kind.COMMAND_TOO_LONG, "the device takes " + OLD_SERVICE + " bytes");
    }
  }

  private static int length(String service) {
    return service.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether the device's shell answers. Works with all devices, whatever their features. */
  public void ping(String serial, Deadline deadline) throws AdbException, InterruptedException {
    try (AdbSocket socket = open(serial, "shell:echo ready", deadline)) {
      ByteBuffer answer = socket.fill(ByteBuffer.allocate(5));
      if (!Arrays.equals(answer.array(), "ready".getBytes(StandardCharsets.US_ASCII))) {
        throw new AdbException(Kind.PROTOCOL, "the shell answers something else");
      }
    }
  }

  /**
   * Runs a script and brings what it prints, byte by byte as it is. How it ended is not told.
   *
   * @param limit how many bytes are taken
   */
  public byte[] exec(String serial, ShellScript script, int limit, Deadline deadline)
      throws AdbException, InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (AdbSocket socket = open(serial, "exec:" + script.line(), deadline)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (socket.read(chunk.clear()) >= 0) {
        if (printed.size() + chunk.position() > limit) {
          throw new AdbException(Kind.TOO_LARGE, "more than " + limit + " bytes");
        }
        printed.write(chunk.array(), 0, chunk.position());
      }
    }
    return printed.toByteArray();
  }

  /**
   * Starts a script that prints until somebody ends it.
   *
   * @param opening the deadline until it runs; what it prints may take any time
   */
  public AdbSocket follow(String serial, ShellScript script, Deadline opening)
      throws AdbException, InterruptedException {
    AdbSocket socket = open(serial, "exec:" + script.line(), opening);
    socket.deadline(Deadline.never());
    return socket;
  }

  /** Opens the file service of the device. */
  public SyncSession sync(String serial, Deadline deadline)
      throws AdbException, InterruptedException {
    return new SyncSession(open(serial, "sync:", deadline));
  }

  /**
   * Starts the device anew. Once it has taken that, its silence and the end of the connection are
   * what is to be expected.
   *
   * @param mode empty, or {@code recovery} and the like
   */
  public void reboot(String serial, String mode, Deadline deadline)
      throws AdbException, InterruptedException {
    try (AdbSocket socket = transport(serial, deadline)) {
      socket.request("reboot:" + mode);
      awaitEnd(socket);
    }
  }

  /** Reads what a device prints on its way down. */
  private static void awaitEnd(AdbSocket socket) throws AdbException, InterruptedException {
    ByteBuffer printed = ByteBuffer.allocate(CHUNK);
    try {
      while (socket.read(printed.clear()) >= 0) {
        // nobody wants it
      }
    } catch (AdbException e) {
      if (e.kind() != Kind.DEADLINE && e.kind() != Kind.CONNECTION_LOST) {
        throw e;
      }
    }
  }

  private AdbSocket transport(String serial, Deadline deadline)
      throws AdbException, InterruptedException {
    return openServer("host:transport:" + serial, deadline);
  }

  private String query(String service, Deadline deadline)
      throws AdbException, InterruptedException {
    try (AdbSocket socket = openServer(service, deadline)) {
      return socket.block();
    }
  }

  private AdbSocket openServer(String service, Deadline deadline)
      throws AdbException, InterruptedException {
    AdbSocket socket = AdbSocket.connect(new InetSocketAddress(host, port), deadline);
    boolean opened = false;
    try {
      socket.request(service);
      opened = true;
      return socket;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }
}
