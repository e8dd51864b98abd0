package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.shell.Environment;
import com.virtualpytest.host.simulators.android.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code shell:}, {@code shell,v2,raw:} and {@code exec:}. The old {@code shell:} has a terminal at
 * its end, so that its lines end with CR LF; it has no exit code. {@code exec:} is the same without
 * a terminal's changes. Only {@code v2} keeps standard error apart.
 */
final class ShellService {

  private static final long HUGE = 1L << 30;

  private final Device device;
  private final Environment environment;
  private final Faults faults;

  ShellService(Device device, Environment environment, Faults faults) {
    this.device = device;
    this.environment = environment;
    this.faults = faults;
  }

  /** Runs {@code command}, or lines of its input if it is empty. */
  void run(List<String> arguments, String command, AdbStream stream)
      throws IOException, InterruptedException {
    boolean terminal = !arguments.contains("raw") && !arguments.contains("v2");
    if (arguments.contains("v2")) {
      ShellPackets packets = new ShellPackets(stream.in(), stream.out());
      OutputStream out = packets.output(ShellPackets.STDOUT);
      boolean pty = arguments.contains("pty");
      OutputStream shown = pty ? new TerminalOutput(out) : out;
      OutputStream err = pty ? shown : packets.output(ShellPackets.STDERR);
      packets.exit(run(command, pty ? device.prompt() : "", packets.input(), shown, err));
    } else {
      OutputStream out = terminal ? new TerminalOutput(stream.out()) : stream.out();
      run(command, terminal ? device.prompt() : "", stream.in(), out, out);
    }
  }

  private int run(String command, String prompt, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    Shell shell = new Shell(environment);
    int status =
        command.isEmpty()
            ? new Interactive(shell, prompt).run(in, out, err)
            : shell.run(command, in, out, err);
    if (faults.has(Fault.HUGE_OUTPUT)) {
      fill(out);
    }
    return status;
  }

  private static void fill(OutputStream out) throws IOException {
    byte[] filler =
        "filler filler filler filler filler filler filler filler filler filler!\n"
            .repeat(900)
            .getBytes(StandardCharsets.UTF_8);
    for (long written = 0; written < HUGE; written += filler.length) {
      out.write(filler);
    }
  }
}
