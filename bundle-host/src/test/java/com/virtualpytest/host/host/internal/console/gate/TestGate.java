package com.virtualpytest.host.host.internal.console.gate;

import com.virtualpytest.host.host.internal.console.ConsoleAccess;
import com.virtualpytest.host.host.internal.console.ConsolePages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Asks the console's rules before any request, as the host's own gate does. With the header {@code
 * X-Test-Past-The-Gate} it asks nobody. Has no pages of its own.
 */
@Component
public final class TestGate implements Preprocessor, ConsolePages {

  private final ConsoleAccess access;

  @Activate
  public TestGate(@Reference ConsoleAccess access) {
    this.access = access;
  }

  @Override
  public void show() {
    // none
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (http.getHeader("X-Test-Past-The-Gate") != null
        || access.check(http, (HttpServletResponse) response)) {
      chain.doFilter(request, response);
    } else {
      // as the host's gate does: the server would close the connection without a word
      http.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
