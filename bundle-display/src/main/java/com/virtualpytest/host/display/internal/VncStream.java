package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.stream.ByteStream;
import com.virtualpytest.host.api.stream.StreamClient;
import com.virtualpytest.host.api.stream.StreamEndpoint;
import com.virtualpytest.host.api.stream.StreamRequest;
import com.virtualpytest.host.display.internal.vnc.Viewers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /websockify}: the bytes of VNC, between a browser and x11vnc. */
@Component(property = StreamEndpoint.PATH + "=/websockify")
public final class VncStream implements StreamEndpoint {
  private static final int CONNECT_MILLIS = 2000;
  private static final int BUFFER = 64 * 1024;

  private final OpenDisplay open;

  @Activate
  public VncStream(@Reference OpenDisplay open) {
    this.open = open;
  }

  @Override
  public ByteStream open(StreamRequest request, StreamClient client) {
    DisplaySettings settings = open.get().wanted().settings();
    new Viewers(settings.loopbackOnly()).require(request.remoteAddress());
    String address = settings.vncAddress().equals("0.0.0.0") ? "127.0.0.1" : settings.vncAddress();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, settings.vncPort()), CONNECT_MILLIS);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new Pump(socket, client);
    } catch (IOException e) {
      close(socket);
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE,
          "x11vnc does not answer",
          "GET /host/display shows its processes",
          "host");
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }

  /** One viewer. Its thread ends with the connection, which the host ends with this bundle. */
  private static final class Pump implements ByteStream {
    private final Socket socket;
    private final StreamClient client;

    Pump(Socket socket, StreamClient client) {
      this.socket = socket;
      this.client = client;
    }

    @Override
    public void opened() {
      Thread thread = new Thread(null, this::toClient, "vnc-viewer", 0, false);
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void receive(ByteBuffer bytes) throws IOException {
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      socket.getOutputStream().write(piece);
    }

    @Override
    public void closed() {
      close(socket);
    }

    private void toClient() {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = socket.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          client.send(ByteBuffer.wrap(buffer, 0, count));
        }
        client.close("x11vnc ended the connection");
      } catch (IOException e) {
        client.close("connection lost"); // either end went away, which is how viewers leave
      } finally {
        close(socket);
      }
    }
  }
}
