package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.Transfers.Transfer;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.SyncSession;
import com.virtualpytest.host.adb.internal.client.SyncSession.RemoteFile;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A file on its way from a device to a caller. Its beginning is read before the answer is begun, so
 * that a device which refuses it can be quoted. From then on the announced length is the only way
 * to tell a failure: the last piece is sent once it is known to be the last, and without it the
 * connection is cut. One thread.
 */
final class Download implements StreamingOutput, AutoCloseable {
  private static final Duration OPEN = Duration.ofSeconds(10);

  /** More than an answer holds back before it begins. */
  private static final int BEGINNING = 64 * 1024;

  private final SyncSession session;
  private final Transfer transfer;
  private final byte[] beginning;
  private final long length;

  /** Null once the end has come. */
  private byte[] next;

  private Download(
      SyncSession session, Transfer transfer, byte[] beginning, byte[] next, long announced) {
    this.session = session;
    this.transfer = transfer;
    this.beginning = beginning;
    this.next = next;
    this.length = next == null ? beginning.length : announced;
  }

  /**
   * Finds the file and reads its beginning.
   *
   * @throws ApiException it is not there, or too large, or too many are on their way
   * @throws AdbException the device does not hand it out
   */
  static Download begin(Target target, String path, long limit, Transfers transfers)
      throws AdbException, InterruptedException {
    Transfer transfer = transfers.begin(target.serial(), "pull", -1);
    SyncSession session = null;
    Download begun = null;
    try {
      session = target.client().sync(target.serial(), Deadline.in(OPEN));
      RemoteFile file = session.stat(path);
      check(file, limit, target);
      transfer.total(file.size());
      session.receive(path);
      ByteArrayOutputStream beginning = new ByteArrayOutputStream();
      byte[] piece = session.piece();
      while (piece != null && beginning.size() < BEGINNING) {
        beginning.writeBytes(piece);
        piece = session.piece();
      }
      if (piece != null && beginning.size() + piece.length > file.size()) {
        throw new ApiException(
            ErrorCode.CONFLICT,
            "The file grows while it is read, or is larger than the device can tell",
            "Try again when nobody writes to it",
            target.deviceId());
      }
      begun = new Download(session, transfer, beginning.toByteArray(), piece, file.size());
      return begun;
    } finally {
      if (begun == null) {
        close(session, transfer);
      }
    }
  }

  private static void check(RemoteFile file, long limit, Target target) {
    if (!file.exists() || file.folder()) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "No such file on the device", null, target.deviceId());
    }
    if (file.size() > limit) {
      throw new ApiException(
          ErrorCode.TOO_LARGE,
          "The file is larger than " + limit + " bytes",
          null,
          target.deviceId());
    }
  }

  /** How many bytes it will have; what comes is less when something fails. */
  long length() {
    return length;
  }

  /** Runs while the answer is written: what fails now can only cut it. */
  @Override
  public void write(OutputStream to) throws IOException {
    try (this) {
      long total = beginning.length;
      byte[] held = beginning;
      while (held != null) {
        if (next != null && total + next.length > length) {
          throw new IOException("the file is longer than the device has said");
        }
        to.write(held);
        transfer.progress(total);
        held = next;
        if (held != null) {
          total += held.length;
          next = session.piece();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    close(session, transfer);
  }

  private static void close(SyncSession session, Transfer transfer) {
    transfer.close();
    if (session != null) {
      session.close();
    }
  }
}
