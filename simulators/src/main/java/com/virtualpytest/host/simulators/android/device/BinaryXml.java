package com.virtualpytest.host.simulators.android.device;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Android's binary XML, as far as a manifest needs it: chunks of little-endian numbers, a pool of
 * strings that the others refer to. From AOSP's {@code ResourceTypes.h}.
 */
final class BinaryXml {

  private static final int XML = 0x0003;
  private static final int STRINGS = 0x0001;
  private static final int START = 0x0102;
  private static final int END = 0x0103;
  private static final int UTF8 = 0x100;
  private static final int NONE = -1;
  private static final int TYPE_STRING = 0x03;

  private record Element(String name, Map<String, String> attributes) {}

  private final List<Element> elements = new ArrayList<>();
  private List<String> pool = List.of();

  private BinaryXml() {}

  /** Reads it; malformed content throws any runtime exception. */
  static BinaryXml read(byte[] content) {
    BinaryXml xml = new BinaryXml();
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getShort(0) != XML) {
      throw new IllegalArgumentException("no binary XML");
    }
    int at = in.getShort(2);
    while (at + 8 <= in.limit()) {
      int size = in.getInt(at + 4);
      if (size < 8) {
        throw new IllegalArgumentException("chunk without size");
      }
      switch (in.getShort(at)) {
        case STRINGS -> xml.pool = strings(in, at);
        case START -> xml.elements.add(xml.element(in, at));
        default -> {}
      }
      at += size;
    }
    return xml;
  }

  /** An attribute of the first element of that name; "" if there is none. */
  String attribute(String element, String attribute) {
    return elements.stream()
        .filter(each -> each.name.equals(element))
        .findFirst()
        .map(each -> each.attributes.getOrDefault(attribute, ""))
        .orElse("");
  }

  private Element element(ByteBuffer in, int at) {
    int extension = at + in.getShort(at + 2);
    int first = extension + in.getShort(extension + 8);
    int size = in.getShort(extension + 10);
    int count = in.getShort(extension + 12);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int attribute = first + i * size;
      int raw = in.getInt(attribute + 8);
      boolean text = in.get(attribute + 15) == TYPE_STRING;
      int value = text ? in.getInt(attribute + 16) : raw;
      if (value != NONE) {
        attributes.put(pool.get(in.getInt(attribute + 4)), pool.get(value));
      }
    }
    return new Element(pool.get(in.getInt(extension + 4)), attributes);
  }

  private static List<String> strings(ByteBuffer in, int at) {
    int count = in.getInt(at + 8);
    boolean utf8 = (in.getInt(at + 16) & UTF8) != 0;
    int data = at + in.getInt(at + 20);
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = data + in.getInt(at + in.getShort(at + 2) + 4 * i);
      strings.add(utf8 ? utf8(in, start) : utf16(in, start));
    }
    return strings;
  }

  private static String utf16(ByteBuffer in, int start) {
    int length = in.getShort(start) & 0xffff;
    byte[] bytes = new byte[2 * length];
    in.get(start + 2, bytes);
    return new String(bytes, StandardCharsets.UTF_16LE);
  }

  /** The length in characters, then in bytes; each takes two bytes from 128 on. */
  private static String utf8(ByteBuffer in, int start) {
    int at = start + ((in.get(start) & 0x80) == 0 ? 1 : 2);
    int length = in.get(at) & 0xff;
    at++;
    if (length >= 0x80) {
      length = (length & 0x7f) << 8 | (in.get(at) & 0xff);
      at++;
    }
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A manifest with one activity. */
  static byte[] manifest(String packageName, String version) {
    Writer writer = new Writer();
    writer.start("manifest", Map.of("package", packageName, "versionName", version));
    writer.start("application", Map.of());
    writer.start("activity", Map.of("name", ".MainActivity"));
    writer.end("activity");
    writer.end("application");
    writer.end("manifest");
    return writer.bytes();
  }

  /** Collects chunks, then puts the strings in front of them. */
  private static final class Writer {
    private final List<String> pool = new ArrayList<>();
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    private int string(String text) {
      if (!pool.contains(text)) {
        pool.add(text);
      }
      return pool.indexOf(text);
    }

    private void start(String name, Map<String, String> attributes) {
      ByteBuffer out = ByteBuffer.allocate(16 + 20 + 20 * attributes.size());
      head(out, START, 16);
      out.putInt(1).putInt(NONE);
      out.putInt(NONE).putInt(string(name));
      out.putShort((short) 20).putShort((short) 20).putShort((short) attributes.size());
      out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
      attributes.forEach(
          (key, value) -> {
            out.putInt(NONE).putInt(string(key)).putInt(string(value));
            out.putShort((short) 8).put((byte) 0).put((byte) TYPE_STRING).putInt(string(value));
          });
      chunks.writeBytes(out.array());
    }

    private void end(String name) {
      ByteBuffer out = ByteBuffer.allocate(24);
      head(out, END, 16);
      out.putInt(1).putInt(NONE).putInt(NONE).putInt(string(name));
      chunks.writeBytes(out.array());
    }

    private byte[] bytes() {
      byte[] strings = strings();
      ByteBuffer out = ByteBuffer.allocate(8 + strings.length + chunks.size());
      head(out, XML, 8);
      out.put(strings).put(chunks.toByteArray());
      return out.array();
    }

    private byte[] strings() {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      List<Integer> offsets = new ArrayList<>();
      for (String text : pool) {
        offsets.add(data.size());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        data.write(text.length());
        data.write(text.length() >> 8);
        data.writeBytes(bytes);
        data.write(0);
        data.write(0);
      }
      while (data.size() % 4 != 0) {
        data.write(0);
      }
      int start = 28 + 4 * pool.size();
      ByteBuffer out = ByteBuffer.allocate(start + data.size());
      head(out, STRINGS, 28);
      out.putInt(pool.size()).putInt(0).putInt(0).putInt(start).putInt(0);
      offsets.forEach(out::putInt);
      out.put(data.toByteArray());
      return out.array();
    }

    private static void head(ByteBuffer out, int type, int header) {
      out.order(ByteOrder.LITTLE_ENDIAN);
      out.putShort((short) type).putShort((short) header).putInt(out.capacity());
    }
  }
}
