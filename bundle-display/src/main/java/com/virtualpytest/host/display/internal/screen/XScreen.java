package com.virtualpytest.host.display.internal.screen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Takes pictures of the first screen of an X display, speaking X11 over its socket: no toolkit that
 * would end with the server, no program to start, and the pointer is not in the picture.
 */
public final class XScreen {
  private static final int GET_IMAGE = 73;
  private static final int Z_PIXMAP = 2;

  private final XSocket socket;

  /**
   * @param display {@code :1}
   */
  public XScreen(String display) {
    this.socket = new XSocket(display);
  }

  /** What the server said of its first screen. */
  private record Root(
      int window, int width, int height, int bytesPerPixel, ByteOrder order, List<Integer> masks) {}

  /**
   * Takes one.
   *
   * @throws IOException nobody answers, or the thread was interrupted
   */
  public Picture picture() throws IOException {
    try (XConnection connection = new XConnection(socket)) {
      return image(connection, root(connection.setup()));
    }
  }

  private static Root root(ByteBuffer body) throws IOException {
    int vendor = Short.toUnsignedInt(body.getShort(16));
    int formats = Byte.toUnsignedInt(body.get(21));
    ByteOrder order = body.get(22) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int formatsAt = 32 + (vendor + 3) / 4 * 4;
    int screenAt = formatsAt + 8 * formats;
    int depth = body.get(screenAt + 38);
    return new Root(
        body.getInt(screenAt),
        Short.toUnsignedInt(body.getShort(screenAt + 20)),
        Short.toUnsignedInt(body.getShort(screenAt + 22)),
        bitsPerPixel(body, formatsAt, formats, depth) / 8,
        order,
        masks(body, screenAt));
  }

  private static int bitsPerPixel(ByteBuffer body, int at, int count, int depth)
      throws IOException {
    for (int i = 0; i < count; i++) {
      if (body.get(at + 8 * i) == depth) {
        return body.get(at + 8 * i + 1);
      }
    }
    throw new IOException("the X server has no format of depth " + depth);
  }

  /** Red, green and blue of the root window's visual. */
  private static List<Integer> masks(ByteBuffer body, int screenAt) throws IOException {
    int visual = body.getInt(screenAt + 32);
    int depths = Byte.toUnsignedInt(body.get(screenAt + 39));
    int at = screenAt + 40;
    for (int i = 0; i < depths; i++) {
      int visuals = Short.toUnsignedInt(body.getShort(at + 2));
      for (int v = 0; v < visuals; v++) {
        int entry = at + 8 + 24 * v;
        if (body.getInt(entry) == visual) {
          return List.of(body.getInt(entry + 8), body.getInt(entry + 12), body.getInt(entry + 16));
        }
      }
      at += 8 + 24 * visuals;
    }
    throw new IOException("the X server does not describe its colours");
  }

  private static Picture image(XConnection connection, Root root) throws IOException {
    ByteBuffer request = XConnection.request(GET_IMAGE, Z_PIXMAP, 5).putInt(root.window());
    request.putInt(0).putShort((short) root.width()).putShort((short) root.height()).putInt(-1);
    ByteBuffer data = connection.ask(request).position(32).slice().order(root.order());
    int stride = (root.width() * root.bytesPerPixel() + 3) / 4 * 4;
    int[] masks = root.masks().stream().mapToInt(Integer::intValue).toArray();
    int[] rgb = new int[root.width() * root.height()];
    for (int y = 0; y < root.height(); y++) {
      for (int x = 0; x < root.width(); x++) {
        int at = y * stride + x * root.bytesPerPixel();
        int pixel =
            root.bytesPerPixel() == 4 ? data.getInt(at) : Short.toUnsignedInt(data.getShort(at));
        rgb[y * root.width() + x] = colour(pixel, masks);
      }
    }
    return new Picture(root.width(), root.height(), rgb);
  }

  private static int colour(int pixel, int[] masks) {
    int result = 0;
    for (int mask : masks) {
      int shift = Integer.numberOfTrailingZeros(mask);
      int max = mask >>> shift;
      result = result << 8 | (((pixel & mask) >>> shift) * 255 / max);
    }
    return result;
  }
}
