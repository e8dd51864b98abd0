package com.virtualpytest.host.simulators.board;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A pseudo terminal with a link to it, made by socat: Java cannot make one. Closing it is what
 * pulling the plug of an adapter is: the link goes, and who has it open reads an end.
 */
final class PseudoTerminal implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_MILLIS = 10;
  private static final long END_SECONDS = 5;

  private final Process socat;
  private final InputStream holder;

  /**
   * Makes it and returns when the link is there.
   *
   * @throws IOException socat is missing, or cannot make the link
   */
  PseudoTerminal(Path link) throws IOException {
    Path absolute = link.toAbsolutePath();
    if (Files.isSymbolicLink(absolute)) {
      Files.delete(absolute); // left behind by one that was killed
    }
    socat =
        new ProcessBuilder("socat", "-b", "65536", "PTY,raw,echo=0,link=" + absolute, "STDIO")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitLink(absolute);
      // while somebody has it open it survives that the host closes it
      holder = new FileInputStream(absolute.toFile());
    } catch (IOException e) {
      socat.destroyForcibly();
      throw e;
    }
  }

  private void awaitLink(Path link) throws IOException {
    long begin = System.nanoTime();
    while (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      if (!socat.isAlive() || System.nanoTime() - begin > START_NANOS) {
        throw new IOException("socat cannot make a pseudo terminal at " + link);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** What the host types. */
  InputStream input() {
    return socat.getInputStream();
  }

  /** What the host reads. */
  OutputStream output() {
    return socat.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    holder.close();
    socat.destroy();
    try {
      if (!socat.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        socat.destroyForcibly();
      }
    } catch (InterruptedException e) {
      socat.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
