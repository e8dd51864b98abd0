package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.shell.Syntax.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Runs the parts of a pipeline side by side: the last on this thread, the others on their own. */
final class PipelineRun {

  private final Shell shell;

  PipelineRun(Shell shell) {
    this.shell = shell;
  }

  /** The exit code of the last part. */
  int run(List<Statement> parts, Streams streams) throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    InputStream in = streams.in();
    boolean done = false;
    try {
      for (Statement part : parts.subList(0, parts.size() - 1)) {
        Shell copy = shell.copy();
        Pipe pipe = new Pipe();
        Streams own = new Streams(in, pipe.out(), streams.err());
        Thread thread = new Thread(() -> runPart(copy, part, own), "pipeline");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        in = pipe.in();
      }
      Streams last = new Streams(in, streams.out(), streams.err());
      int status = shell.copy().run(parts.get(parts.size() - 1), last);
      done = true;
      // What still writes fails at its next write.
      in.close();
      for (Thread thread : threads) {
        thread.join();
      }
      return status;
    } finally {
      if (!done) {
        in.close();
      }
      threads.forEach(Thread::interrupt);
    }
  }

  private static void runPart(Shell shell, Statement part, Streams streams) {
    try (OutputStream out = streams.out();
        InputStream in = streams.in()) {
      shell.run(part, new Streams(in, out, streams.err()));
    } catch (InterruptedIOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // SIGPIPE: whoever read this part's output has enough.
      Thread.currentThread().interrupt();
    }
  }
}
