package com.virtualpytest.host.host.internal.console;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the console's rules together from the host's settings: {@code CONSOLE_PASSWORD}, {@code
 * CONSOLE_ALLOW}, {@code HOST_BIND}, {@code HOST_URL}, {@code HOST_NAME}, {@code ALLOWED_ORIGINS}.
 * What is wrong with them keeps the console shut and the host running.
 */
@Component(service = ConsoleAccess.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleAccessComponent implements ConsoleAccess {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleAccessComponent.class);

  private final ConsoleStarter starter;
  private final ConsoleAccess access;

  @Activate
  public ConsoleAccessComponent(BundleContext context, @Reference HostSettings settings) {
    this(settings, new FrameworkConsoleStarter(context));
  }

  /** For tests. */
  ConsoleAccessComponent(HostSettings settings, ConsoleStarter starter) {
    this.starter = starter;
    this.access = access(settings, starter);
  }

  @Deactivate
  void stop() {
    starter.close();
  }

  @Override
  public boolean check(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return access.check(request, response);
  }

  private static ConsoleAccess access(HostSettings settings, ConsoleStarter starter) {
    boolean loopback = Addresses.loopback(settings.get("HOST_BIND", "0.0.0.0"));
    Optional<Supplier<String>> password = password(settings, loopback);
    if (password.isEmpty()) {
      return new Off();
    }
    List<String> own = new ArrayList<>(list(settings.get("ALLOWED_ORIGINS", "")));
    own.add(settings.hostUrl());
    return new ConsoleGuard(
        addresses(settings),
        new OriginRules(own, settings.hostName(), loopback),
        new Login(password.get(), new LoginThrottle(System::nanoTime)),
        starter);
  }

  @Override
  public boolean checkChange(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return access.checkChange(request, response);
  }

  /** Nobody gets in. */
  private static final class Off implements ConsoleAccess {
    @Override
    public boolean check(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      new Answers(Answers.CONSOLE).off(response, 404);
      return false;
    }

    @Override
    public boolean checkChange(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      new Answers(Answers.CHANGES).off(response, 403);
      return false;
    }
  }

  /** Where the password comes from; empty when the console is off. */
  private static Optional<Supplier<String>> password(HostSettings settings, boolean loopback) {
    if (settings.get("CONSOLE_PASSWORD").isPresent()) {
      LOG.info("The web console is on: user {}, password of CONSOLE_PASSWORD", Login.USER);
      return Optional.of(() -> settings.get("CONSOLE_PASSWORD").orElseThrow());
    }
    if (!loopback) {
      return Optional.empty();
    }
    PasswordFile file = new PasswordFile(settings.dataFolder());
    try {
      file.readOrCreate();
    } catch (IOException e) {
      LOG.error("The web console is off: no password can be kept in {}", file.path(), e);
      return Optional.empty();
    }
    LOG.info("The web console is on: user {}, password in {}", Login.USER, file.path());
    return Optional.of(() -> read(file));
  }

  private static String read(PasswordFile file) {
    try {
      return file.readOrCreate();
    } catch (IOException e) {
      throw new UncheckedIOException("The web console's password cannot be read", e);
    }
  }

  private static Predicate<String> addresses(HostSettings settings) {
    Optional<String> list = settings.get("CONSOLE_ALLOW");
    if (list.isEmpty()) {
      return address -> true;
    }
    try {
      return Addresses.parse(list.get())::contains;
    } catch (IllegalArgumentException e) {
      LOG.error("CONSOLE_ALLOW is wrong, the web console is open to nobody: {}", e.getMessage());
      return address -> false;
    }
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }
}
