package com.virtualpytest.host.host.internal.metrics;

import com.virtualpytest.host.api.store.Store;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.process.Processes;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Figures of the host and of its JVM, in the text format of Prometheus. */
@Component(service = MetricsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("metrics")
public final class MetricsResource {

  private final HostFigures figures;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Store store;

  // guarded by this; made at the first scrape: a host that nobody scrapes does not pay for it
  private PrometheusRegistry jvm;

  @Activate
  public MetricsResource(
      @Reference RequestTally requests,
      @Reference CommandTally commands,
      @Reference DeviceRegistry registry,
      @Reference Processes processes,
      @Reference Deployment deployment) {
    this.figures = new HostFigures(requests, commands, registry, processes, deployment);
  }

  /** One scrape. */
  @GET
  public Response metrics() throws IOException {
    List<MetricSnapshot> all = new ArrayList<>(figures.now(store));
    jvm().scrape().forEach(all::add);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(text, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
    return Response.ok(text.toByteArray(), PrometheusTextFormatWriter.CONTENT_TYPE).build();
  }

  private synchronized PrometheusRegistry jvm() {
    if (jvm == null) {
      jvm = new PrometheusRegistry();
      JvmMetrics.builder().register(jvm);
    }
    return jvm;
  }
}
