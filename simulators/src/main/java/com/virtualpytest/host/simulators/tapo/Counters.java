package com.virtualpytest.host.simulators.tapo;

import java.util.concurrent.atomic.AtomicInteger;

/** What a plug was asked for, to be counted by tests. */
final class Counters {
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger probes = new AtomicInteger();
  final AtomicInteger handshakes = new AtomicInteger();
  final AtomicInteger logins = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
}
