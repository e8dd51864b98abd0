package com.virtualpytest.host.simulators.camera;

import com.virtualpytest.host.simulators.control.ControlOption;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate camera}. */
@Command(name = "camera", description = "A network camera: JPEGs one after the other over HTTP.")
public final class CameraCommand implements Callable<Integer> {
  @Option(names = "--port", required = true, description = "Where it answers; 0 for any free port.")
  private int port;

  @Option(names = "--password", description = "Asked for, of the user camera; none by default.")
  private String password;

  @Mixin private ControlOption control;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (VirtualCamera camera = new VirtualCamera(port, password)) {
      control.serve("video: " + camera.address(), camera);
    }
    return 0;
  }
}
