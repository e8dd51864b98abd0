package com.virtualpytest.host.camera.internal.capture;

import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands an address with a name and password to ffmpeg in a file that only its user may read: among
 * the arguments everybody on the machine could see it. ffmpeg takes the file for a list of one
 * part.
 */
public final class AddressFile {
  private static final String PROTOCOLS =
      "file,http,https,httpproxy,tcp,tls,crypto,rtsp,rtsps,rtp,udp";
  private static final FileAttribute<?> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AddressFile() {}

  /** ffmpeg's arguments for it, up to and with {@code -i}. */
  static List<String> input(Source.Network network, Path file) {
    List<String> arguments = new ArrayList<>(network.timing());
    arguments.addAll(List.of("-f", "concat", "-safe", "0", "-protocol_whitelist", PROTOCOLS));
    arguments.addAll(List.of("-i", file.toString()));
    return arguments;
  }

  /**
   * Writes what these settings need, which is nothing where the address may be seen. To be called
   * before ffmpeg is started by them: the file may hold the address of earlier ones.
   *
   * @throws IOException it cannot be written
   */
  public static void keep(CameraSettings settings) throws IOException {
    if (settings.source() instanceof Source.Network network && network.secret()) {
      write(network, settings.addressFile());
    }
  }

  /**
   * Writes it, in one step.
   *
   * @throws IOException it cannot be written
   */
  static void write(Source.Network network, Path file) throws IOException {
    StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
    list.append("file '").append(network.address().replace("'", "'\\''")).append("'\n");
    List<String> options = network.options();
    for (int i = 0; i < options.size(); i += 2) {
      list.append("option ").append(options.get(i)).append(' ').append(options.get(i + 1));
      list.append('\n');
    }
    Files.createDirectories(file.getParent(), OWN_FOLDER);
    Path fresh = Files.createTempFile(file.getParent(), ".", ".tmp", OWN_FILE);
    try {
      Files.writeString(fresh, list);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
