package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Issues tickets to callers that have the key. */
@Component(service = TicketsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("tickets")
public final class TicketsResource {

  private static final int MAX_SECONDS = 60;

  private final Gate gate;

  /** What a caller asks for. */
  public record Wish(String path, Integer ttl) {}

  /** What it gets. */
  public record Issued(boolean success, String ticket, String path, int ttl) {}

  @Activate
  public TicketsResource(@Reference Gate gate) {
    this.gate = gate;
  }

  /** A ticket for one GET of one path, for {@code ?ticket=}. */
  @POST
  public Issued issue(Wish wish) {
    String path = wish.path();
    if (path == null || !path.startsWith("/host/") || path.contains("?")) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST, "path must begin with /host/ and have no query");
    }
    int ttl = wish.ttl() == null ? MAX_SECONDS : wish.ttl();
    if (ttl < 1 || ttl > MAX_SECONDS) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "ttl must be 1 to 60 seconds");
    }
    String ticket = gate.tickets().issue(path, Duration.ofSeconds(ttl));
    if (ticket == null) {
      throw new ApiException(ErrorCode.UNAVAILABLE, "Too many tickets are open");
    }
    return new Issued(true, ticket, path, ttl);
  }
}
