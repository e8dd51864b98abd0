package com.virtualpytest.host.simulators.android.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * {@code reverse:}: keeps the list of ports that programs on the device would find the host behind.
 * Nothing on a virtual device ever connects to one.
 */
final class ReverseService {

  private final Map<String, String> forwards = new ConcurrentSkipListMap<>();

  /**
   * Answers {@code forward:}, {@code killforward:}, {@code killforward-all}, {@code list-forward}.
   */
  void run(String request, OutputStream out) throws IOException {
    if (request.equals("list-forward")) {
      StringBuilder list = new StringBuilder();
      forwards.forEach(
          (local, remote) -> list.append("(reverse) %s %s\n".formatted(local, remote)));
      write(out, counted(list.toString()));
    } else if (request.equals("killforward-all")) {
      forwards.clear();
      write(out, "OKAY");
    } else if (request.startsWith("killforward:")) {
      String local = request.substring("killforward:".length());
      boolean there = forwards.remove(local) != null;
      write(out, there ? "OKAY" : "FAIL" + counted("listener '" + local + "' not found"));
    } else {
      add(request, out);
    }
  }

  private void add(String request, OutputStream out) throws IOException {
    String pair = request.replaceFirst("^forward:(norebind:)?", "");
    int semicolon = pair.indexOf(';');
    if (!request.startsWith("forward:") || semicolon < 1) {
      write(out, "FAIL" + counted("bad forward: " + request));
      return;
    }
    String local = pair.substring(0, semicolon);
    if (request.startsWith("forward:norebind:") && forwards.containsKey(local)) {
      write(out, "FAIL" + counted("cannot rebind existing socket"));
      return;
    }
    forwards.put(local, pair.substring(semicolon + 1));
    write(out, "OKAY");
  }

  private static String counted(String text) {
    return "%04x".formatted(text.getBytes(StandardCharsets.UTF_8).length) + text;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
