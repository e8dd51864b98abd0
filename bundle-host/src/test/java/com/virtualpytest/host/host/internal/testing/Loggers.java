package com.virtualpytest.host.host.internal.testing;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.service.log.Logger;

/** Loggers that keep what they are given. */
public final class Loggers {

  private Loggers() {}

  /** Puts {@code warn text} and the like into {@code lines}. */
  public static Logger into(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Loggers.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) -> {
              if (args != null && method.getReturnType() == void.class) {
                lines.add(method.getName() + " " + args[args.length - 1]);
              }
              return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
            });
  }

  public static List<String> lines() {
    return Collections.synchronizedList(new ArrayList<>());
  }
}
