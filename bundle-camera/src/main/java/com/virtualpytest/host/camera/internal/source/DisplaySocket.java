package com.virtualpytest.host.camera.internal.source;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The sockets that X servers listen on. */
public final class DisplaySocket {
  /** Where they are. */
  public static final Path FOLDER = Path.of("/tmp/.X11-unix");

  private DisplaySocket() {}

  /** Whether a server is behind it: the socket of one that was killed stays. */
  public static boolean answers(int display) {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(FOLDER.resolve("X" + display)))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false; // nobody is behind it, or there is none
    }
  }

  /** Another one for each server that took the display; null when there is none. */
  static Object identity(int display) {
    try {
      BasicFileAttributes socket =
          Files.readAttributes(FOLDER.resolve("X" + display), BasicFileAttributes.class);
      return List.of(String.valueOf(socket.fileKey()), socket.lastModifiedTime());
    } catch (IOException e) {
      return null;
    }
  }
}
