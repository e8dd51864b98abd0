package com.virtualpytest.host.tck;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;

/** A logger that keeps what is written to it, at all levels, exceptions with their causes. */
final class LogRecorder implements InvocationHandler {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** A logger that writes here. */
  Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, this);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "getName" -> "driver";
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == args[0];
      case "toString" -> "logger of the contract tests";
      default -> method.getReturnType() == boolean.class ? true : record(method.getName(), args);
    };
  }

  private Object record(String level, Object[] args) {
    StringBuilder line = new StringBuilder(level);
    append(line, args);
    lines.add(line.toString());
    return null;
  }

  private static void append(StringBuilder line, Object[] values) {
    for (Object value : values == null ? new Object[0] : values) {
      if (value instanceof Object[] more) {
        append(line, more);
      } else if (value instanceof Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
          line.append(' ').append(cause);
        }
      } else {
        line.append(' ').append(value);
      }
    }
  }
}
