package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Syntax.Redirect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The redirections of one command: opened before it runs, written to their files after it. */
final class Redirections implements AutoCloseable {

  private record Target(String path, ByteArrayOutputStream content) {}

  private final Files files;
  private final List<Target> targets = new ArrayList<>();
  private boolean opened = true;

  Redirections(List<Redirect> redirects, Streams streams, Expander expander, Files files)
      throws IOException, InterruptedException {
    this.files = files;
    for (Redirect redirect : redirects) {
      String target = expander.value(redirect.target());
      try {
        open(redirect, target, streams);
      } catch (Files.FileException e) {
        streams.complain("can't open " + target + ": " + e.getMessage());
        opened = false;
        return;
      }
    }
  }

  /** Whether all could be opened; if not, the shell has said so. */
  boolean opened() {
    return opened;
  }

  @Override
  public void close() throws IOException {
    for (Target target : targets) {
      try {
        files.write(target.path, target.content.toByteArray());
      } catch (Files.FileException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private void open(Redirect redirect, String target, Streams streams) throws Files.FileException {
    switch (redirect.operator()) {
      case "<" ->
          streams.in(
              new ByteArrayInputStream(
                  target.equals("/dev/null") ? new byte[0] : files.read(target)));
      case ">&" ->
          streams.out(redirect.descriptor(), target.equals("2") ? streams.err() : streams.out());
      case ">", ">>" -> streams.out(redirect.descriptor(), file(redirect, target));
      default -> throw new Files.FileException("unsupported redirection");
    }
  }

  private OutputStream file(Redirect redirect, String target) throws Files.FileException {
    if (target.equals("/dev/null")) {
      return OutputStream.nullOutputStream();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    if (redirect.operator().equals(">>") && files.exists(target)) {
      content.writeBytes(files.read(target));
    } else {
      files.write(target, new byte[0]);
    }
    targets.add(new Target(target, content));
    return content;
  }
}
