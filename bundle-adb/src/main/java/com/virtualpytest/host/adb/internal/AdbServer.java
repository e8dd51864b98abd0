package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The adb server that all devices of this host share. It is watched while a device is open, and
 * started when it is to run on this machine and nobody answers there. A server that somebody else
 * has started is used as it is; none is ever told to end. Safe for all threads.
 */
@Component(service = AdbServer.class)
public final class AdbServer {
  private static final List<String> LOCAL = List.of("127.0.0.1", "localhost", "::1");
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  /** Its first start makes a key. */
  private static final Duration START = Duration.ofSeconds(8);

  private static final long START_PAUSE = 100;

  private final ProcessSupervisor processes;
  private final Settings settings;
  private final Logger logger;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // guarded by this
  private ServerWatch watch;
  private int users;

  @Activate
  public AdbServer(
      @Reference ProcessSupervisor processes,
      @Reference Settings settings,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this.processes = processes;
    this.settings = settings;
    this.logger = logger;
  }

  /** Ends the watch, should a controller have been left open. */
  @Deactivate
  public synchronized void stop() {
    users = 0;
    endWatch();
  }

  /**
   * Where the server is.
   *
   * @param host its address
   * @param port its port
   */
  record Address(String host, int port) {
    boolean local() {
      return LOCAL.contains(host);
    }

    AdbClient client() {
      return new AdbClient(host, port);
    }
  }

  /**
   * Where the server is.
   *
   * @throws SettingException {@code ADB_HOST} or {@code ADB_PORT} is wrong
   */
  Address address() throws SettingException {
    String host = settings.get("ADB_HOST", "127.0.0.1").strip();
    if (!HOST.matcher(host).matches()) {
      throw new SettingException("ADB_HOST", "must be an IP address or a host's name");
    }
    return new Address(host, settings.integer("ADB_PORT", 5037, 1, 65_535));
  }

  /** Somebody's use of the server. */
  final class Use implements AutoCloseable {
    private final Address address;
    private final ServerWatch watch;
    private final Runnable listener;
    private boolean closed;

    private Use(Address address, ServerWatch watch, Runnable listener) {
      this.address = address;
      this.watch = watch;
      this.listener = listener;
    }

    AdbClient client() {
      return address.client();
    }

    /** Counts how often the server's connection was lost. */
    long losses() {
      return watch.losses();
    }

    /**
     * Whether it was the server that failed: its connection was lost since {@code before} losses,
     * or it does not answer. When both connections break at the same moment, this one may be
     * noticed a moment later.
     */
    boolean isToBlame(AdbException e, long before) throws InterruptedException {
      return switch (e.kind()) {
        case CONNECTION_LOST -> watch.awaitLoss(before, Duration.ofMillis(300));
        case DEADLINE -> watch.awaitLoss(before, Duration.ZERO);
        default -> false;
      };
    }

    /** The watch is over with the last of its users. Idempotent. */
    @Override
    public void close() {
      synchronized (AdbServer.this) {
        if (!closed) {
          closed = true;
          listeners.remove(listener);
          users--;
          if (users <= 0) {
            endWatch();
          }
        }
      }
    }
  }

  /**
   * Begins to use the server; returns at once.
   *
   * @param listener is told in the watch's thread that devices or the server changed
   * @throws SettingException {@code ADB_HOST} or {@code ADB_PORT} is wrong
   */
  synchronized Use use(Runnable listener) throws SettingException {
    Address address = address();
    listeners.add(listener); // first: a watch that begins tells of the devices once
    users++;
    if (watch == null) {
      watch = new ServerWatch(address.client(), watcher(address), logger);
      watch.start();
    }
    return new Use(address, watch, listener);
  }

  private ServerWatch.Listener watcher(Address address) {
    return new ServerWatch.Listener() {
      @Override
      public void answers() {
        yieldToOther();
      }

      @Override
      public void isDown() {
        ensure(address);
      }

      @Override
      public void isSilent() {
        restartOurs();
      }

      @Override
      public void changed() {
        listeners.forEach(Runnable::run);
      }
    };
  }

  /** The process that this host has started for the server; empty when it did not. */
  Optional<ManagedProcess> process() {
    return processes.processes().stream()
        .filter(process -> process.description().name().equals(ServerProcess.NAME))
        .findFirst();
  }

  /**
   * Asks the server. When nobody answers there and one is to run on this machine, it is started and
   * asked again.
   *
   * @throws AdbException there is no server, or what it said
   */
  <T> T ask(Address address, DeviceLink.Question<T> question)
      throws AdbException, InterruptedException {
    try {
      return question.ask(address.client());
    } catch (AdbException e) {
      if (e.kind() != Kind.SERVER_DOWN || !address.local()) {
        throw e;
      }
    }
    ensure(address);
    awaitStart(address.client());
    return question.ask(address.client());
  }

  private void awaitStart(AdbClient client) throws AdbException, InterruptedException {
    Deadline limit = Deadline.in(START);
    while (true) {
      try {
        client.version(limit);
        return;
      } catch (AdbException e) {
        boolean hopeless = process().filter(own -> stateOf(own) != State.FAILED).isEmpty();
        if (e.kind() != Kind.SERVER_DOWN || hopeless || limit.remaining().isZero()) {
          throw e;
        }
      }
      Thread.sleep(START_PAUSE);
    }
  }

  /** Nobody answers: starts a server, where that is this host's business. */
  private void ensure(Address address) {
    if (!address.local()) {
      return;
    }
    Optional<ManagedProcess> own = process();
    if (own.isPresent() && stateOf(own.get()) != State.FAILED) {
      return;
    }
    if (own.filter(failed -> ServerProcess.lacksPort(failed.status().status())).isPresent()) {
      processes.remove(ServerProcess.NAME); // a new one starts at once: nobody has the port now
    }
    Path folder = Path.of(settings.get("HOST_DATA_DIR", "/tmp")).resolve("adb");
    try {
      Files.createDirectories(folder, PRIVATE);
      processes.run(ServerProcess.describe(address, folder));
    } catch (IOException e) {
      logger.error("The adb server has no folder for its key", e);
    } catch (IllegalStateException e) {
      logger.debug("The host is stopping: no adb server is started", e);
    }
  }

  /** Somebody else has the port that our own server did not get: theirs is used. */
  private void yieldToOther() {
    process()
        .filter(own -> stateOf(own) == State.FAILED || stateOf(own) == State.BACKOFF)
        .ifPresent(own -> processes.remove(ServerProcess.NAME));
  }

  /** Ours hangs; one of somebody else is not this host's business. */
  private void restartOurs() {
    process()
        .filter(own -> stateOf(own).usable())
        .ifPresent(
            own -> {
              logger.warn("The adb server does not answer: it is started anew");
              try {
                own.restart();
              } catch (IllegalStateException e) {
                logger.debug("The host is stopping", e);
              }
            });
  }

  private static State stateOf(ManagedProcess process) {
    return process.status().status().state();
  }

  private void endWatch() {
    if (watch != null) {
      watch.stop();
      watch = null;
    }
  }
}
