package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.tck.Bench.Opened;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A controller that is closed leaves nothing; a driver that only exists has nothing. */
interface CleanupContract {
  /** Opened and closed so often that a leak shows among what comes and goes by itself. */
  int ROUNDS = 4;

  Bench bench();

  @Test
  default void activationTouchesNothing() throws Exception {
    Set<Long> before = programs();
    List<ProcessDescription> asked = bench().processes().asked();
    List<Driver> drivers = List.of(bench().driver(), bench().driver());
    check(
        drivers.get(0) != drivers.get(1),
        "newDriver() gave the same driver twice",
        "Make new ones");
    String change = "Move it from the constructor, @Activate or static code to Driver.open";
    bench().awaitNoThreads("with the driver only made", change);
    check(before.containsAll(programs()), "making the driver started a program", change);
    check(
        bench().processes().asked().equals(asked), "making the driver asked for a program", change);
  }

  @Test
  default void closeEndsAllThreads() throws Exception {
    Opened device = bench().openReady();
    bench().run(device, bench().subject().works());
    bench().close(device);
    device = null; // some clients of the JDK end when nobody knows them any more
    bench()
        .awaitNoThreads(
            "after close()",
            "End them in Controller.close(), and wait for them; or use context.scheduler(), which the"
                + " host ends");
  }

  @Test
  default void closeEndsThreadsWithoutHardware() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
    bench().close(device);
    device = null;
    bench()
        .awaitNoThreads(
            "after close() without hardware",
            "A thread that tries to connect again has to end with close(), too");
  }

  @Test
  default void closeEndsAllSockets() throws Exception {
    countAfterRounds(
        "sockets",
        () -> OpenFiles.sockets().size(),
        "Close every socket and HTTP client in Controller.close(), also those of failed attempts");
  }

  @Test
  default void closeEndsAllFiles() throws Exception {
    countAfterRounds(
        "files, pipes or devices",
        () -> OpenFiles.files().size(),
        "Close every file, port and selector in Controller.close()");
  }

  @Test
  default void closeEndsAllPrograms() throws Exception {
    Set<Long> before = programs();
    Opened device = bench().openReady();
    bench().run(device, bench().subject().works());
    bench().close(device);
    bench()
        .await(
            () -> before.containsAll(programs()),
            () -> "after close() programs run that the driver has started",
            "Start programs with context.processes(), which the host ends; or end short ones with"
                + " their command");
  }

  @Test
  default void reconnectingLeavesNothing() throws Exception {
    Opened device = bench().openReady();
    int sockets = OpenFiles.sockets().size();
    for (int round = 0; round < 2; round++) {
      bench().lose(device);
      bench().subject().hardware().bringBack();
      bench().awaitReady(device);
    }
    bench()
        .await(
            () -> OpenFiles.sockets().size() < sockets + 2,
            () ->
                "after 2 losses of the hardware there are "
                    + (OpenFiles.sockets().size() - sockets)
                    + " more sockets",
            "Close the old connection before the next one is made");
  }

  private void countAfterRounds(String what, Supplier<Integer> count, String change)
      throws Exception {
    round(); // what is made once, and kept, is no leak
    int before = count.get();
    for (int round = 0; round < ROUNDS; round++) {
      round();
    }
    bench()
        .await(
            () -> {
              if (count.get() < before + ROUNDS) {
                return true;
              }
              System.gc(); // some clients of the JDK end with the object
              return false;
            },
            () -> ROUNDS + " times open and close left " + (count.get() - before) + " " + what,
            change);
  }

  private void round() throws Exception {
    Opened device = bench().openReady();
    bench().run(device, bench().subject().works());
    bench().close(device);
  }

  /** The programs of this process but those that the supervisor runs, which are the host's. */
  private Set<Long> programs() {
    Set<Long> children =
        ProcessHandle.current()
            .children()
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
    bench().processes().processes().forEach(process -> children.remove(process.status().pid()));
    return children;
  }
}
