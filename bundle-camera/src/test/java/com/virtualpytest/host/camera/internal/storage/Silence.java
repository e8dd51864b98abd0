package com.virtualpytest.host.camera.internal.storage;

import java.lang.reflect.Proxy;
import org.osgi.service.log.Logger;

/** A log that nobody reads. */
final class Silence {
  private Silence() {}

  static Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Silence.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class ? (Object) false : null);
  }
}
