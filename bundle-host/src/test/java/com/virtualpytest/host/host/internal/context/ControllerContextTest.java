package com.virtualpytest.host.host.internal.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.FakeProcesses;
import com.virtualpytest.host.host.internal.testing.Loggers;
import com.virtualpytest.host.host.internal.testing.RecordedEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.Logger;

@Timeout(30)
class ControllerContextTest {

  @TempDir Path folder;

  private final List<String> log = Loggers.lines();
  private final List<String> asked = new ArrayList<>();
  private final RecordedEvents events = new RecordedEvents();
  private final FakeProcesses processes = new FakeProcesses();
  private final ControllerStatus status =
      new ControllerStatus("device3", "fake", events, Loggers.into(log), Clock.systemUTC());

  @Test
  void theDataFolderIsMadeOnDemand() {
    assertThat(folder).isEmptyDirectory();
    assertThat(context().dataFolder())
        .isEqualTo(folder.resolve("devices/device3/fake"))
        .isDirectory();
  }

  @Test
  void namesHoldDriverAndDevice() {
    ControllerContext context = context();
    context.processes();

    assertThat(asked).containsExactly("logger fake.device3", "processes device3-");
  }

  @Test
  void theSchedulerHasOneThreadAndEndsWithTheController() throws Exception {
    ControllerContext context = context();
    assertThat(context.scheduler()).isSameAs(context.scheduler());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    context
        .scheduler()
        .execute(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    begun.await();
    context.close();
    interrupted.await();

    assertThatThrownBy(() -> context.scheduler().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aSchedulerThatIsAskedForTooLateTakesNothing() {
    ControllerContext context = context();
    context.close();

    assertThatThrownBy(() -> context.scheduler().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aChangeOfStateIsToldOnceAndTheSameAgainIsNot() {
    Status first = context().status().offline("No answer", "Plug it in");
    Status second = context().status().offline("No answer for 2 s", "Plug it in");
    context().status().ready();

    assertThat(second.since()).isEqualTo(first.since());
    assertThat(log)
        .containsExactly("warn device3 fake: offline: No answer", "info device3 fake: ready");
    assertThat(events.all())
        .containsExactly(
            "com/virtualpytest/host/controller/state device3 offline",
            "com/virtualpytest/host/controller/state device3 ready");
  }

  @Test
  void aClosedContextIsMute() {
    ControllerContext context = context();
    context.close();
    context.status().ready();
    context.publish("picture", Map.of());

    assertThat(status.current().state()).isEqualTo(State.STARTING);
    assertThat(events.all()).isEmpty();
    assertThatThrownBy(context::processes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void eventsCarryTheDevice() {
    context().publish("picture", Map.of("n", 1));

    assertThat(events.all()).containsExactly("com/virtualpytest/host/device/picture device3");
    assertThatThrownBy(() -> context().publish("../x", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void processesOutliveTheContextUnlessTheirDeviceIsGone() {
    ControllerContext context = context();
    context.processes().run(ProcessDescription.of("tool", "true"));
    context.close();
    assertThat(processes.processes()).hasSize(1);

    context.removeProcesses();
    assertThat(processes.processes()).isEmpty();
  }

  private ControllerContext context() {
    return new ControllerContext(
        new DeviceDefinition("device3", "TV", "stb", Map.of()),
        "fake",
        new ControllerContext.Shared(HostSettings.of(Map.of()), events, folder),
        new ContextServices() {
          @Override
          public Logger logger(String name) {
            asked.add("logger " + name);
            return Loggers.into(log);
          }

          @Override
          public DeviceProcesses processes(String prefix) {
            asked.add("processes " + prefix);
            return processes;
          }
        },
        status);
  }
}
