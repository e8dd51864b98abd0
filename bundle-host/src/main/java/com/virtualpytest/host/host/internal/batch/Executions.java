package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.event.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches: those of one device one after the other, those of different devices side by side.
 * Results are kept for an hour, the youngest 500 at most. Safe for all threads.
 */
@Component(service = Executions.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Executions {
  private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
  private static final int WAITING = 256;
  private static final int KEPT = 500;
  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final long IDLE_SECONDS = 30;

  /** What a batch does; its result, or why there is none, goes to {@link Execution#end}. */
  interface Work {
    void run(Execution execution) throws InterruptedException;
  }

  private final EventSink events;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, ThreadPoolExecutor> queues = new ConcurrentHashMap<>();

  // guarded by this
  private final Map<String, Execution> known = new LinkedHashMap<>();

  @Activate
  public Executions(@Reference EventSink events) {
    this.events = events;
  }

  /**
   * Queues a batch.
   *
   * @param kind {@code action} or {@code verification}
   * @throws ApiException {@code LANE_FULL} when too many wait for this device
   */
  Execution start(String kind, String deviceId, Work work) {
    Execution execution =
        new Execution(UUID.randomUUID().toString(), deviceId, clock.instant(), kind + " started");
    remember(execution);
    try {
      execution.runBy(queue(deviceId).submit(() -> run(kind, execution, work)));
    } catch (RejectedExecutionException e) {
      forget(execution);
      throw new ApiException(
          ErrorCode.LANE_FULL,
          "Too many batches wait for this device",
          "Try again later",
          deviceId);
    }
    return execution;
  }

  /** The one with that id. */
  synchronized Optional<Execution> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /** Ends one that waits or runs; the command that runs is interrupted. False when it is over. */
  boolean cancel(Execution execution) {
    boolean cancelled = execution.cancel();
    if (cancelled) {
      end(execution, "error", null, "Execution cancelled", "Cancelled");
    }
    return cancelled;
  }

  /** Ends an execution and tells so. */
  void end(Execution execution, String status, Object result, String error, String message) {
    if (execution.end(status, result, error, message, clock.instant())) {
      tell(execution, status, error);
    }
  }

  /** Interrupts all that run. */
  @Deactivate
  public void stop() {
    queues.values().forEach(ThreadPoolExecutor::shutdownNow);
  }

  private void run(String kind, Execution execution, Work work) {
    tell(execution, "running", null);
    try {
      work.run(execution);
    } catch (InterruptedException e) {
      end(execution, "error", null, "Execution cancelled", "Cancelled");
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("A batch of {}s on {} failed unexpectedly", kind, execution.deviceId(), e);
      end(execution, "error", null, "The batch failed in the host", "Failed");
    }
  }

  private void tell(Execution execution, String status, String error) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(Topics.DEVICE_ID, execution.deviceId());
    properties.put("execution_id", execution.id());
    properties.put("status", status);
    properties.put("error", error);
    events.publish(Topics.EXECUTION + "state", properties);
  }

  private ThreadPoolExecutor queue(String deviceId) {
    return queues.computeIfAbsent(deviceId, Executions::newQueue);
  }

  private static ThreadPoolExecutor newQueue(String deviceId) {
    ThreadPoolExecutor queue =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> thread("batch-" + deviceId, task));
    queue.allowCoreThreadTimeOut(true);
    return queue;
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Executions.class.getClassLoader());
    return thread;
  }

  private synchronized void remember(Execution execution) {
    Instant limit = clock.instant().minus(KEPT_FOR);
    known.values().removeIf(old -> old.endedBefore(limit));
    var oldest = known.values().iterator();
    while (known.size() >= KEPT && oldest.hasNext()) {
      if (!oldest.next().running()) {
        oldest.remove();
      }
    }
    known.put(execution.id(), execution);
  }

  private synchronized void forget(Execution execution) {
    known.remove(execution.id());
  }
}
