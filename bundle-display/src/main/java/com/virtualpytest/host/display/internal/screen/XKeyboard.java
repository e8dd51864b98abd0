package com.virtualpytest.host.display.internal.screen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keyboard of a display. Characters that none of its keys has are put on keys that it does not
 * use, and stay there: a program that looks a key up later must still find the same character.
 */
public final class XKeyboard {
  private static final int CHANGE_MAPPING = 100;
  private static final int GET_MAPPING = 101;
  private static final int SYNC = 43;
  private static final int UNICODE = 0x0100_0000;

  private final XSocket socket;

  /** Symbol by key, in the order in which they were lent. */
  private final Map<Integer, Integer> lent = new LinkedHashMap<>();

  /**
   * @param display {@code :1}
   */
  public XKeyboard(String display) {
    this.socket = new XSocket(display);
  }

  /**
   * Makes it possible to type the beginning of a text.
   *
   * @return how many characters of it, in units of {@code char}, can be typed now; at least one
   *     when the text has any. The rest needs another call, after programs had the time to handle
   *     what was typed before
   * @throws IOException the display does not answer
   */
  public synchronized int prepare(String text) throws IOException {
    try (XConnection connection = new XConnection(socket)) {
      int first = Byte.toUnsignedInt(connection.setup().get(26));
      int last = Byte.toUnsignedInt(connection.setup().get(27));
      ByteBuffer mapping = mapping(connection, first, last);
      int perKey = Byte.toUnsignedInt(mapping.get(1));
      Set<Integer> known = new HashSet<>();
      List<Integer> free = new ArrayList<>();
      for (int key = first; key <= last; key++) {
        boolean unused = true;
        for (int i = 0; i < perKey; i++) {
          int symbol = mapping.getInt(32 + 4 * ((key - first) * perKey + i));
          unused &= symbol == 0;
          if (i < 2) {
            known.add(symbol);
          }
        }
        if (unused && !lent.containsKey(key)) {
          free.add(key);
        }
      }
      return assign(connection, text, known, free);
    }
  }

  private int assign(XConnection connection, String text, Set<Integer> known, List<Integer> free)
      throws IOException {
    // taken back when no other key is left, the longest lent first; never one that this text needs
    Map<Integer, Integer> old = new LinkedHashMap<>(lent);
    boolean changed = false;
    int at = 0;
    while (at < text.length()) {
      int symbol = symbol(text.codePointAt(at));
      old.values().remove(symbol);
      if (!known.contains(symbol)) {
        Integer key = next(free, old);
        if (key == null) {
          break;
        }
        put(connection, key, symbol);
        known.remove(lent.remove(key));
        lent.put(key, symbol);
        known.add(symbol);
        changed = true;
      }
      at += Character.charCount(text.codePointAt(at));
    }
    if (changed) {
      connection.ask(XConnection.request(SYNC, 0, 1));
    }
    return at;
  }

  private static Integer next(List<Integer> free, Map<Integer, Integer> old) {
    if (!free.isEmpty()) {
      return free.remove(0);
    }
    Iterator<Integer> keys = old.keySet().iterator();
    if (!keys.hasNext()) {
      return null;
    }
    Integer key = keys.next();
    keys.remove();
    return key;
  }

  private static ByteBuffer mapping(XConnection connection, int first, int last)
      throws IOException {
    ByteBuffer request = XConnection.request(GET_MAPPING, 0, 2);
    request.put((byte) first).put((byte) (last - first + 1));
    return connection.ask(request);
  }

  /** With and without Shift the same. */
  private static void put(XConnection connection, int key, int symbol) throws IOException {
    ByteBuffer request = XConnection.request(CHANGE_MAPPING, 1, 4);
    request.put((byte) key).put((byte) 2).putShort((short) 0).putInt(symbol).putInt(symbol);
    connection.send(request);
  }

  private static int symbol(int character) {
    boolean latin =
        (character >= 0x20 && character < 0x7f) || (character >= 0xa0 && character <= 0xff);
    return latin
        ? character
        : switch (character) {
          case '\n', '\r' -> 0xff0d;
          case '\t' -> 0xff09;
          default -> UNICODE | character;
        };
  }
}
