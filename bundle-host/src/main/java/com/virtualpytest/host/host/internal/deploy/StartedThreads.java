package com.virtualpytest.host.host.internal.deploy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
            .filter(thread -> runs(bundle, thread.getStackTrace()))
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
