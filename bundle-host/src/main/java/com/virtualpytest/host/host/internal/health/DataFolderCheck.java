package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.annotation.HealthCheckService;
import org.apache.felix.hc.annotation.ResultTTL;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Without a folder to write to, the host cannot do its work. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@HealthCheckService(name = "HOST_DATA_DIR is writable", tags = HealthAnswers.CRITICAL_TAG)
@ResultTTL(resultCacheTtlInMs = 5_000)
public final class DataFolderCheck implements HealthCheck {

  private static final Logger LOG = LoggerFactory.getLogger(DataFolderCheck.class);

  private final Path folder;

  @Activate
  public DataFolderCheck(@Reference HostSettings settings) {
    this.folder = settings.dataFolder();
  }

  @Override
  public Result execute() {
    try {
      Path probe = Files.createTempFile(folder, ".probe", null);
      try {
        Files.write(probe, new byte[4096]);
      } finally {
        Files.delete(probe);
      }
      return new Result(Result.Status.OK, "writable");
    } catch (IOException e) {
      LOG.debug("Cannot write to the data folder", e);
      return new Result(Result.Status.CRITICAL, "HOST_DATA_DIR cannot be written to");
    }
  }
}
