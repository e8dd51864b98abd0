package com.virtualpytest.host.host.internal.deploy;

import java.lang.StackWalker.StackFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * Tells which threads bundles have begun while they were started: such threads have inherited a
 * context class loader that marks them. Pools of others may grow at that time, too, so a thread
 * counts when it runs the bundle's own code, or when nobody but the bundle's code has begun any:
 * then one that idles in Java's code counts as well, as those of a pool do. Safe for all threads.
 *
 * <p>Which of several idle threads is whose cannot be told: Java keeps to itself what a thread was
 * given to run and who made it. Not seen are threads that inherit nothing by their maker's wish;
 * from Java 19 on they do not inherit the context class loader either.
 */
final class StartedThreads {

  /** Who has begun threads while one bundle was started. */
  private static final class Makers {
    private final Bundle bundle;
    private volatile boolean own;
    private volatile boolean others;

    Makers(Bundle bundle) {
      this.bundle = bundle;
    }

    /** A thread is being made by who has called this; true when that is the bundle's code. */
    boolean note() {
      boolean mine =
          WALKER
              .walk(
                  frames ->
                      frames
                          .<Class<?>>map(StackFrame::getDeclaringClass)
                          .filter(Makers::decides)
                          .findFirst())
              .filter(type -> bundle.equals(FrameworkUtil.getBundle(type)))
              .isPresent();
      own |= mine;
      others |= !mine;
      return mine;
    }

    /** Java's classes make threads for those who call them, but for a few. */
    private static boolean decides(Class<?> type) {
      ClassLoader loader = type.getClassLoader();
      boolean java = loader == null || loader == ClassLoader.getPlatformClassLoader();
      return java
          ? JAVAS_OWN.stream().anyMatch(type.getName()::startsWith)
          : type.getNestHost() != StartedThreads.class;
    }
  }

  /** Behaves as no context class loader does: what is looked for is Java's own. */
  private static final class Mark extends ClassLoader {
    Mark() {
      super(ClassLoader.getSystemClassLoader());
    }
  }

  private static final long BEGIN_NANOS = 1_000_000_000;
  private static final long LOOK_NANOS = 1_000_000;

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Threads of theirs are Java's own for good, or end when nobody uses them any more. */
  private static final List<String> JAVAS_OWN =
      List.of(
          "java.util.concurrent.CompletableFuture$Delay",
          "java.util.concurrent.DelayScheduler",
          "jdk.internal.net.http.");

  /**
   * Asked whenever a thread is made on the thread that starts a bundle, or on one of the bundle's.
   */
  private static final InheritableThreadLocal<Makers> WATCHED =
      new InheritableThreadLocal<>() {
        @Override
        protected Makers childValue(Makers parent) {
          return parent != null && parent.note() ? parent : null;
        }
      };

  private final Map<Long, ClassLoader> marks = new ConcurrentHashMap<>();
  private final Map<Long, Makers> makers = new ConcurrentHashMap<>();

  /** The context class loader for the thread that starts a bundle. */
  ClassLoader mark(long bundleId) {
    return marks.computeIfAbsent(bundleId, id -> new Mark());
  }

  /** Runs what starts a bundle, on a thread that has its mark. */
  void watch(Bundle bundle, TimeLimit.Call start) throws BundleException {
    WATCHED.set(makers.computeIfAbsent(bundle.getBundleId(), id -> new Makers(bundle)));
    try {
      start.run();
    } finally {
      WATCHED.remove();
    }
  }

  /** Those of an installed bundle's threads that have not ended, by name. */
  List<Thread> of(Bundle bundle) {
    ClassLoader mark = marks.get(bundle.getBundleId());
    return mark == null
        ? List.of()
        : all()
            .filter(thread -> thread.getContextClassLoader() == mark)
            .filter(thread -> isAlone(bundle) || runs(bundle, stack(thread)))
            .sorted(Comparator.comparing(Thread::getName))
            .toList();
  }

  private boolean isAlone(Bundle bundle) {
    Makers who = makers.get(bundle.getBundleId());
    return who != null && who.own && !who.others;
  }

  /** Without their stacks: to take those of all would stop everybody. */
  private static Stream<Thread> all() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[2 * group.activeCount()];
    return Stream.of(threads).limit(group.enumerate(threads));
  }

  /** Of one that was started just now, a moment later: it has not come to its own code yet. */
  private static StackTraceElement[] stack(Thread thread) {
    long end = System.nanoTime() + BEGIN_NANOS;
    StackTraceElement[] stack = thread.getStackTrace();
    while (thread.isAlive() && begins(stack) && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
      stack = thread.getStackTrace();
    }
    return stack;
  }

  private static boolean begins(StackTraceElement[] stack) {
    return Stream.of(stack).allMatch(frame -> frame.getClassName().equals("java.lang.Thread"));
  }

  private static boolean runs(Bundle bundle, StackTraceElement[] stack) {
    return Stream.of(stack)
        .map(frame -> frame.getClassName().replace('.', '/') + ".class")
        .anyMatch(file -> bundle.getEntry(file) != null);
  }

  /** The bundle is gone. */
  void forget(long bundleId) {
    marks.remove(bundleId);
    makers.remove(bundleId);
  }
}
