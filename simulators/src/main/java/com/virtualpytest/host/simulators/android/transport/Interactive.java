package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A shell without a command: runs its input line by line. */
final class Interactive {

  private final Shell shell;
  private final String prompt;

  Interactive(Shell shell, String prompt) {
    this.shell = shell;
    this.prompt = prompt;
  }

  /** Until the input ends or {@code exit}; the exit code of the last command. */
  int run(InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int status = 0;
    while (!shell.exited()) {
      if (!prompt.isEmpty()) {
        out.write(prompt.getBytes(StandardCharsets.UTF_8));
      }
      String line = lines.readLine();
      if (line == null) {
        break;
      }
      status = shell.run(line, InputStream.nullInputStream(), out, err);
    }
    return status;
  }
}
