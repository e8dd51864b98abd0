package com.virtualpytest.host.simulators.control;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of all simulators have in common: a control port, and the wait for an end. */
public final class ControlOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description = "Port on 127.0.0.1 for GET /state and POST /<verb>; 0 for any free one.")
  private Integer port;

  /**
   * Says what is there, opens the control port when one is asked for, and stays until the program
   * is ended.
   *
   * @param there a line for the user
   * @throws IOException the control port is taken
   */
  public void serve(String there, ControlServer.Controls controls)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (ControlServer server = port == null ? null : new ControlServer(port, controls)) {
      out.println(there);
      if (server != null) {
        out.println("control: http://127.0.0.1:" + server.port() + "/state");
      }
      out.flush();
      new CountDownLatch(1).await();
    }
  }
}
