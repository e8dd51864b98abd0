package com.virtualpytest.host.api.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** The client's end of a stream. Safe for all threads. */
@ProviderType
public interface StreamClient {

  /**
   * Sends bytes as one binary message and returns when they are handed to the network. A client
   * that takes nothing for 10 s is disconnected.
   *
   * @throws IOException the client is gone
   */
  void send(ByteBuffer bytes) throws IOException;

  /**
   * Ends the connection in order (WebSocket code 1000).
   *
   * @param reason at most 120 bytes of UTF-8, shown to the client
   */
  void close(String reason);

  /** Ends the connection and asks the client to connect again (WebSocket code 1012). */
  void reconnect();
}
