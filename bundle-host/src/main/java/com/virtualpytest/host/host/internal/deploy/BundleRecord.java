package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of one drop-in bundle, or of one file that is none.
 *
 * @param name symbolic name; the file's name when the file was refused before it was known
 * @param version null when not known
 * @param hash SHA-256 of the content in lower-case hex; null when not known
 * @param file the file's name in its drop-in folder; what it was when it is gone
 * @param folder {@code data} or {@code installation}; {@link #NOWHERE} when the file is gone and
 *     what hangs of it is not
 * @param state ready; degraded when a component waits for something; failed; disabled when another
 *     file of the same name is used; stopped when somebody stopped it from outside
 * @param since when this state was entered
 * @param detail why; null when there is nothing to say
 * @param hint what a person can do; null when nothing
 */
public record BundleRecord(
    String name,
    String version,
    String hash,
    String file,
    String folder,
    State state,
    Instant since,
    String detail,
    String hint) {

  /** A {@code folder}. */
  public static final String NOWHERE = "none";

  public BundleRecord {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }

  static BundleRecord of(
      Candidate candidate, State state, String detail, String hint, Instant since) {
    return new BundleRecord(
        candidate.name(),
        candidate.version().toString(),
        candidate.hash(),
        candidate.file(),
        candidate.folder().wireName(),
        state,
        since,
        detail,
        hint);
  }

  /** What hangs of a content that lies in no folder any more. */
  static BundleRecord held(Candidate candidate, Problem problem, Instant since) {
    return new BundleRecord(
        candidate.name(),
        candidate.version().toString(),
        candidate.hash(),
        candidate.file(),
        NOWHERE,
        State.FAILED,
        since,
        problem.detail(),
        problem.hint());
  }

  static BundleRecord refused(DropFile file, Problem problem, Instant since) {
    return new BundleRecord(
        file.name(),
        null,
        null,
        file.name(),
        file.folder().wireName(),
        State.FAILED,
        since,
        problem.detail(),
        problem.hint());
  }

  /** This record with the time of {@code earlier} when both tell of the same state. */
  BundleRecord keepSince(BundleRecord earlier) {
    return sameThing(earlier) && earlier.state == state
        ? new BundleRecord(name, version, hash, file, folder, state, earlier.since, detail, hint)
        : this;
  }

  /** True when both are about the same content of the same file. */
  boolean sameThing(BundleRecord other) {
    return name.equals(other.name)
        && file.equals(other.file)
        && folder.equals(other.folder)
        && Objects.equals(hash, other.hash);
  }

  /** True when nothing but the time may differ, and that a file has gone. */
  boolean saysTheSame(BundleRecord other) {
    boolean same = folder.equals(NOWHERE) ? sameContent(other) : sameThing(other);
    return same && state == other.state && Objects.equals(detail, other.detail);
  }

  /** True when both are about one content. */
  boolean sameContent(BundleRecord other) {
    return hash != null && hash.equals(other.hash);
  }
}
