package com.virtualpytest.host.host.internal.deploy;

import java.util.Hashtable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of the bundles that the tests drop in; a manifest header says what it does. */
public final class ProbeActivator implements BundleActivator {
  static final String START = "Probe-Start";
  static final String STOP = "Probe-Stop";
  static final String VALUE = "Probe-Value";

  private ExecutorService pool;

  @Override
  public void start(BundleContext context) throws Exception {
    behave(context, START);
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("probe", context.getBundle().getSymbolicName());
    String value = context.getBundle().getHeaders().get(VALUE);
    context.registerService(Supplier.class, () -> value, properties);
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    if (pool != null) {
      pool.shutdown();
    }
    behave(context, STOP);
  }

  private void behave(BundleContext context, String header) throws Exception {
    String how = context.getBundle().getHeaders().get(header);
    switch (how == null ? "well" : how) {
      case "throw" -> throw new IllegalStateException("secret=42");
      case "exit" -> System.exit(1);
      case "runtime exit" -> Runtime.getRuntime().exit(1);
      case "halt" -> Runtime.getRuntime().halt(1);
      case "exit by reference" -> ((IntConsumer) System::exit).accept(1);
      case "runtime exit by reference" -> ((IntConsumer) Runtime.getRuntime()::exit).accept(1);
      case "halt by reference" ->
          ((ObjIntConsumer<Runtime>) Runtime::halt).accept(Runtime.getRuntime(), 1);
      case "pool" -> {
        pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> {}).get();
      }
      case "foreign pool" ->
          context.getService(context.getServiceReference(Executor.class)).execute(() -> {});
      case "hang" -> new CountDownLatch(1).await();
      case "hang deaf" -> hangDeaf(context);
      default -> {}
    }
  }

  /** Ignores interruption; the test lets it go by the latch that it offers as a service. */
  private static void hangDeaf(BundleContext context) {
    CountDownLatch letGo = context.getService(context.getServiceReference(CountDownLatch.class));
    while (letGo.getCount() > 0) {
      try {
        letGo.await();
      } catch (InterruptedException e) {
        // deaf on purpose
      }
    }
  }
}
