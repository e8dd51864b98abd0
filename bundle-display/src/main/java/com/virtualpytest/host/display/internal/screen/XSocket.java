package com.virtualpytest.host.display.internal.screen;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the X server of a display of this machine listens. */
public final class XSocket {
  private static final String FOLDER = "/tmp/.X11-unix/X";

  private final String path;

  /**
   * @param display {@code :1}
   */
  public XSocket(String display) {
    this.path = FOLDER + display.substring(1);
  }

  /** Connects, or fails at once. The channel is closed when its thread is interrupted. */
  SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * True when somebody listens there. Servers listen at an abstract address too, which outlives a
   * file that was removed.
   */
  public boolean served() {
    try (SocketChannel channel = connect()) {
      return channel.isConnected();
    } catch (IOException e) {
      return listensAbstractly();
    }
  }

  private boolean listensAbstractly() {
    try {
      return Files.readAllLines(Path.of("/proc/net/unix")).stream()
          .anyMatch(line -> line.endsWith(" @" + path));
    } catch (IOException e) {
      return false; // no such table: only the file counts
    }
  }
}
