package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.host.internal.deploy.BundleControl;
import com.virtualpytest.host.host.internal.deploy.BundleControl.RefusedException;
import com.virtualpytest.host.host.internal.deploy.SwapRecord;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what people want of bundles to the one mechanism there is, and tells what became of it.
 * Each call waits for that, half a minute at most. Safe for all threads.
 */
final class BundleWishes {

  private static final Logger LOG = LoggerFactory.getLogger(BundleWishes.class);

  /** Who wants it, for the history. */
  private static final String BY = "console";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The field of a form that holds a jar, here and on the console's own page of bundles. */
  static final String FILE = "bundlefile";

  /** What a jar may have. */
  static final long LIMIT = 50L << 20;

  /** What the fields of a form take beside a jar. */
  private static final long FIELDS = 64 << 10;

  /** A browser that finds the connection closed while it still sends never shows the answer. */
  private static final long DRAINED = 64L << 20;

  private final BundleControl control;

  BundleWishes(BundleControl control) {
    this.control = control;
  }

  /** A call of {@link BundleControl}. */
  @FunctionalInterface
  private interface Wish {
    CompletableFuture<SwapRecord> send() throws RefusedException, IOException;
  }

  /**
   * Why an upload is not even read; null when it may be. To be asked before anything of the request
   * is: to read one parameter of such a form is to read it all.
   */
  Notice tooLarge(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    if (length >= 0 && length <= LIMIT + FIELDS) {
      return null;
    }
    InputStream body = request.getInputStream();
    byte[] piece = new byte[1 << 16];
    int count = 0;
    for (long left = DRAINED; left > 0 && count >= 0; left -= count) {
      count = body.read(piece);
    }
    return length < 0
        ? Notice.refused("The upload does not say how long it is", "Send its Content-Length")
        : Notice.refused("The upload is larger than %d MiB".formatted(LIMIT >> 20), null);
  }

  /** Installs every jar that came with a form. */
  List<Notice> install(HttpServletRequest request) throws IOException, ServletException {
    List<Notice> told = new ArrayList<>();
    for (Part part : request.getParts()) {
      if (part.getName().equals(FILE) && part.getSize() > 0) {
        told.add(install(part));
      }
    }
    return told.isEmpty() ? List.of(Notice.refused("No jar was chosen", null)) : told;
  }

  private Notice install(Part part) throws IOException {
    try (InputStream jar = part.getInputStream()) {
      return outcome(() -> control.install(jar, BY));
    }
  }

  /** Goes back to what served before. */
  Notice rollback(String name) throws IOException {
    return outcome(() -> control.rollback(name, BY));
  }

  /** Takes a bundle out of the drop-in folder. */
  Notice remove(String name) throws IOException {
    return outcome(() -> control.remove(name, BY));
  }

  private static Notice outcome(Wish wish) throws IOException {
    try {
      return outcome(wish.send().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (RefusedException e) {
      return Notice.refused(e.getMessage(), e.hint());
    } catch (TimeoutException e) {
      return Notice.done("It is still under way; the history will tell what became of it");
    } catch (CancellationException e) {
      return Notice.refused("It was given up", "The log says why");
    } catch (ExecutionException e) {
      LOG.error("A change of bundles failed unexpectedly", e.getCause());
      return Notice.refused("It failed unexpectedly", "The log says why");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Notice.refused("The host stops", null);
    }
  }

  private static Notice outcome(SwapRecord record) {
    String what = record.to() == null ? record.from() : record.to();
    String detail = record.detail() == null ? "" : ": " + record.detail();
    if (record.result().equals(SwapRecord.KEPT_OLD)) {
      String serves = record.from() == null ? "nothing serves" : record.from() + " serves on";
      return Notice.refused(
          "%s %s was not taken, %s%s".formatted(record.name(), what, serves, detail), null);
    }
    return Notice.done(
        "%s %s %s, %d ms%s".formatted(record.name(), what, record.result(), record.ms(), detail));
  }
}
