package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;
import java.net.Socket;

/** Bytes over TCP. How the line behind it is set is not known here. */
final class TcpPort implements Port {
  private final Socket socket;
  private final String name;
  private final LineSettings settings;

  private TcpPort(Socket socket, String name, LineSettings settings) {
    this.socket = socket;
    this.name = name;
    this.settings = settings;
  }

  static TcpPort open(PortAddress.Tcp address, LineSettings settings) throws PortException {
    String name = address.toString();
    return new TcpPort(NetPort.connect(name, address.host(), address.port()), name, settings);
  }

  @Override
  public int read(byte[] buffer) throws PortException {
    return NetPort.read(socket, buffer, name);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    NetPort.write(socket, bytes, offset, length, name);
  }

  @Override
  public LineSettings settings() {
    return settings;
  }

  @Override
  public void apply(LineSettings next) throws IOException {
    if (!next.equals(settings)) {
      throw new IOException("a tcp:// console has no settings; rfc2217:// has");
    }
  }

  @Override
  public void setBreak(boolean on) throws IOException {
    throw new IOException("a tcp:// console cannot send a break; rfc2217:// can");
  }

  @Override
  public boolean breaking() {
    return false;
  }

  @Override
  public void setLines(Boolean dtr, Boolean rts) throws IOException {
    throw new IOException("a tcp:// console has no modem lines; rfc2217:// has");
  }

  @Override
  public ModemLines lines() throws IOException {
    throw new IOException("a tcp:// console has no modem lines; rfc2217:// has");
  }

  @Override
  public void close() {
    NetPort.closeQuietly(socket);
  }
}
