package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.Probe;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One attempt to get an answer from a process. Blocks up to its cap. */
final class ProbeAttempt {
  private static final String NO_ANSWER = "no answer in time";

  private final Child child;
  private final Launcher launcher;
  private final Duration cap;
  private volatile Closeable connection;
  private volatile boolean aborted;

  ProbeAttempt(Child child, Launcher launcher, Duration cap) {
    this.child = child;
    this.launcher = launcher;
    this.cap = cap;
  }

  /** Null when the process answered as it should, else what went wrong, in a few words. */
  String run() {
    try {
      return ask(child.description().probe());
    } catch (IOException e) {
      return inWords(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NO_ANSWER;
    }
  }

  private String ask(Probe probe) throws IOException, InterruptedException {
    if (probe instanceof Probe.Tcp tcp) {
      return greeting(tcp.host(), tcp.port(), "");
    }
    if (probe instanceof Probe.TcpGreeting greeting) {
      return greeting(greeting.host(), greeting.port(), greeting.prefix());
    }
    if (probe instanceof Probe.Http http) {
      return status(http);
    }
    if (probe instanceof Probe.FileExists file) {
      return Files.exists(file.path()) ? null : file.path() + " does not exist";
    }
    if (probe instanceof Probe.Exec exec) {
      return exec(exec);
    }
    if (probe instanceof Probe.Output) {
      return child.printedAwaited() ? null : "the awaited line was not printed";
    }
    if (probe instanceof Probe.All all) {
      for (Probe each : all.probes()) {
        String failure = each instanceof Probe.Alive ? null : ask(each);
        if (failure != null) {
          return failure;
        }
      }
      return null;
    }
    throw new IllegalStateException("no way to ask " + probe);
  }

  /** What is expected of a process that is not ready; nothing of a library's texts. */
  private static String inWords(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return NO_ANSWER;
    }
    if (failure instanceof ConnectException) {
      return "no connection is accepted";
    }
    return failure instanceof UnknownHostException ? "its host is unknown" : "the connection broke";
  }

  /** Takes away the connection that it waits for. */
  void abort() {
    aborted = true;
    Closeable current = connection;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String greeting(String host, int port, String prefix) throws IOException {
    long deadline = System.nanoTime() + cap.toNanos();
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      connection = socket;
      socket.connect(new InetSocketAddress(host, port), (int) cap.toMillis());
      byte[] wanted = prefix.getBytes(StandardCharsets.UTF_8);
      byte[] got = new byte[wanted.length];
      int length = 0;
      while (length < wanted.length) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return NO_ANSWER;
        }
        socket.setSoTimeout((int) left);
        int count = socket.getInputStream().read(got, length, wanted.length - length);
        if (count < 0) {
          return "it closed the connection";
        }
        length += count;
      }
      return Arrays.equals(wanted, got) ? null : "it greets with something else";
    }
  }

  private String status(Probe.Http probe) throws IOException {
    HttpURLConnection http = (HttpURLConnection) probe.uri().toURL().openConnection(Proxy.NO_PROXY);
    connection = http::disconnect;
    http.setConnectTimeout((int) cap.toMillis());
    http.setReadTimeout((int) cap.toMillis());
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setRequestProperty("Connection", "close");
    try {
      int status = http.getResponseCode();
      return status == probe.status() ? null : "it answers with status " + status;
    } catch (RuntimeException e) {
      if (aborted) {
        return NO_ANSWER; // another thread has disconnected, which the JDK's class is not made for
      }
      throw e;
    } finally {
      http.disconnect();
    }
  }

  private String exec(Probe.Exec probe) throws IOException, InterruptedException {
    Map<String, String> environment = child.description().environment();
    Launcher.Launch launch =
        launcher.start(
            probe.command(),
            environment,
            child.description().folder(),
            child.description().maxOpenFiles(),
            Launcher.Kept.NOT);
    if (launch instanceof Launcher.Missing missing) {
      return "the probe cannot run: " + missing.detail();
    }
    if (launch instanceof Launcher.Refused refused) {
      return "the probe cannot run: " + refused.detail();
    }
    Process process = ((Launcher.Started) launch).process();
    try {
      if (!process.waitFor(cap.toMillis(), TimeUnit.MILLISECONDS)) {
        return NO_ANSWER;
      }
      int code = process.exitValue();
      return code == 0 ? null : "the probe ended with exit code " + code;
    } finally {
      // Its family too: a probe must not leave anything behind, every few seconds.
      Signals.send("KILL", process.pid(), ProcessTable.family(process.pid(), Map.of()));
    }
  }
}
