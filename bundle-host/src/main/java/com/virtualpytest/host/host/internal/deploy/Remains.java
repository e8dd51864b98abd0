package com.virtualpytest.host.host.internal.deploy;

import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of bundles that are gone. Felix 7 keeps a use count of zero for each service that a
 * bundle has used and that outlives it, and its log 1.3 keeps the bundle's loggers, both for ever;
 * each refers to the bundle and so to all that was read of its jar, some 200 KiB a generation.
 * Neither has a call for it, so this reaches into their maps; where they look otherwise, nothing is
 * done. Used by the deployer's thread.
 */
final class Remains {
  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);

  /** By name: the log's bundle need not be there. */
  private static final String LOGGER_ADMIN = "org.osgi.service.log.admin.LoggerAdmin";

  private final BundleContext context;

  /**
   * @param context of the host bundle
   */
  Remains(BundleContext context) {
    this.context = context;
  }

  /** Forgets all bundles that are uninstalled. */
  void clear() {
    try {
      Object framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
      Object registry = value(framework, "m_registry");
      ((Map<?, ?>) value(registry, "m_inUseMap")).keySet().removeIf(Remains::gone);
      clearLoggers();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("What the framework keeps of bundles that are gone cannot be cleared", e);
    }
  }

  private void clearLoggers() throws ReflectiveOperationException {
    ServiceReference<?> reference = context.getServiceReference(LOGGER_ADMIN);
    if (reference == null) {
      return;
    }
    try {
      Map<?, ?> loggers = (Map<?, ?>) value(context.getService(reference), "_loggers");
      for (Iterator<?> keys = loggers.keySet().iterator(); keys.hasNext(); ) {
        if (gone(value(keys.next(), "m_bundle"))) {
          keys.remove();
        }
      }
    } finally {
      context.ungetService(reference);
    }
  }

  private static boolean gone(Object bundle) {
    return bundle instanceof Bundle one && one.getState() == Bundle.UNINSTALLED;
  }

  private static Object value(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
