package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The connection of one adb server: the handshake, and the streams in it. */
final class Link implements AutoCloseable {

  /** From this version on nobody checks the sum of the data. */
  private static final int VERSION = 0x01000001;

  private static final int OLD_MAX_DATA = 4096;

  private static final int TOKEN = 1;
  private static final int SIGNATURE = 2;
  private static final int PUBLIC_KEY = 3;

  private final Socket socket;
  private final Profile profile;
  private final Faults faults;
  private final Services services;
  private final Executor threads;
  private final Map<Integer, AdbStream> streams = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger(1);
  private final SecureRandom random = new SecureRandom();
  private volatile int maxData = 4096;
  private volatile boolean awaitsOwner;

  Link(Socket socket, Profile profile, Faults faults, Services services, Executor threads)
      throws IOException {
    this.socket = socket;
    this.profile = profile;
    this.faults = faults;
    this.services = services;
    this.threads = threads;
    socket.setTcpNoDelay(true);
  }

  /** Reads until the link ends. */
  void run() {
    try (this) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
      while (true) {
        Packet packet = Packet.read(in);
        faults.awaitThaw();
        handle(packet);
      }
    } catch (IOException | InterruptedException e) {
      log("link ended: " + e.getMessage());
    }
  }

  /** Largest payload that the host takes. */
  int maxData() {
    return maxData;
  }

  /** Sends one packet whole, or half of it when the fault says so. */
  void send(Packet packet) throws IOException {
    try {
      faults.awaitThaw();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("frozen");
    }
    synchronized (socket) {
      if (packet.command() == Packet.WRTE && faults.has(Fault.DROP)) {
        socket.getOutputStream().write(packet.cut());
        close();
      } else {
        socket.getOutputStream().write(packet.bytes());
      }
    }
  }

  void forget(int id) {
    streams.remove(id);
  }

  void log(String text) {
    services.log("adbd", text);
  }

  /** The owner has allowed the host: whoever waits for that is let in. */
  void allowed() throws IOException {
    if (awaitsOwner) {
      connect();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log("closing: " + e.getMessage());
    }
    streams.values().forEach(AdbStream::abort);
    streams.clear();
  }

  private void handle(Packet packet) throws IOException {
    switch (packet.command()) {
      case Packet.CNXN -> {
        maxData = Math.min(Math.max(packet.arg1(), 4096), Packet.MAX_DATA);
        if (faults.has(Fault.UNAUTHORIZED)) {
          challenge();
        } else {
          connect();
        }
      }
      case Packet.AUTH -> authenticate(packet.arg0());
      case Packet.OPEN -> open(packet);
      case Packet.OKAY -> with(packet, AdbStream::acknowledged);
      case Packet.WRTE -> with(packet, stream -> stream.receive(packet.data()));
      case Packet.CLSE -> {
        AdbStream stream = streams.remove(packet.arg1());
        if (stream != null) {
          stream.abort();
          send(new Packet(Packet.CLSE, packet.arg1(), packet.arg0()));
        }
      }
      default -> log("unknown packet " + Integer.toHexString(packet.command()));
    }
  }

  private void with(Packet packet, Consumer<AdbStream> action) throws IOException {
    AdbStream stream = streams.get(packet.arg1());
    if (stream != null) {
      action.accept(stream);
    } else if (packet.command() == Packet.WRTE) {
      send(new Packet(Packet.CLSE, packet.arg1(), packet.arg0()));
    }
  }

  private void connect() throws IOException {
    awaitsOwner = false;
    boolean old = faults.has(Fault.NO_SHELL_V2);
    String features =
        old ? "" : "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,fixed_push_symlink_timestamp";
    String banner =
        "device::ro.product.name=%s;ro.product.model=%s;ro.product.device=%s;features=%s"
            .formatted(profile.product(), profile.model(), profile.device(), features);
    int takes = old ? OLD_MAX_DATA : Packet.MAX_DATA;
    send(new Packet(Packet.CNXN, VERSION, takes, banner.getBytes(StandardCharsets.UTF_8)));
  }

  private void challenge() throws IOException {
    byte[] token = new byte[20];
    random.nextBytes(token);
    send(new Packet(Packet.AUTH, TOKEN, 0, token));
  }

  /** No key is ever known; the owner is asked when the host has no other key left. */
  private void authenticate(int kind) throws IOException {
    if (!faults.has(Fault.UNAUTHORIZED)) {
      connect();
    } else if (kind == SIGNATURE) {
      challenge();
    } else if (kind == PUBLIC_KEY) {
      awaitsOwner = true;
    }
  }

  private void open(Packet packet) throws IOException {
    String text = new String(packet.data(), StandardCharsets.UTF_8);
    String service = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    int id = nextId.getAndIncrement();
    AdbStream stream = new AdbStream(this, id, packet.arg0());
    streams.put(id, stream);
    try {
      threads.execute(() -> serve(stream, id, service));
    } catch (RejectedExecutionException e) {
      throw new IOException("the device is closing", e);
    }
  }

  private void serve(AdbStream stream, int id, String service) {
    try {
      stream.serve(
          () -> {
            faults.lag();
            if (services.knows(service)) {
              stream.accept();
              services.run(service, stream);
            } else {
              log("no service " + service);
              stream.refuse();
            }
          });
    } catch (IOException e) {
      log(service + ": " + e.getMessage());
    } finally {
      forget(id);
    }
  }
}
