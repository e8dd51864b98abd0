package com.virtualpytest.host.simulators.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** What the board says: boot loader, boot messages, a login, a shell. */
final class BoardShell {
  static final String LOGIN = "board login: ";
  private static final String PROMPT = "root@board:~# ";

  private static final String[] BOOT = {
    "", "U-Boot 2024.01 (Jan 01 2024 - 00:00:00 +0000)", "DRAM:  512 MiB"
  };

  private static final String[] KERNEL = {
    "Starting kernel ...",
    "[    0.000000] Linux version 6.6.0 (build@host) #1 SMP",
    "[    0.412233] serial8250: ttyS0 at MMIO 0x10000000 (irq = 1) is a 16550A",
    "[    1.203344] VFS: Mounted root (ext4 filesystem) readonly on device 179:2.",
    "[    1.734455] systemd[1]: Reached target multi-user.target",
    ""
  };

  private static final String[] PANIC = {
    "",
    "[   42.000000] Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b",
    "[   42.000001] CPU: 0 PID: 1 Comm: init Not tainted 6.6.0 #1",
    "[   42.000002] ---[ end Kernel panic - not syncing: Attempted to kill init! ]---"
  };

  private static final String BOOT_LOADER = "=> ";
  private static final int COUNT_DOWN = 3;

  private enum State {
    BOOTING,
    STOPPED,
    USER,
    PASSWORD,
    SHELL,
    DEAD
  }

  private final VirtualBoard board;
  private final long lineMillis;
  private final IntSupplier keys;
  private final StringBuilder line = new StringBuilder();
  private State state = State.BOOTING;
  private String user = "";

  /**
   * @param keys how many keys wait to be read
   */
  BoardShell(VirtualBoard board, long lineMillis, IntSupplier keys) {
    this.board = board;
    this.lineMillis = lineMillis;
    this.keys = keys;
  }

  synchronized void boot() throws IOException {
    state = State.BOOTING;
    for (String text : BOOT) {
      print(text + "\r\n");
      pause();
    }
    if (stopped()) {
      state = State.STOPPED;
      print("\r\n" + BOOT_LOADER);
    } else {
      kernel();
    }
  }

  /** The boot loader counts down, and a key stops it. */
  private boolean stopped() throws IOException {
    int before = keys.getAsInt();
    print("Hit any key to stop autoboot: ");
    for (int i = COUNT_DOWN; i > 0; i--) {
      print(i + "\b");
      pause();
      if (keys.getAsInt() > before) {
        return true;
      }
    }
    print("0\r\n");
    return false;
  }

  private void kernel() throws IOException {
    for (String text : KERNEL) {
      print(text + "\r\n");
      pause();
    }
    state = State.USER;
    print(LOGIN);
  }

  synchronized void panic() throws IOException {
    for (String text : PANIC) {
      print(text + "\r\n");
    }
    state = State.DEAD;
  }

  synchronized void typed(byte[] bytes, int count) throws IOException {
    for (int i = 0; i < count && state != State.DEAD; i++) {
      char character = (char) (bytes[i] & 0xff);
      switch (character) {
        case '\r', '\n' -> {
          print("\r\n");
          String entered = line.toString();
          line.setLength(0);
          entered(entered);
        }
        case 3 -> {
          line.setLength(0);
          print("^C\r\n" + (state == State.SHELL ? PROMPT : LOGIN));
        }
        case 8, 127 -> erase();
        default -> {
          line.append(character);
          if (state != State.PASSWORD) {
            board.write(new byte[] {bytes[i]}, 1);
          }
        }
      }
    }
  }

  private void erase() throws IOException {
    if (line.length() > 0) {
      line.setLength(line.length() - 1);
      print("\b \b");
    }
  }

  private void entered(String text) throws IOException {
    switch (state) {
      case USER -> {
        user = text;
        state = text.isEmpty() ? State.USER : State.PASSWORD;
        print(text.isEmpty() ? LOGIN : "Password: ");
      }
      case PASSWORD -> {
        boolean right = user.equals(VirtualBoard.USER) && text.equals(VirtualBoard.PASSWORD);
        state = right ? State.SHELL : State.USER;
        print(right ? board.greeting() + "\r\n" + PROMPT : "\r\n" + board.refusal());
      }
      case SHELL -> run(text);
      case STOPPED -> {
        if (text.equals("boot")) {
          kernel();
        } else {
          print(BOOT_LOADER);
        }
      }
      default -> {}
    }
  }

  private void run(String text) throws IOException {
    String[] words = text.strip().split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "" -> {}
      case "echo" -> print(rest + "\r\n");
      case "uname" -> print("Linux board 6.6.0 #1 SMP armv7l GNU/Linux\r\n");
      case "help" -> print("echo uname help burst panic reboot exit\r\n");
      case "burst" -> {
        if (rest.matches("\\d{1,18}")) {
          board.burst(Long.parseLong(rest), 1);
        } else {
          print("usage: burst BYTES\r\n");
        }
      }
      case "panic" -> panic();
      case "reboot" -> boot();
      case "exit" -> {
        state = State.USER;
        print("\r\n" + LOGIN);
      }
      default -> print("-sh: " + words[0] + ": not found\r\n");
    }
    if (state == State.SHELL) {
      print(PROMPT);
    }
  }

  private void print(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    board.write(bytes, bytes.length);
  }

  private void pause() throws IOException {
    VirtualBoard.pause(lineMillis);
  }
}
