package com.virtualpytest.host.host.internal.deploy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Changes drop-in bundles on somebody's behalf, by the one mechanism there is: through the drop-in
 * folder in {@code HOST_DATA_DIR}. An OSGi service within this bundle; safe for all threads. Copies
 * files, and does not wait for the deployer: the futures tell what became of a wish.
 */
public interface BundleControl {

  /**
   * Puts a jar into the drop-in folder, in the place of the file of the same bundle.
   *
   * @param jar a file that stays as it is during the call
   * @param by who wants it, for the history: {@code rest}, {@code console}
   * @return what became of it; {@code kept} when the old generation serves on. Completed at once
   *     when the same content serves already
   * @throws RefusedException the jar is not taken; nothing was changed
   */
  CompletableFuture<SwapRecord> install(Path jar, String by) throws RefusedException;

  /**
   * Brings back the content that served before the present one.
   *
   * @param name symbolic name
   * @throws RefusedException there is none
   */
  CompletableFuture<SwapRecord> rollback(String name, String by) throws RefusedException;

  /**
   * Takes a bundle out of the drop-in folder. When the installation has one of the same name, that
   * one serves afterwards.
   *
   * @throws RefusedException it is not there, or lies in the installation alone
   */
  CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException;

  /** A wish that is not followed. The message and the hint can be shown. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    RefusedException(String message, String hint) {
      super(message);
      this.hint = hint;
    }

    /** What a person can do; null when nothing. */
    public String hint() {
      return hint;
    }
  }
}
