package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HexFormat;

/** Byte for byte what plugs and clients say, made by two implementations that are not this one. */
record Vectors(JsonNode node) {

  static Vectors of(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/tapo-vectors.json")) {
      for (JsonNode each : new ObjectMapper().readTree(in)) {
        if (each.path("name").asText().equals(name)) {
          return new Vectors(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("no vectors for " + name);
  }

  String text(String field) {
    if (!node.has(field)) {
      throw new IllegalArgumentException("no vector " + field);
    }
    return node.path(field).asText();
  }

  byte[] bytes(String field) {
    return HexFormat.of().parseHex(text(field));
  }

  int number(String field) {
    return Integer.parseInt(text(field));
  }

  BigInteger big(String field) {
    return new BigInteger(text(field), 16);
  }

  Iterable<Vectors> messages() {
    return () -> node.path("messages").valueStream().map(Vectors::new).iterator();
  }

  Account account() {
    return new Account(text("username"), text("password"));
  }
}
