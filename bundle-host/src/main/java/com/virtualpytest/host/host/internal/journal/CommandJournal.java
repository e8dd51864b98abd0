package com.virtualpytest.host.host.internal.journal;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.store.CommandListener;
import com.virtualpytest.host.api.store.CommandReport;
import com.virtualpytest.host.host.internal.context.CommandSink;
import com.virtualpytest.host.host.internal.lease.Lease;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.logging.LogSetup;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every {@link CommandListener} of every command that ends. Nothing here blocks. */
@Component(service = CommandSink.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class CommandJournal implements CommandSink {
  private static final Logger LOG = LoggerFactory.getLogger(CommandJournal.class);
  private static final String CANCELLED = "CANCELLED";

  private final Leases leases;
  private final Redaction redaction;
  private final Clock clock = Clock.systemUTC();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<CommandListener> listeners = List.of();

  @Activate
  public CommandJournal(@Reference HostSettings settings, @Reference Leases leases) {
    this.leases = leases;
    this.redaction = new Redaction(LogSetup.secrets(settings.all()));
  }

  @Override
  public void ended(
      String deviceId,
      String driver,
      Command command,
      CommandResult result,
      Duration waited,
      Duration took) {
    List<CommandListener> now = listeners;
    if (now.isEmpty()) {
      return;
    }
    CommandReport report =
        new CommandReport(
            clock.instant().minus(took),
            leases.held(deviceId).map(Lease::holder).orElse(null),
            deviceId,
            driver,
            redaction.text(command.name()),
            redaction.params(command.name(), command.params()),
            outcome(result),
            result == null || result.success() ? null : redaction.text(result.message()),
            waited,
            took);
    for (CommandListener listener : now) {
      tell(listener, report);
    }
  }

  private static void tell(CommandListener listener, CommandReport report) {
    try {
      listener.ended(report);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("A listener for commands failed unexpectedly", e);
    }
  }

  private static String outcome(CommandResult result) {
    if (result == null) {
      return CANCELLED;
    }
    if (result.success()) {
      return CommandReport.OK;
    }
    ErrorCode code = result.code();
    return code == null ? "FAILED" : code.name();
  }
}
