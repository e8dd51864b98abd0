package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/av/{device_id}/…}: the newest picture, and pictures as they come. */
@Component(service = PicturesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("av")
public final class PicturesResource {
  private final AvSources sources;
  private final Viewers viewers = new Viewers();
  private final Clock clock = Clock.systemUTC();

  @Activate
  public PicturesResource(@Reference AvSources sources) {
    this.sources = sources;
  }

  /** Ends all views. */
  @Deactivate
  public void stop() {
    viewers.close();
  }

  /** The newest picture, from memory; a header says how old it is. */
  @GET
  @Path("{device_id}/snapshot.jpg")
  public Response snapshot(@PathParam("device_id") String device) {
    Picture picture = newest(device);
    byte[] jpeg = new byte[picture.jpeg().remaining()];
    picture.jpeg().get(jpeg);
    return Response.ok(jpeg, "image/jpeg")
        .header("X-Picture-Age-Ms", Duration.between(picture.at(), clock.instant()).toMillis())
        .header("X-Picture-Time", picture.at())
        .header("Cache-Control", "no-store")
        .build();
  }

  private Picture newest(String device) {
    return sources
        .open(device)
        .newest()
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.DEVICE_OFFLINE,
                    "There is no picture yet",
                    "GET /host/devices says why",
                    device));
  }

  /** Pictures as they come; who is slow gets fewer of them. */
  @GET
  @Path("{device_id}/live.mjpeg")
  public void live(@PathParam("device_id") String device, @Suspended AsyncResponse response) {
    newest(device); // what is wrong is told before anything else
    viewers.start(() -> response.resume(answer(new LiveView(() -> sources.open(device)))));
  }

  /** What a viewer gets, without the pictures, which have no end. */
  @HEAD
  @Path("{device_id}/live.mjpeg")
  public Response live(@PathParam("device_id") String device) {
    newest(device);
    return answer(null);
  }

  private static Response answer(LiveView view) {
    return Response.ok(view)
        .type("multipart/x-mixed-replace; boundary=" + LiveView.BOUNDARY)
        .header("Cache-Control", "no-store")
        .build();
  }
}
