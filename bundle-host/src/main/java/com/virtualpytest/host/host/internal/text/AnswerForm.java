package com.virtualpytest.host.host.internal.text;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.function.Supplier;

/**
 * For resources that answer later, in the form that the client asks for: Jersey takes only methods
 * into account whose results it could write at once.
 *
 * @param text whether the client wants text; else JSON
 */
public record AnswerForm(boolean text) {
  private static final List<Variant> FORMS =
      Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MediaType.TEXT_PLAIN_TYPE).build();

  /** What a request asks for; JSON when it does not care. */
  public static AnswerForm of(Request request) {
    Variant chosen = request.selectVariant(FORMS);
    return new AnswerForm(
        chosen != null && MediaType.TEXT_PLAIN_TYPE.equals(chosen.getMediaType()));
  }

  /** An answer in this form. */
  public Response answer(int status, Object json, Supplier<String> asText) {
    return Response.status(status)
        .type(text ? MediaType.TEXT_PLAIN_TYPE : MediaType.APPLICATION_JSON_TYPE)
        .entity(text ? asText.get() : json)
        .build();
  }
}
