package com.virtualpytest.host.api.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How the supervisor finds out that a process does its work. Data, not code: two probes can be
 * compared, so an updated bundle adopts its running process. One attempt takes 2 s at most; they
 * are made ten times a second until the process is ready, every 5 s from then on.
 */
public sealed interface Probe {

  /** The process lives for a second; for programs that offer nothing to ask. */
  record Alive() implements Probe {}

  /** A TCP connection is accepted. */
  record Tcp(String host, int port) implements Probe {
    public Tcp {
      Objects.requireNonNull(host, "host");
      requirePort(port);
    }
  }

  /** A TCP connection is accepted and the first bytes are these; {@code "RFB "} for VNC. */
  record TcpGreeting(String host, int port, String prefix) implements Probe {
    public TcpGreeting {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(prefix, "prefix");
      requirePort(port);
    }
  }

  /** A GET is answered with this status; redirects are not followed. */
  record Http(URI uri, int status) implements Probe {
    public Http {
      Objects.requireNonNull(uri, "uri");
    }
  }

  /** A file, folder or socket exists. */
  record FileExists(Path path) implements Probe {
    public FileExists {
      Objects.requireNonNull(path, "path");
    }
  }

  /** Another program ends with exit code 0, run with the environment of the process itself. */
  record Exec(List<String> command) implements Probe {
    public Exec {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a probe needs a program");
      }
    }
  }

  /** The process has printed a line, in this run, in which this regular expression is found. */
  record Output(String regex) implements Probe {
    public Output {
      Pattern.compile(regex);
    }
  }

  /**
   * All of these answer, asked in this order. {@link Output} first keeps a program of somebody else
   * at the same address from answering for one that could not get it; so does {@link Alive} with a
   * program that soon ends then.
   */
  record All(List<Probe> probes) implements Probe {
    public All {
      probes = List.copyOf(probes);
      if (probes.isEmpty() || probes.stream().anyMatch(All.class::isInstance)) {
        throw new IllegalArgumentException("probes " + probes);
      }
    }

    public All(Probe... probes) {
      this(List.of(probes));
    }
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port);
    }
  }
}
