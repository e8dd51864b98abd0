package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Changes drop-in bundles on somebody's behalf, by the one mechanism there is: through the drop-in
 * folder in {@code HOST_DATA_DIR}. An OSGi service within this bundle; safe for all threads. Copies
 * files, and does not wait for the deployer: the futures tell what became of a wish. They fail with
 * a {@link java.util.concurrent.TimeoutException} when nothing has become of it within minutes, as
 * when the disk is full. One wish at a time for each bundle.
 */
public interface BundleControl {

  /**
   * Puts a jar into the drop-in folder, in the place of the file of the same bundle.
   *
   * @param jar a file that stays as it is during the call
   * @param by who wants it, for the history: {@code rest}, {@code console}
   * @return what became of it; {@code kept} when the old generation serves on, the jar is gone from
   *     the folder then. Completed at once when the same content serves already
   * @throws RefusedException the jar is not taken; nothing was changed
   */
  CompletableFuture<SwapRecord> install(Path jar, String by) throws RefusedException;

  /**
   * The same with a content that is still to come, such as an upload; reads it to its end. Who
   * calls it sees to it that the content is not too large.
   *
   * @throws IOException the content cannot be read; nothing was changed
   */
  CompletableFuture<SwapRecord> install(InputStream jar, String by)
      throws RefusedException, IOException;

  /**
   * Brings back the content that served before the present one, with {@code BUNDLE_STRICT_VERSIONS}
   * too.
   *
   * @param name symbolic name
   * @throws RefusedException there is none
   */
  CompletableFuture<SwapRecord> rollback(String name, String by) throws RefusedException;

  /**
   * What {@link #rollback} would bring back, as version and content, by symbolic name; bundles that
   * have nothing to go back to are left out. Reads files.
   */
  Map<String, String> previous();

  /**
   * Takes a bundle out of the drop-in folder. When the installation has one of the same name, that
   * one serves afterwards.
   *
   * @throws RefusedException it is not there, or lies in the installation alone
   */
  CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException;

  /** A wish that is not followed. The code, the message and the hint can be shown. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String hint;

    /**
     * @param hint null when a person can do nothing
     */
    public RefusedException(ErrorCode code, String message, String hint) {
      super(message);
      this.code = code;
      this.hint = hint;
    }

    /**
     * {@code BAD_REQUEST} for the jar, {@code FORBIDDEN} for its signer, {@code NOT_FOUND}, {@code
     * CONFLICT} for what cannot be done to this bundle now, {@code UNAVAILABLE} for the disk.
     */
    public ErrorCode code() {
      return code;
    }

    /** What a person can do; null when nothing. */
    public String hint() {
      return hint;
    }
  }
}
