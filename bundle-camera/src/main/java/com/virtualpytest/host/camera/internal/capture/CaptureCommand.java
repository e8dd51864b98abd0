package com.virtualpytest.host.camera.internal.capture;

import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessDescription.Printing;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes the ffmpeg of a source. One process makes all: the stream in the quality that is asked
 * for, the stills, which are also written to standard output, and the thumbnails. It tells how far
 * it is and how loud the sound is as readings.
 */
public final class CaptureCommand {
  /** The name of the process within its device. */
  public static final String NAME = "ffmpeg";

  /** The reading that counts the pictures of the stream. */
  public static final String FRAME = "frame";

  /** The reading that tells how loud the sound is, in dB. */
  public static final String LOUDNESS = "lavfi.astats.Overall.RMS_level";

  /** The reading that counts the pieces of sound, whose loudness is told. */
  public static final String SOUND = "frame:";

  /**
   * Lines of {@code -progress} and of {@code ametadata}; {@link #SOUND} of the latter is another.
   */
  private static final Printing PRINTING =
      new Printing(true, "^([A-Za-z][\\w.]*(?:(?==)|:))=?\\s*(.*)$");

  private static final String QUALITY = "CAPTURE_QUALITY";
  private static final int SECONDS_KEPT = 150;

  private final CameraSettings settings;
  private final Quality quality;

  public CaptureCommand(CameraSettings settings, Quality quality) {
    this.settings = settings;
    this.quality = quality;
  }

  /** The quality of a process that runs already. */
  public static Optional<Quality> quality(ProcessDescription running) {
    return Optional.ofNullable(running.environment().get(QUALITY)).flatMap(Quality::of);
  }

  /** The process. */
  public ProcessDescription description() {
    String source = settings.paths().shownSource();
    return ProcessDescription.of(NAME, arguments().toArray(String[]::new))
        .withEnvironment(Map.of(QUALITY, quality.wireName()))
        .printing(PRINTING)
        .readyWhen(new Probe.Output("^frame=\\s*[1-9]"), Duration.ofSeconds(20))
        .stopWithin(Duration.ofSeconds(1))
        .explain(
            "No space left on device",
            "the disk for the pictures is full",
            "make room, or set STREAM_BASE_PATH to a larger one")
        .explain(
            "Device or resource busy", source + " is used by another program", "end that program")
        .explain(
            "Permission denied",
            source + " may not be opened",
            "add the host's user to the group video, and audio for sound")
        .explain(
            "Inappropriate ioctl|Not a video capture device",
            source + " is no video device",
            "GET /host/av/sources lists those that are")
        .explain(
            "[Cc]annot open audio device",
            "the sound device " + settings.audio().orElse("") + " cannot be opened",
            "correct or remove the setting VIDEO_AUDIO")
        .explain("annot open display", "display " + source + " is not there", noDisplay())
        .explain(
            "Connection refused|timed out|No route to host|Failed to resolve",
            source + " does not answer",
            "check that it is switched on, its address and the network")
        .explain(
            "40[13] (Unauthorized|Forbidden)|authorization failed",
            source + " refuses name and password",
            "correct them in the address")
        .explain(
            "Server returned (404|410|4XX|5XX|5\\d\\d)",
            source + " has no pictures there",
            "check the address")
        .explain(
            "Invalid data found|No such filter|Error initializing",
            source + " gives no pictures",
            "read the output of the process ffmpeg");
  }

  private static String noDisplay() {
    return "HOST_DISPLAY starts one with the host";
  }

  private List<String> arguments() {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "level+error", "-y"));
    all.addAll(List.of("-nostats", "-progress", "pipe:2", "-stats_period", "0.5"));
    all.addAll(input());
    boolean card = settings.source() instanceof Source.V4l2;
    if (card && settings.audio().isPresent()) {
      all.addAll(List.of("-f", "alsa", "-thread_queue_size", "2048"));
      all.addAll(List.of("-i", settings.audio().get()));
    }
    all.addAll(List.of("-filter_complex", graph()));
    stream(all, card ? "1:a?" : "0:a?");
    stills(all);
    return all;
  }

  private List<String> input() {
    return settings.source() instanceof Source.Network network && network.secret()
        ? AddressFile.input(network, settings.addressFile())
        : settings.source().input(settings.fps(), settings.size(), settings.format());
  }

  private String graph() {
    String flags = settings.source().display() ? "neighbor" : "fast_bilinear";
    return ("[0:v]split=2[s][c];"
            + "[s]scale=%s:flags=%s,fps=%d,format=yuv420p[stream];"
            + "[c]fps=%d,split=2[b][t];"
            + "[b]scale=1280:720:flags=%s:out_range=pc,format=yuvj420p[stills];"
            + "[t]scale=320:180:flags=neighbor:out_range=pc,format=yuvj420p[thumbs]")
        .formatted(quality.size(), flags, settings.fps(), settings.stillsPerSecond(), flags);
  }

  private void stream(List<String> all, String sound) {
    boolean display = settings.source().display();
    Quality.Rates rates = quality.rates(display);
    int seconds = settings.segmentSeconds();
    String group = Integer.toString(settings.fps() * seconds);
    all.addAll(List.of("-map", "[stream]", "-c:v", "libx264", "-preset", "ultrafast"));
    all.addAll(List.of("-tune", "zerolatency", "-profile:v", "baseline"));
    all.addAll(List.of("-level", quality == Quality.HD ? "3.1" : "3.0"));
    all.addAll(List.of("-b:v", rates.average() + "k", "-maxrate", rates.most() + "k"));
    all.addAll(List.of("-bufsize", rates.buffer() + "k", "-bf", "0", "-sc_threshold", "0"));
    all.addAll(List.of("-g", group, "-keyint_min", group));
    if (settings.sound()) {
      all.addAll(List.of("-map", sound, "-c:a", "aac", "-b:a", "32k", "-ac", "2"));
      all.addAll(
          List.of(
              "-filter:a",
              "aresample=48000,asetnsamples=n=9600,astats=metadata=1:reset=1,"
                  + "ametadata=mode=print:key="
                  + LOUDNESS
                  + ":file=pipe\\\\:2:direct=1"));
    }
    Path segments = settings.folder().hot().resolve("segments");
    all.addAll(List.of("-f", "hls", "-hls_time", "" + seconds));
    all.addAll(List.of("-hls_list_size", "" + SECONDS_KEPT / seconds));
    all.addAll(
        List.of(
            "-hls_flags",
            "delete_segments+omit_endlist+split_by_time+temp_file+program_date_time"));
    all.addAll(List.of("-hls_segment_filename", segments.resolve("segment_%09d.ts").toString()));
    all.add(segments.resolve("output.m3u8").toString());
  }

  /** The muxers of the still are behind one encoder; who does not read loses pictures, no more. */
  private void stills(List<String> all) {
    CaptureFolder folder = settings.folder();
    String quality = settings.source().display() ? "10" : "8";
    String still = folder.hot().resolve("captures/capture_%09d.jpg").toString();
    all.addAll(List.of("-map", "[stills]", "-fps_mode", "passthrough", "-c:v", "mjpeg"));
    all.addAll(List.of("-q:v", quality, "-f", "tee"));
    all.add(
        "[f=image2:atomic_writing=1]"
            + escaped(still)
            + "|[f=mpjpeg:use_fifo=1:fifo_options=queue_size=8\\\\:drop_pkts_on_overflow=1]pipe:1");
    all.addAll(List.of("-map", "[thumbs]", "-fps_mode", "passthrough", "-c:v", "mjpeg"));
    all.addAll(List.of("-q:v", quality, "-f", "image2", "-atomic_writing", "1"));
    all.add(folder.hot().resolve("thumbnails/capture_%09d_thumbnail.jpg").toString());
  }

  /** The tee muxer takes a list apart at bars and brackets. */
  private static String escaped(String path) {
    return path.replace("\\", "\\\\").replace("|", "\\|").replace("'", "\\'");
  }
}
