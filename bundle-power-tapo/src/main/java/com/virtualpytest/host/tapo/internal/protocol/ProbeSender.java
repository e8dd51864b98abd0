package com.virtualpytest.host.tapo.internal.protocol;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends probes and collects what answers. An interruption ends it. */
public final class ProbeSender {
  private static final int MAX_DATAGRAM = 4096;

  private ProbeSender() {}

  /**
   * Asks one plug; the first answer counts.
   *
   * @return empty when it does not answer in time, which says nothing: networks lose datagrams
   */
  static Optional<Probe.Found> ask(PlugAddress address, Duration limit)
      throws InterruptedException {
    return ask(List.of(address), limit, 1).values().stream().findFirst();
  }

  /** Asks all of them and waits for the whole time. */
  public static Map<InetSocketAddress, Probe.Found> ask(
      Collection<PlugAddress> addresses, Duration limit) throws InterruptedException {
    return ask(addresses, limit, Integer.MAX_VALUE);
  }

  private static Map<InetSocketAddress, Probe.Found> ask(
      Collection<PlugAddress> addresses, Duration limit, int enough) throws InterruptedException {
    Map<InetSocketAddress, Probe.Found> found = new LinkedHashMap<>();
    long end = System.nanoTime() + limit.toNanos();
    ByteBuffer datagram = ByteBuffer.wrap(Probe.datagram());
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      for (PlugAddress address : addresses) {
        for (int port : address.probePorts()) {
          send(channel, datagram.duplicate(), new InetSocketAddress(address.host(), port));
        }
      }
      for (long left = limit.toMillis();
          left > 0 && found.size() < enough;
          left = (end - System.nanoTime()) / 1_000_000) {
        selector.select(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        selector.selectedKeys().clear();
        receive(channel, found);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return found; // a network that is down answers nothing
    }
    return found;
  }

  private static void send(DatagramChannel channel, ByteBuffer datagram, InetSocketAddress to) {
    try {
      channel.send(datagram, to);
    } catch (IOException e) {
      return; // no way to that one; the others are asked all the same
    }
  }

  private static void receive(DatagramChannel channel, Map<InetSocketAddress, Probe.Found> found)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
    for (InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        from != null;
        from = (InetSocketAddress) channel.receive(buffer.clear())) {
      InetSocketAddress sender = from;
      Probe.read(Arrays.copyOf(buffer.array(), buffer.position()))
          .ifPresent(plug -> found.put(sender, plug));
    }
  }
}
