package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.event.Event;

/** A deployer on two folders, with a framework and a clock of the test's own. */
final class DeployerFixture {
  final Path data;
  final Path installation;
  final FakeFramework framework;
  final List<String> told = new ArrayList<>();

  /** The same as events. */
  final List<Event> events = new ArrayList<>();

  Instant now = Instant.now();
  boolean strict;
  TrustedSigners signers = TrustedSigners.anybody();
  Deployer deployer;
  private final Path copies;

  DeployerFixture(Path root) throws IOException {
    data = root.resolve("data/deploy");
    installation = Files.createDirectories(root.resolve("home/deploy"));
    copies = root.resolve("data/bundles");
    framework = new FakeFramework(stuck -> new BundleStore(copies).quarantine(stuck));
    restart();
  }

  /** Begins the next run, with its first look at the folders. */
  void restart() throws IOException {
    framework.serving.clear();
    deployer =
        new Deployer(
            Map.of(Folder.DATA, data, Folder.INSTALLATION, installation),
            strict,
            new BundleStore(copies),
            new JarInspector(JarInspector.Limits.DEFAULT, framework::systemName, signers),
            framework,
            framework,
            change -> {
              told.add(change.kind() + " " + change.bundle().name());
              events.add(DeployComponent.event(change));
            },
            clock());
    told.clear();
    deployer.pass();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  void passes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      deployer.pass();
    }
  }

  /** Writes a jar into the data folder. */
  void drop(String file, Jar jar) throws IOException {
    drop(data, file, jar);
  }

  void drop(Path folder, String file, Jar jar) throws IOException {
    Files.write(folder.resolve(file), jar.bytes());
  }

  /** The private copies. */
  List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(copies)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  /** What is said of the one bundle of a version that is in a state. */
  String detail(String version, State state) {
    return deployer.bundles().stream()
        .filter(one -> version.equals(one.version()) && one.state() == state)
        .map(BundleRecord::detail)
        .findFirst()
        .orElseThrow();
  }
}
