package com.virtualpytest.host.host.internal.console.page;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request to a page of the console, with what was answered. */
final class Visit {

  private final String method;
  private final String path;
  private final Map<String, String> parameters = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final PrintWriter writer = new PrintWriter(body, true, StandardCharsets.UTF_8);
  private long length = 100;
  private int status = 200;

  Visit(String method, String path) {
    this.method = method;
    this.path = path;
  }

  Visit with(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  Visit withFile(String field, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    parts.add(
        proxy(
            Part.class,
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getName" -> field;
                  case "getSize" -> (long) bytes.length;
                  case "getInputStream" -> new ByteArrayInputStream(bytes);
                  default -> throw new UnsupportedOperationException(called.getName());
                }));
    return this;
  }

  Visit ofLength(long bytes) {
    length = bytes;
    return this;
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.get(name);
  }

  String body() {
    writer.flush();
    return body.toString(StandardCharsets.UTF_8);
  }

  HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "getMethod" -> method;
              case "getContextPath" -> "/system/console";
              case "getServletPath" -> path;
              case "getPathInfo" -> null;
              case "getParameter" -> parameters.get((String) arguments[0]);
              case "getParts" -> parts;
              case "getContentLengthLong" -> length;
              case "getInputStream" -> new Endless();
              default -> throw new UnsupportedOperationException(called.getName());
            });
  }

  HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "setStatus" -> {
                status = (Integer) arguments[0];
                yield null;
              }
              case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
              case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
              case "setCharacterEncoding", "setContentLength" -> null;
              case "getOutputStream" -> new Stream();
              case "getWriter" -> writer;
              default -> throw new UnsupportedOperationException(called.getName());
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Visit.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private final class Stream extends ServletOutputStream {
    @Override
    public void write(int b) {
      body.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  /** What nobody would want to read to its end. */
  private static final class Endless extends ServletInputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      return count;
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
