package com.virtualpytest.host.host.internal.registry;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Does something once, a while after the framework has reached its last start level: dropped-in
 * drivers have come up by then.
 */
final class SettledStart implements AutoCloseable {

  private static final int LAST_LEVEL = 20;
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final BundleContext context;
  private final ScheduledExecutorService timer;
  private final Runnable task;
  private final FrameworkListener listener = this::heard;
  private final AtomicBoolean reached = new AtomicBoolean();

  SettledStart(BundleContext context, ScheduledExecutorService timer, Runnable task) {
    this.context = context;
    this.timer = timer;
    this.task = task;
    context.addFrameworkListener(listener);
    check();
  }

  @Override
  public void close() {
    context.removeFrameworkListener(listener);
  }

  private void heard(FrameworkEvent event) {
    // the levels up to the first one that is asked for are told of as STARTED
    if (event.getType() == FrameworkEvent.STARTED
        || event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
      check();
    }
  }

  private void check() {
    int level =
        context
            .getBundle(Constants.SYSTEM_BUNDLE_ID)
            .adapt(FrameworkStartLevel.class)
            .getStartLevel();
    if (level >= LAST_LEVEL && reached.compareAndSet(false, true)) {
      timer.schedule(task, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
