package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.driver.CaptureFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What was written on the way to something else and is still there after an hour: whoever wrote it
 * was killed, or does not tidy up.
 *
 * @param leakedTempDirs folders {@code temp} that hold such files
 * @param oldAudioFiles such files of the sound that is kept
 * @param oldMergedTs segments that were to be put together
 * @param oldOtherFiles all others
 * @param warning one sentence; null when all is well
 */
record TemporaryFiles(
    long leakedTempDirs, long oldAudioFiles, long oldMergedTs, long oldOtherFiles, String warning) {
  private static final Duration OLD = Duration.ofHours(1);
  private static final Pattern HIDDEN = Pattern.compile("\\..*\\.(tmp|part|ts|part\\.mp4)");

  static TemporaryFiles of(List<CaptureFolder> folders, Clock clock) {
    long before = clock.instant().minus(OLD).toEpochMilli();
    List<Path> old =
        folders.stream()
            .flatMap(folder -> List.of(folder.cold(), folder.hot()).stream())
            .distinct()
            .flatMap(folder -> FolderFiles.before(folder, before).stream())
            .distinct()
            .filter(file -> inTemp(file) || HIDDEN.matcher(name(file)).matches())
            .toList();
    long dirs = old.stream().filter(TemporaryFiles::inTemp).map(Path::getParent).distinct().count();
    long audio = old.stream().filter(TemporaryFiles::isAudio).count();
    long segments = old.stream().filter(file -> name(file).endsWith(".ts")).count();
    long others = old.size() - audio - segments;
    String warning =
        old.isEmpty() ? null : "temporary files older than an hour were not removed: " + old.size();
    return new TemporaryFiles(dirs, audio, segments, others, warning);
  }

  /** Whether there are none. */
  @JsonProperty("is_healthy")
  boolean isHealthy() {
    return warning == null;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static boolean inTemp(Path file) {
    return name(file.getParent()).equals("temp");
  }

  private static boolean isAudio(Path file) {
    return name(file).endsWith(".mp3.tmp");
  }
}
