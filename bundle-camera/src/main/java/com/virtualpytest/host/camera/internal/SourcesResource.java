package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.camera.internal.source.DisplaySocket;
import com.virtualpytest.host.camera.internal.source.V4l2Devices;
import com.virtualpytest.host.camera.internal.source.V4l2Devices.Device;
import com.virtualpytest.host.camera.internal.storage.Folders;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/av/sources}: what there is on this machine that pictures can come from. */
@Component(service = SourcesResource.class)
@JakartarsResource
@Path("av/sources")
@Produces(MediaType.APPLICATION_JSON)
public final class SourcesResource {

  /**
   * The answer.
   *
   * @param displays X displays, as {@code HOST_VIDEO_SOURCE} takes them
   */
  public record Sources(boolean success, List<Device> devices, List<String> displays) {}

  @GET
  public Sources all() throws InterruptedException {
    return new Sources(true, new V4l2Devices(java.nio.file.Path.of("/")).all(), displays());
  }

  private static List<String> displays() {
    return Folders.list(DisplaySocket.FOLDER).stream()
        .map(socket -> socket.getFileName().toString())
        .filter(name -> name.matches("X\\d{1,4}"))
        .filter(name -> DisplaySocket.answers(Integer.parseInt(name.substring(1))))
        .map(name -> ":" + name.substring(1))
        .toList();
  }
}
