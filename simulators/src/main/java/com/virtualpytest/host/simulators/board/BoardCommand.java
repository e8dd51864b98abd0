package com.virtualpytest.host.simulators.board;

import com.virtualpytest.host.simulators.control.ControlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate board}. */
@Command(
    name = "board",
    description = "A Linux board behind a serial console; needs socat. Login: root, board.")
public final class BoardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--link", required = true, description = "Where its console appears: a path.")
  private Path link;

  @Option(names = "--control", description = "Control port: GET /state, POST /unplug, …")
  private Integer control;

  @Option(
      names = "--boot-millis",
      defaultValue = "60",
      description = "Pause between two lines of the boot; ${DEFAULT-VALUE} by default.")
  private long bootMillis;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (VirtualBoard board = new VirtualBoard(link, bootMillis);
        ControlServer server = control == null ? null : new ControlServer(control, board)) {
      Runtime.getRuntime().addShutdownHook(new Thread(board::close, "unplug"));
      out.println("console: " + link);
      if (server != null) {
        out.println("control: http://127.0.0.1:" + server.port() + "/state");
      }
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
