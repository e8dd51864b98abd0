package com.virtualpytest.host.api.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** The bundle's end of a stream. The host calls it from one thread at a time. */
@ConsumerType
public interface ByteStream {

  /** The connection is up; bytes may be sent from now on. The default does nothing. */
  default void opened() {}

  /**
   * Bytes from the client, in order. May block for a short while: the client is slowed down then.
   *
   * @param bytes valid during the call only
   * @throws IOException the other end is gone; the client is disconnected
   */
  void receive(ByteBuffer bytes) throws IOException;

  /** The client is gone, or the host ends the stream. Called exactly once. */
  void closed();
}
