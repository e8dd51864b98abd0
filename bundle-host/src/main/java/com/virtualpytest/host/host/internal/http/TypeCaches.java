package com.virtualpytest.host.host.internal.http;

import com.fasterxml.jackson.databind.type.TypeFactory;
import com.virtualpytest.host.host.internal.deploy.DeploymentListener;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Empties the type cache that all of Jackson shares: it would keep the classes of bundles gone. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TypeCaches implements DeploymentListener {

  @Override
  public void changed(Change change) {
    TypeFactory.defaultInstance().clearCache();
  }
}
