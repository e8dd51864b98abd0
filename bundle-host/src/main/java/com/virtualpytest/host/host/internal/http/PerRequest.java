package com.virtualpytest.host.host.internal.http;

import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.DisposableSupplier;
import org.glassfish.jersey.process.internal.RequestScoped;
import org.osgi.framework.ServiceObjects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service of prototype scope is made anew for every request. */
final class PerRequest extends AbstractBinder {
  private static final Logger LOG = LoggerFactory.getLogger(PerRequest.class);

  private final Class<?> type;
  private final ServiceObjects<Object> objects;

  PerRequest(Class<?> type, ServiceObjects<Object> objects) {
    this.type = type;
    this.objects = objects;
  }

  @Override
  protected void configure() {
    bindFactory(new Instances(objects)).to(type).in(RequestScoped.class).ranked(10);
  }

  /** Gives a service back, which may be gone already. */
  static void unget(ServiceObjects<Object> objects, Object service) {
    try {
      objects.ungetService(service);
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.trace("A service was gone before it was given back", e);
    }
  }

  private record Instances(ServiceObjects<Object> objects) implements DisposableSupplier<Object> {
    @Override
    public Object get() {
      return objects.getService();
    }

    @Override
    public void dispose(Object instance) {
      unget(objects, instance);
    }
  }
}
