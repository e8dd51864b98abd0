package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.store.Store;
import com.virtualpytest.host.host.internal.console.ConsolePages;
import com.virtualpytest.host.host.internal.deploy.BundleControl;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.device.DeviceCatalog;
import com.virtualpytest.host.host.internal.health.ServiceReport;
import com.virtualpytest.host.host.internal.journal.LastFailures;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * Puts up the host's pages, as plain servlets: nothing of this bundle is wired to the console, and
 * nothing of this is there while the console is not.
 */
@Component(service = ConsolePages.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HostPages implements ConsolePages {

  private static final String CONSOLE =
      "(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)";

  private final BundleContext context;
  private final DevicesPage devices;
  private final DriversPage drivers;
  private final StockBundles stock;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<ServiceReport> reports = List.of();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Store store;

  @Activate
  public HostPages(
      BundleContext context,
      @Reference DeviceRegistry registry,
      @Reference DeviceCatalog catalog,
      @Reference LastFailures failures,
      @Reference Deployment deployment,
      @Reference BundleControl control) {
    this.context = context;
    Notices notices = new Notices();
    Clock clock = Clock.systemUTC();
    BundleWishes wishes = new BundleWishes(control);
    devices =
        new DevicesPage(
            notices, registry, catalog::problems, failures::newestFirst, this::links, clock);
    drivers = new DriversPage(notices, deployment, control, wishes, clock);
    stock = new StockBundles(context, deployment, wishes, drivers);
  }

  @Override
  public synchronized void show() {
    if (!registrations.isEmpty()) {
      return;
    }
    Hashtable<String, Object> filter = new Hashtable<>();
    filter.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN, "/*");
    filter.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT, CONSOLE);
    registrations.add(context.registerService(Filter.class, stock, filter));
    add(devices, DevicesPage.LABEL, "Devices");
    add(drivers, DriversPage.LABEL, "Drivers");
  }

  private void add(Servlet page, String label, String title) {
    Hashtable<String, Object> plugin = new Hashtable<>();
    plugin.put("felix.webconsole.label", label);
    plugin.put("felix.webconsole.title", title);
    plugin.put("felix.webconsole.category", "Device host");
    plugin.put("felix.webconsole.css", "/" + label + "/res/host-pages.css");
    registrations.add(context.registerService(Servlet.class, page, plugin));
  }

  @Deactivate
  synchronized void stop() {
    registrations.forEach(ServiceRegistration::unregister);
    registrations.clear();
  }

  /** The services that this host depends on, as far as it is configured for them. */
  private Map<String, Optional<Status>> links() {
    Map<String, Optional<Status>> links = new TreeMap<>();
    for (ServiceReport report : reports) {
      links.put(report.name(), report.status());
    }
    // the report is silent about an embedded database that is well
    Store now = store;
    if (now != null) {
      links.put("store", Optional.of(now.status()));
    }
    return links;
  }
}
