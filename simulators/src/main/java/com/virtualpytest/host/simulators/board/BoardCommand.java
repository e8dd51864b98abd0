package com.virtualpytest.host.simulators.board;

import com.virtualpytest.host.simulators.control.ControlOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate board}. */
@Command(
    name = "board",
    description = "A Linux board behind a serial console; needs socat. Login: root, board.")
public final class BoardCommand implements Callable<Integer> {
  @Option(names = "--link", required = true, description = "Where its console appears: a path.")
  private Path link;

  @Mixin private ControlOption control;

  @Option(
      names = "--boot-millis",
      defaultValue = "60",
      description = "Pause between two lines of the boot; ${DEFAULT-VALUE} by default.")
  private long bootMillis;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (VirtualBoard board = new VirtualBoard(link, bootMillis)) {
      Runtime.getRuntime().addShutdownHook(new Thread(board::close, "unplug"));
      control.serve("console: " + link, board);
    }
    return 0;
  }
}
