package com.virtualpytest.host.api.stream;

import java.util.Map;
import java.util.Objects;

/**
 * A client's wish to connect.
 *
 * @param path the path that was asked for, without query
 * @param parameters the values of the path's templates
 * @param query the query's parameters, the first value of each; tickets left out
 * @param remoteAddress the peer's IP address in text form
 */
public record StreamRequest(
    String path, Map<String, String> parameters, Map<String, String> query, String remoteAddress) {
  public StreamRequest {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(remoteAddress, "remoteAddress");
    parameters = Map.copyOf(parameters);
    query = Map.copyOf(query);
  }

  @Override
  public String toString() {
    return "StreamRequest[" + path + ", " + remoteAddress + "]";
  }
}
