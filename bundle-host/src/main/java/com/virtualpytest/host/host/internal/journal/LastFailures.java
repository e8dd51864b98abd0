package com.virtualpytest.host.host.internal.journal;

import com.virtualpytest.host.api.store.CommandListener;
import com.virtualpytest.host.api.store.CommandReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Remembers the last commands of this run that failed. Safe for all threads; never blocks. */
@Component(
    service = {CommandListener.class, LastFailures.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LastFailures implements CommandListener {

  static final int KEPT = 50;

  private final AtomicReference<List<CommandReport>> last = new AtomicReference<>(List.of());

  @Override
  public void ended(CommandReport report) {
    if (!report.outcome().equals(CommandReport.OK)) {
      last.updateAndGet(before -> with(report, before));
    }
  }

  /** Newest first. Immutable. */
  public List<CommandReport> newestFirst() {
    return last.get();
  }

  private static List<CommandReport> with(CommandReport report, List<CommandReport> before) {
    List<CommandReport> all = new ArrayList<>(KEPT);
    all.add(report);
    all.addAll(before.subList(0, Math.min(before.size(), KEPT - 1)));
    return List.copyOf(all);
  }
}
