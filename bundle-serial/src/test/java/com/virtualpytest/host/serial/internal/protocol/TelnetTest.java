package com.virtualpytest.host.serial.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TelnetTest {

  private static final class Recorded implements TelnetDecoder.Events {
    private final List<String> told = new ArrayList<>();

    @Override
    public void option(int verb, int option) {
      told.add(verb + " " + option);
    }

    @Override
    public void subnegotiation(int option, byte[] content) {
      told.add("SB " + option + " " + HexFormat.of().formatHex(content));
    }
  }

  private final Recorded events = new Recorded();

  /** Decodes in pieces of that size. */
  private byte[] decode(byte[] bytes, int size) throws IOException {
    TelnetDecoder decoder = new TelnetDecoder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += size) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      data.write(piece, 0, decoder.decode(piece, piece.length, events));
    }
    return data.toByteArray();
  }

  @Test
  void messagesAreFoundHoweverTheyAreCut() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes("one".getBytes(StandardCharsets.US_ASCII));
    stream.writeBytes(Telnet.option(Telnet.WILL, Telnet.BINARY));
    stream.writeBytes(Telnet.subnegotiation(Telnet.COM_PORT, (byte) 1, (byte) 0xff, (byte) 0xff));
    stream.writeBytes(Telnet.escape(new byte[] {'t', (byte) 0xff, 'o'}, 3));

    for (int size = 1; size <= stream.size(); size++) {
      events.told.clear();
      assertThat(decode(stream.toByteArray(), size))
          .isEqualTo(new byte[] {'o', 'n', 'e', 't', (byte) 0xff, 'o'});
      assertThat(events.told).containsExactly("251 0", "SB 44 01ffff");
    }
  }

  @Test
  void anyBytesComeBackAsTheyWere() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    TelnetDecoder decoder = new TelnetDecoder();
    decoder.binary(true);
    byte[] escaped = Telnet.escape(bytes, bytes.length);

    int count = decoder.decode(escaped, escaped.length, events);

    assertThat(Arrays.copyOf(escaped, count)).isEqualTo(bytes);
    assertThat(events.told).isEmpty();
  }

  @Test
  void theZeroAfterReturnIsNoData() throws IOException {
    assertThat(decode(new byte[] {'a', '\r', 0, 'b', 0, '\r', '\n'}, 7))
        .isEqualTo(new byte[] {'a', '\r', 'b', 0, '\r', '\n'});
  }

  @Test
  void twoEndsNeverTalkInCircles() throws IOException {
    Set<Integer> both = Set.of(Telnet.BINARY, Telnet.COM_PORT);
    List<byte[]> toB = new ArrayList<>();
    List<byte[]> toA = new ArrayList<>();
    TelnetOptions a = new TelnetOptions(both, both, toB::add);
    TelnetOptions b = new TelnetOptions(both, both, toA::add);
    a.offer(Telnet.BINARY);
    b.request(Telnet.BINARY);
    b.offer(Telnet.ECHO);
    int messages = 0;
    while (!toA.isEmpty() || !toB.isEmpty()) {
      TelnetOptions reader = toB.isEmpty() ? a : b;
      byte[] message = (toB.isEmpty() ? toA : toB).remove(0);
      reader.received(message[1] & 0xff, message[2] & 0xff);
      messages++;
    }

    assertThat(messages).isLessThan(8);
    assertThat(a.weDo(Telnet.BINARY)).isTrue();
    assertThat(b.theyDo(Telnet.BINARY)).isTrue();
    assertThat(b.weDo(Telnet.ECHO)).isFalse();
  }
}
