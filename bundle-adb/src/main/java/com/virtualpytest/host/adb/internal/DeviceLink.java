package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.Shell;
import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The connection to one device and what is known of it. Its state comes from the device's own
 * answers: its shell is asked all the time, at once when the adb server tells of a change, and has
 * to answer. A device in the network that the server has lost is connected again from here.
 */
final class DeviceLink implements Shell, AutoCloseable {
  private static final Duration PROBE = Duration.ofMillis(1800);
  private static final Duration PAUSE = Duration.ofMillis(800);
  private static final Duration PAUSE_OFFLINE = Duration.ofMillis(300);
  private static final Duration LOOK = Duration.ofSeconds(8);
  private static final Duration TRUSTED = Duration.ofSeconds(10);
  private static final int MAX_OUTPUT = 32 << 20;

  private final AdbSettings settings;
  private final String deviceId;
  private final DriverContext context;
  private final AdbServer.Use server;
  private final Reconnect reconnect;
  private final Consumer<DeviceLink> whenClosed;
  private final Clock clock = Clock.systemUTC();
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile long answered = System.nanoTime();
  private volatile Set<String> features;
  private volatile boolean begun;
  private volatile boolean closed;

  /** Used by the scheduler's thread alone. */
  private Future<?> next;

  /**
   * Begins to look after the device; returns at once.
   *
   * @throws SettingException the adb server's settings are wrong
   */
  DeviceLink(
      AdbSettings settings,
      String deviceId,
      DriverContext context,
      AdbServer adb,
      Consumer<DeviceLink> whenClosed)
      throws SettingException {
    this.settings = settings;
    this.deviceId = deviceId;
    this.context = context;
    this.whenClosed = whenClosed;
    this.reconnect = new Reconnect(settings.serial(), adb.address().local());
    this.server = adb.use(this::wake);
    this.begun = true; // the server's watch may call before this object is complete
    wake();
  }

  String deviceId() {
    return deviceId;
  }

  String serial() {
    return settings.serial();
  }

  /** What was last seen; what is too old is not called ready. */
  Status status() {
    Status known = context.status().current();
    boolean old = known.age(clock.instant()).compareTo(TRUSTED) > 0;
    return known.state().usable() && old
        ? new Status(
            State.OFFLINE,
            known.since(),
            known.checkedAt(),
            serial() + " has not been asked for a while",
            null)
        : known;
  }

  /** Asks the device now. */
  Status probe() throws InterruptedException {
    look(Deadline.in(LOOK));
    return status();
  }

  @Override
  public ShellResult run(ShellScript script, Duration within) throws InterruptedException {
    Deadline deadline = Deadline.in(within);
    return ask(
        deadline,
        client -> client.shell(serial(), features(deadline), script, MAX_OUTPUT, deadline));
  }

  @Override
  public byte[] read(ShellScript script, int limit, Predicate<byte[]> cut, Duration within)
      throws InterruptedException {
    Deadline deadline = Deadline.in(within);
    return ask(
        deadline,
        client -> {
          byte[] read = client.exec(serial(), script, limit, deadline);
          if (cut.test(read)) {
            throw new AdbException(Kind.CONNECTION_LOST, "the bytes ended before their end");
          }
          return read;
        });
  }

  /** Something to ask the device. */
  interface Question<T> {
    T ask(AdbClient client) throws AdbException, InterruptedException;
  }

  /**
   * Asks, and once more when the device cannot have heard it the first time and is reached now.
   *
   * @throws ApiException there was no answer
   */
  <T> T ask(Deadline deadline, Question<T> question) throws InterruptedException {
    if (closed) {
      throw new ApiException(ErrorCode.UNAVAILABLE, serial() + " is no longer open here");
    }
    long losses = server.losses();
    try {
      return answer(question);
    } catch (AdbException first) {
      if (!Failures.notBegun(first) || !reach(deadline)) {
        throw failure(first, losses);
      }
    }
    try {
      return answer(question);
    } catch (AdbException second) {
      throw failure(second, losses);
    }
  }

  private <T> T answer(Question<T> question) throws AdbException, InterruptedException {
    T answer = question.ask(server.client());
    answered = System.nanoTime();
    return answer;
  }

  private boolean reach(Deadline deadline) throws InterruptedException {
    reconnect.now();
    return look(deadline)
        && context.status().current().state().usable()
        && !deadline.remaining().isZero();
  }

  /** How often the adb server was lost so far. */
  long losses() {
    return server.losses();
  }

  /**
   * What went wrong, as an answer.
   *
   * @param losses {@link #losses} from before
   */
  ApiException failure(AdbException e, long losses) throws InterruptedException {
    boolean serverLost = server.isToBlame(e, losses);
    wake();
    return Failures.of(e, serial(), deviceId, serverLost);
  }

  private Set<String> features(Deadline deadline) throws AdbException, InterruptedException {
    Set<String> known = features;
    if (known == null) {
      known = server.client().features(serial(), deadline);
      features = known;
    }
    return known;
  }

  /** Looks at the device as soon as the scheduler's thread is free. */
  private void wake() {
    if (begun && !closed && woken.compareAndSet(false, true)) {
      try {
        context.scheduler().execute(this::round);
      } catch (RejectedExecutionException e) {
        context.logger().debug("The device is closed already", e);
      }
    }
  }

  private void round() {
    woken.set(false);
    if (next != null) {
      next.cancel(false);
    }
    try {
      look(Deadline.in(LOOK));
    } catch (InterruptedException e) {
      return; // closed
    } catch (RuntimeException e) {
      context.logger().error("{} could not be looked at", serial(), e);
    }
    if (!closed) {
      boolean usable = context.status().current().state().usable();
      Duration pause = usable ? PAUSE : PAUSE_OFFLINE;
      try {
        next = context.scheduler().schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        context.logger().debug("The device is closed already", e);
      }
    }
  }

  /** Whether the device was asked: another one may be at it for too long. */
  private boolean look(Deadline limit) throws InterruptedException {
    if (!looking.tryLock(limit.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    try {
      if (closed) {
        return false;
      }
      long losses = server.losses();
      AdbException problem = ping(limit);
      if (problem != null) {
        features = null; // what comes back may be another system
      }
      reconnect.serverLosses(server.losses());
      boolean serverLost = problem != null && server.isToBlame(problem, losses);
      if (problem != null && !serverLost && settings.network() && reconnect.helps(problem.kind())) {
        reconnect.attempt(server.client(), limit);
        problem = ping(limit);
      }
      if (problem != null && problem.kind() == Kind.DEADLINE && limit.remaining().isZero()) {
        return false; // it had less time than it may take
      }
      tell(problem, serverLost);
      return true;
    } finally {
      looking.unlock();
    }
  }

  /** What is wrong; null when the device answers. */
  private AdbException ping(Deadline limit) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      server.client().ping(serial(), limit.orIn(PROBE));
      return null;
    } catch (AdbException e) {
      // it is busy, not gone, when it has answered somebody else meanwhile
      return e.kind() == Kind.DEADLINE && answered - begin > 0 ? null : e;
    }
  }

  private void tell(AdbException problem, boolean serverLost) {
    if (problem == null) {
      reconnect.succeeded();
      context.status().ready();
      return;
    }
    boolean network = settings.network() && Reconnect.lost(problem.kind());
    context
        .status()
        .offline(
            network ? reconnect.detail() : Failures.text(problem, serial(), serverLost),
            Failures.hint(problem, serverLost));
  }

  @Override
  public void close() {
    closed = true;
    server.close();
    whenClosed.accept(this);
  }
}
