package com.virtualpytest.host.api.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the files of a source lie: what is new in a hot folder, which may be in memory, what is
 * kept in a cold one. Both have the same kinds of folders below them, and a file is looked for in
 * the hot one first. The names are those that servers and pages build addresses from:
 *
 * <pre>
 * captures/capture_000000042.jpg               stills
 * thumbnails/capture_000000042_thumbnail.jpg
 * segments/output.m3u8, segment_000000007.ts   the stream
 * metadata/capture_000000042.json              what was found in a still
 * segments/13/chunk_10min_5.mp4                kept for a day: hour, ten minutes of it
 * </pre>
 *
 * @param cold absolute
 * @param hot absolute; the same as {@code cold} when there is none
 */
public record CaptureFolder(Path cold, Path hot) {

  /** The kinds of files. */
  public static final Set<String> KINDS =
      Set.of("captures", "thumbnails", "segments", "metadata", "audio", "transcript");

  public CaptureFolder {
    Objects.requireNonNull(cold, "cold");
    Objects.requireNonNull(hot, "hot");
    if (!cold.isAbsolute() || !hot.isAbsolute()) {
      throw new IllegalArgumentException("capture folders are absolute paths");
    }
  }

  /** The name of the source in addresses: {@code capture1}. */
  public String name() {
    return cold.getFileName().toString();
  }

  /**
   * A file that is there.
   *
   * @param kind one of {@link #KINDS}
   * @param rest its path below that
   * @return empty when there is no such file, when the path leaves the folder, by {@code ..} or by
   *     a link, or when it is no regular file
   */
  public Optional<Path> find(String kind, String rest) {
    if (!KINDS.contains(kind)) {
      return Optional.empty();
    }
    for (Path root : List.of(hot.resolve(kind), cold.resolve(kind))) {
      Optional<Path> found = within(root, rest);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * A regular file below a folder, reached without leaving it.
   *
   * @param root the folder; may itself be reached by a link
   * @param rest a relative path in its plainest spelling
   */
  public static Optional<Path> within(Path root, String rest) {
    try {
      Path relative = Path.of(rest);
      Path real = root.toRealPath();
      Path file = real.resolve(relative);
      boolean plain =
          !rest.isEmpty() && !relative.isAbsolute() && relative.normalize().equals(relative);
      return plain
              && file.startsWith(real)
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && file.toRealPath().equals(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException | IOException e) {
      return Optional.empty(); // no such file, or one that went while it was looked at
    }
  }
}
