package com.virtualpytest.host.host.internal.av;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.ByteRange;

/** A film as an answer: in whole, or the part that is asked for. */
final class FilmAnswer {
  private static final Pattern ONE_PART = Pattern.compile("bytes=(\\d+-\\d*|-\\d+)");

  private FilmAnswer() {}

  /**
   * The answer.
   *
   * @param range what the request says of a part; null for nothing. What is no range of bytes, or
   *     several of them, is answered with the whole
   * @param head whether the film itself is left out
   * @throws IOException the film is gone
   */
  static Response of(Path film, String range, boolean head) throws IOException {
    FileChannel channel = FileChannel.open(film);
    try {
      long size = channel.size();
      if (range == null || !ONE_PART.matcher(range.strip()).matches()) {
        return send(Response.ok(), channel, 0, size, head);
      }
      List<ByteRange> parts = ByteRange.parse(List.of(range), size);
      if (parts.isEmpty()) {
        channel.close();
        return Response.status(416)
            .header("Content-Range", ByteRange.toNonSatisfiableHeaderValue(size))
            .type(MediaType.APPLICATION_JSON)
            .entity("{\"success\":false,\"error\":\"No such part\",\"code\":\"BAD_REQUEST\"}")
            .build();
      }
      ByteRange part = parts.get(0);
      ResponseBuilder answer =
          Response.status(206).header("Content-Range", part.toHeaderValue(size));
      return send(answer, channel, part.first(), part.getLength(), head);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The file is open already: one that is removed meanwhile is sent to its end. */
  private static Response send(
      ResponseBuilder answer, FileChannel channel, long from, long count, boolean head)
      throws IOException {
    StreamingOutput content =
        out -> {
          try (channel) {
            copy(channel, from, count, Channels.newChannel(out));
          }
        };
    if (head) {
      channel.close();
    }
    return answer
        .entity(head ? null : content)
        .type("video/mp4")
        .header("Content-Length", count)
        .header("Accept-Ranges", "bytes")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private static void copy(FileChannel from, long position, long count, WritableByteChannel to)
      throws IOException {
    long sent = 0;
    while (sent < count) {
      long now = from.transferTo(position + sent, count - sent, to);
      if (now <= 0) {
        throw new IOException("the film became shorter while it was sent");
      }
      sent += now;
    }
  }
}
