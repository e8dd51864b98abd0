package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.http.MaxBody;
import com.virtualpytest.host.host.internal.console.ConsoleAccess;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.deploy.BundleControl.RefusedException;
import com.virtualpytest.host.host.internal.text.AnswerForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Changes of {@code /host/bundles}: upload, removal, rollback. With the console's login instead of
 * the key; see {@link ConsoleAccess#checkChange}, which the gate asks before anything comes here.
 * Each answers when it is known what became of it.
 */
@Component(service = BundleChangesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("bundles")
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public final class BundleChangesResource {
  private static final long LARGEST = 50L << 20;
  private static final Set<String> JAR_TYPES =
      Set.of("application/java-archive", "application/octet-stream");

  /** Commands that run are waited for a minute, requests of the old generation for another. */
  private static final long PATIENCE_SECONDS = 130;

  private final BundleControl control;
  private final ResponseThreads threads;

  /**
   * What became of it; see {@link SwapRecord}.
   *
   * @param result {@code installed}, {@code updated}, {@code downgraded}, {@code removed}, {@code
   *     unchanged}; {@code pending} when it is not known yet
   */
  public record Changed(
      boolean success,
      String result,
      String name,
      String from,
      String to,
      long ms,
      int parkedRequests,
      long parkedMs,
      String detail) {

    private static final Changed PENDING =
        new Changed(
            true,
            "pending",
            null,
            null,
            null,
            0,
            0,
            0,
            "GET /host/bundles tells what becomes of it");
  }

  @Activate
  public BundleChangesResource(
      @Reference BundleControl control, @Reference ResponseThreads threads) {
    this.control = control;
    this.threads = threads;
  }

  /** Takes a jar, 50 MiB at most, in the place of the bundle of its name. */
  @POST
  @MaxBody(LARGEST)
  public CompletionStage<Response> install(
      @Context HttpServletRequest servlet, @Context Request request, InputStream jar)
      throws IOException {
    String by = changer(servlet);
    requireJar(servlet.getContentType());
    try {
      return answer(control.install(jar, by), request);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  /** Takes a bundle out; one of the installation serves afterwards, if there is one. */
  @DELETE
  @Path("{name}")
  public CompletionStage<Response> remove(
      @Context HttpServletRequest servlet,
      @Context Request request,
      @PathParam("name") String name) {
    try {
      return answer(control.remove(name, changer(servlet)), request);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  /** Brings back what served before. */
  @POST
  @Path("{name}/rollback")
  public CompletionStage<Response> rollback(
      @Context HttpServletRequest servlet,
      @Context Request request,
      @PathParam("name") String name) {
    try {
      return answer(control.rollback(name, changer(servlet)), request);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  /** Nothing comes here without having been asked; should it, it goes no further. */
  private static String changer(HttpServletRequest servlet) {
    return ConsoleAccess.changer(servlet)
        .orElseThrow(() -> new ApiException(ErrorCode.FORBIDDEN, "This needs the console's login"));
  }

  private static void requireJar(String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    if (!JAR_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_TYPE,
          "The body must be the jar itself",
          "Send Content-Type: application/java-archive",
          null);
    }
  }

  private CompletionStage<Response> answer(CompletableFuture<SwapRecord> wish, Request request) {
    AnswerForm form = AnswerForm.of(request);
    CompletableFuture<SwapRecord> known =
        wish.copy()
            .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
            .exceptionally(error -> null); // nothing has become of it so far
    return threads.answer(known, record -> answer(record, form));
  }

  private static Response answer(SwapRecord record, AnswerForm form) {
    if (record == null) {
      return form.answer(202, Changed.PENDING, () -> Changed.PENDING.detail() + "\n");
    }
    if (record.result().equals(SwapRecord.KEPT_OLD)) {
      throw kept(record);
    }
    return form.answer(200, changed(record), () -> record.line() + "\n");
  }

  private static Changed changed(SwapRecord record) {
    return new Changed(
        true,
        record.result(),
        record.name(),
        record.from(),
        record.to(),
        record.ms(),
        record.parked(),
        record.parkedMs(),
        record.detail());
  }

  private static ApiException kept(SwapRecord record) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("result", record.result());
    details.put("name", record.name());
    details.put("from", record.from());
    details.put("to", record.to());
    String serves =
        record.from() == null ? "Nothing serves in its place" : record.from() + " serves on";
    return new ApiException(
        ErrorCode.CONFLICT,
        record.name() + " " + record.to() + " does not serve: " + record.detail(),
        serves,
        null,
        details);
  }

  private static ApiException refused(RefusedException e) {
    return new ApiException(e.code(), e.getMessage(), e.hint(), null, Map.of("result", "refused"));
  }
}
