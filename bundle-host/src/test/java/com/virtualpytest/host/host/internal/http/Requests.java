package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Requests as far as a test needs them: a method that is not set up answers null or false. */
final class Requests {

  private Requests() {}

  static HttpServletRequest withHeaders(Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "isAsyncStarted" -> false;
                  default -> null;
                });
  }

  static HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> null);
  }

  /** Of all methods, each answers null. */
  static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            Requests.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> null));
  }
}
