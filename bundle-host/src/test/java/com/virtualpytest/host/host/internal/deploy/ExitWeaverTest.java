package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A class that cannot be read costs no other class its protection. */
class ExitWeaverTest {
  @TempDir Path root;

  @Test
  void aClassThatCannotBeReadIsNotLoadedAndTheOthersAreStillWoven() throws Exception {
    try (FrameworkFixture host = new FrameworkFixture(root)) {
      host.drop("a.jar", Jar.bundle("a", "1.0.0", "one").entry("x/Broken.class", broken()));
      host.passes(2);
      Bundle first = bundle(host, "a");
      assertThatThrownBy(() -> first.loadClass("x.Broken")).isInstanceOf(ClassFormatError.class);

      host.drop("b.jar", Jar.bundle("b", "1.0.0", "one"));
      host.passes(2);
      Class<?> next = bundle(host, "b").loadClass(ProbeActivator.class.getName());
      assertThat(Stream.of(next.getDeclaredMethods()).map(Method::getName))
          .as("what is called in the place of System.exit")
          .contains("refuse$exit");
    }
  }

  private static Bundle bundle(FrameworkFixture host, String name) {
    return host.dropped().stream()
        .filter(bundle -> bundle.getSymbolicName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The head of a class, and a constant pool that is none. */
  private static byte[] broken() {
    return ByteBuffer.allocate(64)
        .putInt(0xcafebabe)
        .putInt(61)
        .putShort((short) 999)
        .put("exit".getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
