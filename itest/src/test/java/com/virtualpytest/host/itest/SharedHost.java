package com.virtualpytest.host.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all tests that only read the same running host. */
final class SharedHost implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Client.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Held.class, type -> new Held(), Held.class)
        .host
        .client();
  }

  /** Closed by JUnit when all classes have run. */
  private static final class Held implements AutoCloseable {
    private final HostProcess host;

    Held() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "shared-host");
        host = HostLaunch.in(folder).startAndAwaitReady();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      host.close();
    }
  }
}
