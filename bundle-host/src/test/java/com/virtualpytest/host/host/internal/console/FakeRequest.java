package com.virtualpytest.host.host.internal.console;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A request with just what the console's rules look at. */
final class FakeRequest {

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> parameters = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final String method;
  private String peer = "127.0.0.1";
  private String path = "/system/console/bundles";

  FakeRequest(String method) {
    this.method = method;
    header("Host", "localhost:6109");
  }

  FakeRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  FakeRequest without(String name) {
    headers.remove(name);
    return this;
  }

  FakeRequest parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  FakeRequest peer(String address) {
    peer = address;
    return this;
  }

  FakeRequest path(String uri) {
    path = uri;
    return this;
  }

  HttpServletRequest servlet() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "getParameter" -> parameters.get((String) arguments[0]);
                  case "getRemoteAddr" -> peer;
                  case "getRequestURI" -> path;
                  case "getAttribute" -> attributes.get((String) arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
