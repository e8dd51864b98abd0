package com.virtualpytest.host.host.internal.start;

import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Tells when all system bundles have started. What the first answer of the host does not need
 * begins then, so that it does not take processor time from what that answer waits for.
 */
@Component(service = SystemStart.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SystemStart {

  private static final int LAST_LEVEL = 20;

  private final BundleContext context;
  private final FrameworkStartLevel startLevel;
  private final FrameworkListener listener = this::heard;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  @Activate
  public SystemStart(BundleContext context) {
    this.context = context;
    this.startLevel =
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
    context.addFrameworkListener(listener);
    check();
  }

  /** Forgets who waits. */
  @Deactivate
  public void stop() {
    context.removeFrameworkListener(listener);
    over.cancel(false);
  }

  /** True once they have all started, for ever. */
  public boolean over() {
    return over.isDone();
  }

  /** Runs something short once they have all started, at once if they have. */
  public void whenOver(Runnable task) {
    var unused = over.thenRun(task);
  }

  private void heard(FrameworkEvent event) {
    // the levels up to the first one that is asked for are told of as STARTED
    if (event.getType() == FrameworkEvent.STARTED
        || event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
      check();
    }
  }

  private void check() {
    if (startLevel.getStartLevel() >= LAST_LEVEL && over.complete(null)) {
      context.removeFrameworkListener(listener);
    }
  }
}
