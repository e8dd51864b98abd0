package com.virtualpytest.host.itest;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pictures through the packed host: one host for all of what follows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraIT {
  private CameraHost cameras;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    cameras = new CameraHost(folder);
    CameraHost.DEVICES.forEach(device -> cameras.awaitState(device, "ready"));
  }

  @AfterAll
  void stop() {
    cameras.close();
  }

  @Nested
  class Pictures extends CameraPictures {
    Pictures() {
      super(cameras);
    }
  }

  @Nested
  class Routes extends CameraRoutes {
    Routes() {
      super(cameras);
    }
  }

  @Nested
  class Streams extends CameraStreams {
    Streams() {
      super(cameras);
    }
  }

  @Nested
  class Films extends CameraRecordings {
    Films() {
      super(cameras);
    }
  }

  @Nested
  class Paths extends CameraPaths {
    Paths() {
      super(cameras);
    }
  }

  @Nested
  class Failures extends CameraFailures {
    Failures() {
      super(cameras);
    }
  }
}
