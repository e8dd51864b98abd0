package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.tapo.internal.protocol.PlugAddress;
import com.virtualpytest.host.tapo.internal.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Remembers over restarts what a plug speaks. It only saves questions: without it, or with a wrong
 * one, the plug is asked.
 */
final class ProtocolFile {
  private final DriverContext context;
  private final PlugAddress address;
  private final Path file;

  ProtocolFile(DriverContext context, PlugAddress address) {
    this.context = context;
    this.address = address;
    this.file = context.dataFolder().resolve("protocol");
  }

  /** Null when it is not known for this address. */
  Protocol read() {
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      return words.length == 2 && words[0].equals(address.toString())
          ? Protocol.of(words[1]).orElse(null)
          : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      context.logger().warn("{} cannot be read; the plug is asked what it speaks", file);
      return null;
    }
  }

  void write(Protocol protocol) {
    context.logger().info("The plug at {} speaks {}", address, protocol.wireName());
    try {
      Files.writeString(file, address + " " + protocol.wireName() + "\n");
    } catch (IOException e) {
      context.logger().warn("{} cannot be written; the plug is asked again next time", file);
    }
  }
}
