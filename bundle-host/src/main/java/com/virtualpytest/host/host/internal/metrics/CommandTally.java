package com.virtualpytest.host.host.internal.metrics;

import com.virtualpytest.host.api.store.CommandListener;
import com.virtualpytest.host.api.store.CommandReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Counts commands by what became of them. Safe for all threads; never blocks. */
@Component(
    service = {CommandTally.class, CommandListener.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class CommandTally implements CommandListener {

  /** One driver on one device. */
  record Lane(String deviceId, String driver) {}

  /** Commands that ended alike. */
  record Kind(Lane lane, String outcome) {}

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<Lane, Durations> waits = new ConcurrentHashMap<>();
  private final Map<Lane, Durations> durations = new ConcurrentHashMap<>();

  @Override
  public void ended(CommandReport report) {
    Lane lane = new Lane(report.deviceId(), report.driver());
    counts.computeIfAbsent(new Kind(lane, report.outcome()), kind -> new LongAdder()).increment();
    waits.computeIfAbsent(lane, some -> new Durations()).add(report.waited());
    durations.computeIfAbsent(lane, some -> new Durations()).add(report.took());
  }

  Map<Kind, LongAdder> counts() {
    return counts;
  }

  Map<Lane, Durations> waits() {
    return waits;
  }

  Map<Lane, Durations> durations() {
    return durations;
  }
}
