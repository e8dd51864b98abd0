package com.virtualpytest.host.host.internal.deploy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Tells which threads bundles have begun while they were started: such threads have inherited a
 * context class loader that marks them. Pools of others may grow at that time, too, so only threads
 * that run a bundle's own code count. Safe for all threads.
 */
final class StartedThreads {

  /** Behaves as no context class loader does: what is looked for is Java's own. */
  private static final class Mark extends ClassLoader {
    Mark() {
      super(ClassLoader.getSystemClassLoader());
    }
  }

  private static final long BEGIN_NANOS = 1_000_000_000;
  private static final long LOOK_NANOS = 1_000_000;

  private final Map<Long, ClassLoader> marks = new ConcurrentHashMap<>();

  /** The context class loader for the thread that starts a bundle. */
  ClassLoader mark(long bundleId) {
    return marks.computeIfAbsent(bundleId, id -> new Mark());
  }

  /** Those of an installed bundle's threads that have not ended, by name. */
  List<Thread> of(Bundle bundle) {
    ClassLoader mark = marks.get(bundle.getBundleId());
    return mark == null
        ? List.of()
        : all()
            .filter(thread -> thread.getContextClassLoader() == mark)
            .filter(thread -> runs(bundle, stack(thread)))
            .sorted(Comparator.comparing(Thread::getName))
            .toList();
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
  }
}
