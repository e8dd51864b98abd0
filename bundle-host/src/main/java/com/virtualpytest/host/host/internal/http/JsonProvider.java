package com.virtualpytest.host.host.internal.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads and writes JSON for one bundle's application. A missing body counts as an empty object, a
 * missing content type as JSON, and what is wrong with a body is said in the host's own words.
 */
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
final class JsonProvider extends JacksonJsonProvider {

  JsonProvider() {
    super(Json.newMapper());
  }

  @Override
  protected boolean hasMatchingMediaType(MediaType type) {
    return type == null
        || MediaType.APPLICATION_OCTET_STREAM_TYPE.isCompatible(type)
        || super.hasMatchingMediaType(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    InputStream content = emptyObjectIfNothing(body);
    try {
      Object value = super.readFrom(type, genericType, annotations, mediaType, headers, content);
      if (value == null) {
        throw notAnObject();
      }
      return value;
    } catch (InvalidDefinitionException e) {
      throw e; // a fault of the resource, not of the caller
    } catch (StreamReadException e) {
      throw malformed(e.getLocation());
    } catch (MismatchedInputException e) {
      throw mismatched(e);
    } catch (JsonProcessingException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "The body does not fit this route");
    }
  }

  private static InputStream emptyObjectIfNothing(InputStream body) throws IOException {
    PushbackInputStream content = new PushbackInputStream(body);
    int first = content.read();
    if (first == -1) {
      return new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
    }
    content.unread(first);
    return content;
  }

  private static ApiException malformed(JsonLocation where) {
    return new ApiException(
        ErrorCode.BAD_REQUEST,
        "The body is not valid JSON: line %d, column %d"
            .formatted(where.getLineNr(), where.getColumnNr()));
  }

  private static ApiException mismatched(MismatchedInputException e) {
    String field =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(name -> name != null)
            .collect(Collectors.joining("."));
    return field.isEmpty()
        ? notAnObject()
        : new ApiException(
            ErrorCode.BAD_REQUEST, field + " must be " + expected(e.getTargetType()));
  }

  private static ApiException notAnObject() {
    return new ApiException(ErrorCode.BAD_REQUEST, "The body must be a JSON object");
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    return List.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
