package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a foreign bundle's code on a thread of its own, which nobody waits for longer than a limit.
 * After the limit the thread is interrupted; one that goes on regardless is left to itself.
 *
 * <p>The host stops when the thread that waits is interrupted. Its call is then interrupted at
 * once, and the calls after it, which clear up, have a second in place of the limit.
 */
final class TimeLimit {
  private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Duration limit;

  TimeLimit(Duration limit) {
    this.limit = limit;
  }

  /** Something that a bundle's code takes part in. */
  @FunctionalInterface
  interface Call {
    void run() throws BundleException;
  }

  /**
   * Runs {@code call} and waits for its end, on a thread without a context class loader.
   *
   * @param what names the thread
   * @param part what of the bundle runs, as in "its activator"
   * @param late run on the same thread when the call ends after it was given up
   * @throws BundleException what the call threw
   * @throws DeployException when it did not end in time: {@link Kind#STUCK} when it does not react
   *     to being interrupted, else {@link Kind#NOT_STARTED}
   */
  void run(String what, String part, Call call, Runnable late)
      throws BundleException, DeployException {
    run(what, part, null, call, late);
  }

  /**
   * The same.
   *
   * @param mark the context class loader of the thread, and so of all threads that are begun on it
   */
  void run(String what, String part, ClassLoader mark, Call call, Runnable late)
      throws BundleException, DeployException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread thread = new Thread(() -> runAndTell(what, call, late, end, over), what);
    thread.setDaemon(true);
    thread.setContextClassLoader(mark);
    boolean stopping = Thread.interrupted();
    thread.start();
    try {
      end.get((stopping ? GRACE : limit).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw giveUp(thread, part, end, over, stopping);
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    } catch (InterruptedException e) {
      stopping = true;
      throw giveUp(thread, part, end, over, true);
    } finally {
      if (stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void runAndTell(
      String what, Call call, Runnable late, CompletableFuture<Void> end, AtomicBoolean over) {
    Throwable failure = null;
    try {
      call.run();
    } catch (Throwable e) { // foreign code: an error must reach the caller, not end the thread
      failure = e;
    }
    Thread.currentThread()
        .setContextClassLoader(null); // what is begun from now on is not the call's
    if (!over.compareAndSet(false, true)) {
      LOG.warn("{} ended after it had been given up", what);
      late.run();
    } else if (failure == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(failure);
    }
  }

  private DeployException giveUp(
      Thread thread,
      String part,
      CompletableFuture<Void> end,
      AtomicBoolean over,
      boolean stopping) {
    thread.interrupt();
    boolean deaf = false;
    try {
      end.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.debug("Ended when interrupted", e.getCause());
    } catch (TimeoutException e) {
      deaf = over.compareAndSet(false, true);
    } catch (InterruptedException e) {
      over.set(true);
      Thread.currentThread().interrupt();
      return stopping();
    }
    return stopping ? stopping() : deaf ? stuck(part) : late(part);
  }

  private static DeployException stopping() {
    return new DeployException(Kind.NOT_STARTED, "The host is stopping", null);
  }

  private DeployException stuck(String part) {
    return new DeployException(
        Kind.STUCK,
        "Stuck in its %s: it did not return within %d s and ignores interruption"
            .formatted(part, limit.toSeconds()),
        "Drop another build; restart the host to be rid of its threads");
  }

  private DeployException late(String part) {
    return new DeployException(
        Kind.NOT_STARTED,
        "Its %s did not return within %d s".formatted(part, limit.toSeconds()),
        "Leave long work to a thread of its own");
  }

  private static void rethrow(Throwable failure) throws BundleException {
    if (failure instanceof BundleException e) {
      throw e;
    }
    throw new BundleException("ended by " + failure.getClass().getName(), failure);
  }
}
