package com.virtualpytest.host.simulators;

import com.virtualpytest.host.simulators.android.AndroidCommand;
import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import com.virtualpytest.host.simulators.control.ControlServer;
import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugControls;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code simulate demo}: the devices of a generated {@code .env}. The TV hangs on the plug: without
 * power it is gone, with power it boots again.
 */
@Command(
    name = "demo",
    description = "A phone, a TV on a smart plug and a board, as the .env of ./run has them.")
public final class DemoCommand implements Callable<Integer> {

  /** The account of the plug. */
  public static final String EMAIL = "demo@example.org";

  /** The password of the plug's account. */
  public static final String PASSWORD = "demo";

  private static final int PHONE = 1;
  private static final int TV = 2;
  private static final int PLUG = 3;
  private static final int BOARD = 4;
  private static final int CONTROL = 10;
  private static final double TV_WATTS = 87;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port-base",
      defaultValue = "16110",
      description =
          "Phone, TV and plug listen on the ports after it, the control ports of phone, TV, plug"
              + " and board are 10 higher; ${DEFAULT-VALUE} by default.")
  private int base;

  @Option(
      names = "--board",
      defaultValue = "board",
      description = "Where the board's console appears: a path; ${DEFAULT-VALUE} by default.")
  private Path link;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PlugProfile account = new PlugProfile("P110", "Demo TV's plug", EMAIL, PASSWORD);
    try (VirtualAndroid phone = VirtualAndroid.start(Profile.PHONE, base + PHONE);
        VirtualAndroid tv = VirtualAndroid.start(Profile.TV, base + TV);
        VirtualPlug plug = VirtualPlug.start(account, Firmware.KLAP2, base + PLUG);
        VirtualBoard board = new VirtualBoard(link);
        ControlServer first = control(PHONE, new AndroidCommand.Controls(phone));
        ControlServer second = control(TV, new AndroidCommand.Controls(tv));
        ControlServer third = control(PLUG, new PlugControls(plug));
        ControlServer fourth = control(BOARD, board)) {
      Runtime.getRuntime().addShutdownHook(new Thread(board::close, "unplug"));
      plug.switchTo(true);
      plug.load(TV_WATTS);
      plug.onRelay(tv::power);
      out.printf("phone 127.0.0.1:%d, control %d%n", phone.port(), first.port());
      out.printf("tv 127.0.0.1:%d, control %d%n", tv.port(), second.port());
      out.printf("plug 127.0.0.1:%d, control %d%n", plug.port(), third.port());
      out.printf("board %s, control %d%n", link, fourth.port());
      out.println("ready");
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private ControlServer control(int device, ControlServer.Controls controls) throws IOException {
    return new ControlServer(base + CONTROL + device, controls);
  }
}
