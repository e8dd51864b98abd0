package com.virtualpytest.host.simulators.camera;

import com.virtualpytest.host.simulators.control.ControlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate camera}. */
@Command(name = "camera", description = "A network camera: JPEGs one after the other over HTTP.")
public final class CameraCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--port", required = true, description = "Where it answers; 0 for any free port.")
  private int port;

  @Option(names = "--password", description = "Asked for, of the user camera; none by default.")
  private String password;

  @Option(names = "--control", description = "Control port: GET /state, POST /unplug, …")
  private Integer control;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (VirtualCamera camera = new VirtualCamera(port, password);
        ControlServer server = control == null ? null : new ControlServer(control, camera)) {
      out.println("video: " + camera.address());
      if (server != null) {
        out.println("control: http://127.0.0.1:" + server.port() + "/state");
      }
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
