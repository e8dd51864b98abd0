package com.virtualpytest.host.simulators.tapo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/** Answers the datagrams by which plugs are found. */
final class ProbeResponder implements AutoCloseable {
  private static final int HEADER = 16;
  private static final int CRC = 12;
  private static final int CRC_PLACEHOLDER = 0x5A6B7C8D;

  private final DatagramSocket socket;
  private final Supplier<ObjectNode> answer;

  /**
   * @param answer is asked with each probe; null for no answer
   */
  ProbeResponder(InetAddress address, int port, Supplier<ObjectNode> answer) throws IOException {
    this.socket = new DatagramSocket(port, address);
    this.answer = answer;
    Thread thread = new Thread(this::run, "plug-probes");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void run() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] probe = Arrays.copyOf(buffer, packet.getLength());
        ObjectNode json = valid(probe) ? answer.get() : null;
        if (json != null) {
          byte[] reply = Crypto.join(Arrays.copyOf(probe, HEADER), Crypto.utf8(json.toString()));
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private static boolean valid(byte[] probe) {
    if (probe.length <= HEADER || probe[0] != 2) {
      return false;
    }
    ByteBuffer datagram = ByteBuffer.wrap(probe.clone());
    int claimed = datagram.getInt(CRC);
    CRC32 crc = new CRC32();
    crc.update(datagram.putInt(CRC, CRC_PLACEHOLDER).array());
    return (int) crc.getValue() == claimed && datagram.getShort(4) == probe.length - HEADER;
  }
}
