package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.osgi.framework.Bundle;

/**
 * All JAX-RS resources of one bundle, in a Jersey application of their own: what happens to it
 * never touches the others. Counts the requests in flight; once retired it takes no new one, and is
 * drained when the last has completed.
 */
final class BundleApplication {

  private static final long RETIRED = 1L << 62;

  private final Bundle bundle;
  private final ServletContainer container;
  private final Executor drains;
  private final Runnable release;
  private final AtomicLong inFlight = new AtomicLong();
  private final Set<AsyncContext> pending = ConcurrentHashMap.newKeySet();

  BundleApplication(Bundle bundle, ServletContainer container, Executor drains, Runnable release) {
    this.bundle = bundle;
    this.container = container;
    this.drains = drains;
    this.release = release;
  }

  /**
   * Builds the application.
   *
   * @param drains runs the end of the application, in which the bundle's code may hang
   * @param release run once, when the application is drained and destroyed
   * @throws ServletException Jersey refuses the resources
   */
  static BundleApplication build(
      Bundle bundle,
      ResourceConfig resources,
      ServletConfig config,
      Executor drains,
      Runnable release)
      throws ServletException {
    ServletContainer container = new ServletContainer(resources);
    container.init(config);
    return new BundleApplication(bundle, container, drains, release);
  }

  Bundle bundle() {
    return bundle;
  }

  /**
   * Serves a request, or returns false when the application is retired and the caller has to look
   * the path up again.
   */
  boolean serve(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!enter()) {
      return false;
    }
    boolean leave = true;
    try {
      container.service(request, response);
      leave = !leavesLater(request);
    } finally {
      if (leave) {
        leave();
      }
    }
    return true;
  }

  /** Takes no more requests, and returns at once. Ends with the last one in flight. Called once. */
  void retire() {
    long before = inFlight.getAndUpdate(count -> count | RETIRED);
    if (before == 0) {
      drain();
    }
  }

  /** Requests in flight, asynchronous ones included. */
  long inFlight() {
    return inFlight.get() & ~RETIRED;
  }

  /**
   * Ends the event streams, which would go on for ever: their clients connect again by themselves,
   * to whoever serves the path then.
   */
  void endStreams() {
    pending.removeIf(
        one -> {
          try {
            String type = one.getResponse().getContentType();
            if (type != null && type.startsWith("text/event-stream")) {
              one.complete();
            }
            return false;
          } catch (IllegalStateException e) {
            return true; // has just ended by itself
          }
        });
  }

  private boolean enter() {
    while (true) {
      long count = inFlight.get();
      if ((count & RETIRED) != 0) {
        return false;
      }
      if (inFlight.compareAndSet(count, count + 1)) {
        return true;
      }
    }
  }

  private void leave() {
    if (inFlight.decrementAndGet() == RETIRED) {
      drain();
    }
  }

  private void drain() {
    drains.execute(
        () -> {
          container.destroy();
          release.run();
        });
  }

  /** An asynchronous request is in flight until it completes. */
  private boolean leavesLater(HttpServletRequest request) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      AsyncContext async = request.getAsyncContext();
      async.addListener(new LeaveOnComplete(async));
      pending.add(async);
      if (!request.isAsyncStarted()) {
        pending.remove(async);
      }
      return true;
    } catch (IllegalStateException e) {
      return false; // completed in the meantime
    }
  }

  private final class LeaveOnComplete implements AsyncListener {
    private final AsyncContext async;

    private LeaveOnComplete(AsyncContext async) {
      this.async = async;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      pending.remove(async);
      leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
