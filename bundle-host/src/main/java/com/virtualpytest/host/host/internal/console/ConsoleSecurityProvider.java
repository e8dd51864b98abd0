package com.virtualpytest.host.host.internal.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of the console's own check of its user and password. The framework property
 * {@code felix.webconsole.security.providers=device-host} makes the console wait for this provider
 * and switches its own check, with the default password, off for good.
 */
@Component(
    property = {
      SecurityProvider.PROPERTY_ID + "=device-host",
      Constants.SERVICE_RANKING + ":Integer=2147483647"
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleSecurityProvider implements SecurityProvider {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleSecurityProvider.class);

  private final ConsoleAccess access;

  @Activate
  public ConsoleSecurityProvider(@Reference ConsoleAccess access) {
    this.access = access;
  }

  @Override
  public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
    try {
      // Passed on before, unless a request found a way past the host's gate.
      return access.check(request, response) ? Login.USER : null;
    } catch (IOException e) {
      LOG.debug("The answer could not be written", e);
      return null;
    }
  }

  @Override
  public boolean authorize(Object user, String role) {
    return Login.USER.equals(user);
  }

  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response) {
    // Nothing is kept here; the console asks the browser to forget the password.
  }
}
