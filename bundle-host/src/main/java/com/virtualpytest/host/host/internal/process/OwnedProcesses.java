package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.context.DeviceProcesses;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The supervisor as one owner sees it. To close it takes away the listeners that came through it,
 * so that nothing of a bundle that is gone is held; the processes go on. Safe for all threads.
 */
public final class OwnedProcesses implements DeviceProcesses {
  private final Supervisor supervisor;
  private final OwnerProcesses processes;
  private final String prefix;
  private final Set<Listening<?>> listening = ConcurrentHashMap.newKeySet();

  OwnedProcesses(Supervisor supervisor, OwnerProcesses processes, String prefix) {
    this.supervisor = supervisor;
    this.processes = processes;
    this.prefix = prefix;
  }

  @Override
  public ManagedProcess run(ProcessDescription description) {
    return new Handle(supervisor.whileOpen(() -> processes.run(prefix, description)));
  }

  @Override
  public List<ManagedProcess> processes() {
    return processes.all().stream()
        .filter(process -> process.name().startsWith(prefix))
        .<ManagedProcess>map(Handle::new)
        .toList();
  }

  @Override
  public void remove(String name) {
    processes.remove(prefix + name);
  }

  /** Ends all of them and forgets them, dependents first. Returns at once. */
  @Override
  public void removeAll() {
    processes.all().stream()
        .map(SupervisedProcess::name)
        .filter(name -> name.startsWith(prefix))
        .forEach(processes::remove);
  }

  /** Takes the listeners away. */
  @Override
  public void close() {
    listening.forEach(Listening::close);
  }

  private final class Handle implements ManagedProcess {
    private final SupervisedProcess process;

    private Handle(SupervisedProcess process) {
      this.process = process;
    }

    @Override
    public ProcessDescription description() {
      return process.description();
    }

    @Override
    public ProcessStatus status() {
      return process.status();
    }

    @Override
    public List<String> output() {
      return process.output();
    }

    @Override
    public void restart() {
      supervisor.whileOpen(
          () -> {
            processes.restart(process);
            return process;
          });
    }

    @Override
    public void stop() {
      processes.stop(process);
    }

    @Override
    public AutoCloseable onChange(Consumer<ProcessStatus> listener) {
      Listening<ProcessStatus> result = new Listening<>(listener, process::unlisten);
      listening.add(result);
      process.listen(result);
      return result;
    }

    @Override
    public Map<String, Reading> readings() {
      return process.told().readings();
    }

    @Override
    public AutoCloseable onBytes(Consumer<ByteBuffer> listener) {
      Listening<ByteBuffer> result = new Listening<>(listener, process.told()::unlisten);
      listening.add(result);
      process.told().listen(result);
      return result;
    }

    @Override
    public String toString() {
      return "ManagedProcess[" + process.name() + "]";
    }
  }

  /** One listener of one process, whoever may listen twice. */
  private final class Listening<T> implements Consumer<T>, AutoCloseable {
    private final Consumer<Consumer<T>> unlisten;
    private volatile Consumer<T> listener;

    private Listening(Consumer<T> listener, Consumer<Consumer<T>> unlisten) {
      this.listener = listener;
      this.unlisten = unlisten;
    }

    @Override
    public void accept(T news) {
      Consumer<T> current = listener;
      if (current != null) {
        current.accept(news);
      }
    }

    @Override
    public void close() {
      listener = null;
      unlisten.accept(this);
      listening.remove(this);
    }
  }
}
