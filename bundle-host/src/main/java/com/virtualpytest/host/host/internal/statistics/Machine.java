package com.virtualpytest.host.host.internal.statistics;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * Asks the machine for its figures. What needs two readings is sampled every ten seconds in a
 * thread of its own, from the first question on: nobody waits for a measurement. Safe for all
 * threads.
 */
@Component(service = Machine.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Machine {
  private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
  private static final long SAMPLE_SECONDS = 10;
  private static final double GIB = 1L << 30;
  private static final double MEGA = 1e6;

  private final Path folder;

  // guarded by this
  private HardwareAbstractionLayer hardware;
  private ScheduledExecutorService sampler;

  // used by the sampler alone, once it runs
  private long[] ticks;
  private long written;
  private long sampledAt;

  private volatile double cpu;
  private volatile double writeRate;

  @Activate
  public Machine(@Reference HostSettings settings) {
    this.folder = settings.dataFolder();
  }

  /** The figures now. */
  public MachineStatistics now() {
    HardwareAbstractionLayer machine = hardware();
    GlobalMemory memory = machine.getMemory();
    double total = memory.getTotal();
    double used = total - memory.getAvailable();
    double[] loads = machine.getProcessor().getSystemLoadAverage(3);
    double temperature = machine.getSensors().getCpuTemperature();
    long[] disk = disk();
    return new MachineStatistics(
        rounded(cpu),
        percent(used, total),
        rounded(used / GIB),
        rounded(total / GIB),
        percent((double) disk[0], (double) disk[1]),
        rounded(disk[0] / GIB),
        rounded(disk[1] / GIB),
        uptime(),
        "Linux",
        System.getProperty("os.arch").replace("amd64", "x86_64"),
        rounded(loads[0]),
        rounded(loads[1]),
        rounded(loads[2]),
        temperature > 0 ? rounded(temperature) : null,
        rounded(writeRate));
  }

  /** Ends the sampling. */
  @Deactivate
  public synchronized void stop() {
    if (sampler != null) {
      sampler.shutdownNow();
    }
  }

  private synchronized HardwareAbstractionLayer hardware() {
    if (hardware == null) {
      hardware = new SystemInfo().getHardware();
      HardwareAbstractionLayer machine = hardware;
      ticks = machine.getProcessor().getSystemCpuLoadTicks();
      written = bytesWritten(machine);
      sampledAt = System.nanoTime();
      sampler =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "machine-statistics");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          sampler.scheduleWithFixedDelay(
              () -> sample(machine), 1, SAMPLE_SECONDS, TimeUnit.SECONDS);
    }
    return hardware;
  }

  private void sample(HardwareAbstractionLayer machine) {
    try {
      CentralProcessor processor = machine.getProcessor();
      long[] nextTicks = processor.getSystemCpuLoadTicks();
      cpu = 100 * processor.getSystemCpuLoadBetweenTicks(ticks, nextTicks);
      ticks = nextTicks;
      long nextWritten = bytesWritten(machine);
      long now = System.nanoTime();
      writeRate = (nextWritten - written) / MEGA / ((now - sampledAt) / 1e9);
      written = nextWritten;
      sampledAt = now;
    } catch (RuntimeException e) {
      LOG.warn("The machine's figures cannot be read", e);
    }
  }

  private static long bytesWritten(HardwareAbstractionLayer machine) {
    return machine.getDiskStores().stream().mapToLong(HWDiskStore::getWriteBytes).sum();
  }

  private static long uptime() {
    try {
      String text = Files.readString(Path.of("/proc/uptime"));
      return (long) Double.parseDouble(text.substring(0, text.indexOf(' ')));
    } catch (IOException e) {
      LOG.debug("No uptime", e);
      return 0;
    }
  }

  /** Used and total bytes of the file system that the host writes to. */
  private long[] disk() {
    try {
      FileStore store = Files.getFileStore(folder);
      return new long[] {store.getTotalSpace() - store.getUsableSpace(), store.getTotalSpace()};
    } catch (IOException e) {
      LOG.debug("No disk figures", e);
      return new long[] {0, 0};
    }
  }

  private static double percent(double part, double whole) {
    return whole <= 0 ? 0 : rounded(100 * part / whole);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
