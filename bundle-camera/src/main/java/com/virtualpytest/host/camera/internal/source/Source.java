package com.virtualpytest.host.camera.internal.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the pictures of a device come from. A source never comes from a request, only from the
 * configuration.
 */
public sealed interface Source {

  /** A V4L2 device: a capture card, a USB camera. */
  record V4l2(String path) implements Source {}

  /** An X display of this machine. */
  record Display(int number) implements Source {}

  /** A stream: {@code rtsp://}, {@code http://}, {@code https://}. */
  record Network(String address) implements Source {
    private static final Pattern USER_INFO = Pattern.compile("://\\S*@");
    private static final Pattern TIMED =
        Pattern.compile("(?i)[^?#]*\\.(m3u8|mpd|ts|mp4|m4v|mov|mkv|webm)([?#].*)?");

    /** Whether a name, or a name and password, is in the address. */
    public boolean secret() {
      return USER_INFO.matcher(address).find();
    }

    private boolean rtsp() {
      return address.toLowerCase(Locale.ROOT).startsWith("rtsp");
    }

    /** Options of what opens the address, by turns with their values. */
    public List<String> options() {
      return rtsp()
          ? List.of("rtsp_transport", "tcp", "timeout", "5000000")
          : List.of("rw_timeout", "5000000");
    }

    /**
     * How its pictures are timed. Segments come in one go and have to be spread; a row of JPEGs
     * tells no times, so those of their arrival count.
     */
    public List<String> timing() {
      if (rtsp()) {
        return List.of();
      }
      return TIMED.matcher(address).matches()
          ? List.of("-re")
          : List.of("-use_wallclock_as_timestamps", "1");
    }

    private List<String> input() {
      List<String> arguments = new ArrayList<>(timing());
      List<String> options = options();
      for (int i = 0; i < options.size(); i += 2) {
        arguments.addAll(List.of("-" + options.get(i), options.get(i + 1)));
      }
      arguments.addAll(List.of("-i", address));
      return arguments;
    }
  }

  /** A file, played again and again. */
  record Media(Path file) implements Source {}

  /** A filter graph of ffmpeg that makes pictures: a test pattern. */
  record TestPattern(String graph) implements Source {}

  /** What a source may look like, for messages. */
  String ALLOWED =
      "/dev/videoN, :N, rtsp://…, http(s)://…, the path of a file, or lavfi:<filter graph>";

  /** The source that is meant; empty when it is none. */
  static Optional<Source> parse(String text) {
    String value = text.strip();
    if (value.startsWith("/dev/") && !value.startsWith("/dev/shm/")) {
      return Optional.of(new V4l2(value));
    }
    if (value.matches(":\\d{1,4}(\\.0)?")) {
      return Optional.of(
          new Display(Integer.parseInt(value.replaceFirst("\\.0$", "").substring(1))));
    }
    if (Pattern.matches("(?i)(rtsp|rtsps|http|https)://[^\\s/]\\S*", value)) {
      return Optional.of(new Network(value));
    }
    if (value.startsWith("/")) {
      return Optional.of(new Media(Path.of(value)));
    }
    return value.startsWith("lavfi:") && value.length() > "lavfi:".length()
        ? Optional.of(new TestPattern(value.substring("lavfi:".length())))
        : Optional.empty();
  }

  /**
   * Why there can be no pictures now; null when there may be some. Touches the file system only.
   */
  default String missing() {
    if (this instanceof V4l2 device) {
      return Files.exists(Path.of(device.path())) ? null : device.path() + " is not plugged in";
    }
    if (this instanceof Display display) {
      return DisplaySocket.answers(display.number())
          ? null
          : "display :" + display.number() + " is not there";
    }
    if (this instanceof Media media) {
      return Files.isReadable(media.file()) ? null : media.file() + " is not there";
    }
    return null;
  }

  /**
   * What is another one when the source was away for a moment, in which a program that reads from
   * it can have missed that: ffmpeg goes on with the last picture of a display that is gone. Null
   * where that cannot happen.
   */
  default Object identity() {
    return this instanceof Display display ? DisplaySocket.identity(display.number()) : null;
  }

  /** What a person can do while it is missing. */
  default String hint() {
    if (this instanceof V4l2) {
      return "plug it in; a path of /dev/v4l/by-id stays the same wherever that is";
    }
    return this instanceof Display
        ? "HOST_DISPLAY starts one with the host"
        : "the file must be there and readable";
  }

  /** ffmpeg's arguments for it, up to and with {@code -i}. */
  default List<String> input(int fps, String size, String format) {
    String rate = Integer.toString(fps);
    if (this instanceof V4l2 device) {
      return List.of(
          "-fflags",
          "+nobuffer+genpts",
          "-use_wallclock_as_timestamps",
          "1",
          "-thread_queue_size",
          "64",
          "-f",
          "v4l2",
          "-input_format",
          format,
          "-video_size",
          size,
          "-framerate",
          rate,
          "-i",
          device.path());
    }
    if (this instanceof Display display) {
      return List.of(
          "-thread_queue_size",
          "16",
          "-f",
          "x11grab",
          "-draw_mouse",
          "0",
          "-framerate",
          rate,
          "-i",
          ":" + display.number());
    }
    if (this instanceof Network network) {
      return network.input();
    }
    if (this instanceof Media media) {
      return List.of("-stream_loop", "-1", "-re", "-i", media.file().toString());
    }
    return List.of("-re", "-f", "lavfi", "-i", ((TestPattern) this).graph());
  }

  /** Whether it is a display, whose pictures change less often. */
  default boolean display() {
    return this instanceof Display;
  }
}
