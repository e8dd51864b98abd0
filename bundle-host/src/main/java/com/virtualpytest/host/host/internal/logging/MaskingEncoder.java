package com.virtualpytest.host.host.internal.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes what another encoder made, with every known secret replaced, whoever logged it. */
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

  /** Shorter ones would mask ordinary words. */
  private static final int SHORTEST = 4;

  private static final String MASK = "***";

  private final Encoder<ILoggingEvent> inner;
  private final List<String> secrets;

  MaskingEncoder(Encoder<ILoggingEvent> inner, Collection<String> secrets) {
    this.inner = inner;
    this.secrets =
        secrets.stream()
            .flatMap(secret -> Stream.of(secret, escaped(secret)))
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** As it stands in a JSON line. */
  private static String escaped(String secret) {
    return secret.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(inner.encode(event), StandardCharsets.UTF_8);
    for (String secret : secrets) {
      line = line.replace(secret, MASK);
    }
    return line.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return inner.headerBytes();
  }

  @Override
  public byte[] footerBytes() {
    return inner.footerBytes();
  }
}
