package com.virtualpytest.host.itest;

import java.nio.file.Files;
import java.nio.file.Path;

/** X displays of this machine. */
final class Displays {
  private Displays() {}

  /** A display that no X server has, nor had. */
  static String free() {
    int number = 80 + (int) (ProcessHandle.current().pid() % 1000);
    while (Files.exists(Path.of("/tmp/.X11-unix/X" + number)) || Files.exists(lock(":" + number))) {
      number++;
    }
    return ":" + number;
  }

  /** The file with the process id of a display's server. */
  static Path lock(String display) {
    return Path.of("/tmp/.X" + display.substring(1) + "-lock");
  }
}
