package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.context.DeviceProcesses;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Remembers which processes were asked for; starts nothing. */
public final class FakeProcesses implements DeviceProcesses {

  private final Map<String, ManagedProcess> known = new ConcurrentHashMap<>();

  @Override
  public ManagedProcess run(ProcessDescription description) {
    return known.computeIfAbsent(description.name(), name -> new Fake(description));
  }

  @Override
  public List<ManagedProcess> processes() {
    return List.copyOf(known.values());
  }

  @Override
  public void remove(String name) {
    known.remove(name);
  }

  @Override
  public void removeAll() {
    known.clear();
  }

  @Override
  public void close() {}

  private record Fake(ProcessDescription description) implements ManagedProcess {
    @Override
    public ProcessStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> output() {
      return List.of();
    }

    @Override
    public void restart() {}

    @Override
    public void stop() {}

    @Override
    public Map<String, Reading> readings() {
      return Map.of();
    }

    @Override
    public AutoCloseable onBytes(Consumer<ByteBuffer> listener) {
      return () -> {};
    }

    @Override
    public AutoCloseable onChange(Consumer<ProcessStatus> listener) {
      return () -> {};
    }
  }
}
