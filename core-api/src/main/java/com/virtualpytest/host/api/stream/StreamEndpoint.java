package com.virtualpytest.host.api.stream;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A whiteboard service: a stream of bytes that clients reach as a WebSocket. The host does the
 * upgrade, checks key or ticket and {@code Origin}, keeps the connection alive, and closes it with
 * code 1012 ("moved, reconnect") when the service goes. Bundles do not need an HTTP library.
 *
 * <p>Register it with the service property {@link #PATH}.
 */
@ConsumerType
public interface StreamEndpoint {

  /**
   * Service property: the path, absolute, with templates as in {@code
   * /host/serial/{device_id}/console}. A path that another bundle has is refused.
   */
  String PATH = "device.host.stream.path";

  /**
   * A client wants to connect. Called before the upgrade, on an HTTP thread.
   *
   * @param request who wants what
   * @param client where to send bytes; usable from the moment {@link ByteStream#opened} is called
   * @return the stream; the host closes it when the client is gone
   * @throws com.virtualpytest.host.api.http.ApiException the client is refused with this answer
   */
  ByteStream open(StreamRequest request, StreamClient client);
}
