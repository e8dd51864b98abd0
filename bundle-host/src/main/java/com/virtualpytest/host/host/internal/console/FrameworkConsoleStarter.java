package com.virtualpytest.host.host.internal.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Raises the framework's start level to that of the console's bundles, so that a host whose console
 * nobody opens does not spend time and memory on it.
 */
final class FrameworkConsoleStarter implements ConsoleStarter {

  /** The start level of the console's bundles; the framework itself starts to a lower one. */
  static final int START_LEVEL = 30;

  private static final String SERVLET =
      "(&(objectClass=jakarta.servlet.Servlet)"
          + "(osgi.http.whiteboard.context.select=*=org.apache.felix.webconsole*))";

  private final FrameworkStartLevel framework;
  private final ServiceTracker<Object, ServiceReference<Object>> servlet;
  private final ServiceTracker<ConsolePages, ConsolePages> pages;
  private CompletableFuture<Void> raising = CompletableFuture.completedFuture(null);

  FrameworkConsoleStarter(BundleContext context) {
    framework =
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
    servlet = new ServletTracker(context);
    servlet.open(true);
    pages = new PagesTracker(context);
  }

  @Override
  public State start(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      pages.open(); // nothing when they are shown already
      if (pages.waitForService(left(end)) == null) {
        return State.STARTING;
      }
      raise().get(left(end), TimeUnit.MILLISECONDS);
      // A change of the console's own configuration takes its servlet away for a moment.
      return servlet.waitForService(left(end)) == null ? State.ABSENT : State.RUNNING;
    } catch (TimeoutException e) {
      return State.STARTING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.STARTING;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Never completed exceptionally", e);
    }
  }

  private static long left(long end) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  private synchronized CompletableFuture<Void> raise() {
    // The level is reached before its last bundle has started, so a running change is waited for.
    if (raising.isDone() && framework.getStartLevel() < START_LEVEL) {
      CompletableFuture<Void> reached = new CompletableFuture<>();
      raising = reached;
      framework.setStartLevel(START_LEVEL, event -> reached.complete(null));
    }
    return raising;
  }

  @Override
  public void close() {
    servlet.close();
    pages.close();
  }

  /** Gets the host's pages, which puts them up, as soon as the console is wanted and not before. */
  private static final class PagesTracker extends ServiceTracker<ConsolePages, ConsolePages> {

    PagesTracker(BundleContext context) {
      super(context, ConsolePages.class, null);
    }

    @Override
    public ConsolePages addingService(ServiceReference<ConsolePages> reference) {
      ConsolePages pages = super.addingService(reference);
      if (pages != null) {
        pages.show();
      }
      return pages;
    }
  }

  /** Looks at references alone: to get the console's servlet is not ours to do. */
  private static final class ServletTracker
      extends ServiceTracker<Object, ServiceReference<Object>> {

    ServletTracker(BundleContext context) {
      super(context, filter(), null);
    }

    private static Filter filter() {
      try {
        return FrameworkUtil.createFilter(SERVLET);
      } catch (InvalidSyntaxException e) {
        throw new IllegalStateException("The filter is a constant", e);
      }
    }

    @Override
    public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
      return reference;
    }

    @Override
    public void removedService(
        ServiceReference<Object> reference, ServiceReference<Object> tracked) {
      // nothing was got, so nothing is given back
    }
  }
}
