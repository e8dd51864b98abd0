package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An author's Maven build: outside of the reactor, with nothing of it but the artifacts that {@code
 * install} would put into the local repository. Those are put into one of their own; what comes
 * from elsewhere is only read from the local repository of this build, offline.
 */
final class AuthorsBuild {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String GROUP = "com/virtualpytest/host";
  private static final long MINUTES = 5;

  private final Path repository;
  private final String version = System.getProperty("project.version");

  /** Installs what authors use into that folder. */
  AuthorsBuild(Path repository) throws IOException {
    this.repository = repository;
    install("device-host", ROOT.resolve("pom.xml"), null);
    install("core-api", ROOT.resolve("core-api/pom.xml"), ROOT.resolve("core-api/target"));
    Path tck = ROOT.resolve("driver-kit/tck");
    install("driver-tck", tck.resolve("pom.xml"), tck.resolve("target"));
    Path archetype = ROOT.resolve("driver-kit/archetype");
    install("driver-archetype", archetype.resolve("pom.xml"), archetype.resolve("target"));
  }

  private void install(String artifact, Path pom, Path target) throws IOException {
    String name = artifact + "-" + version;
    Path folder =
        Files.createDirectories(repository.resolve(GROUP).resolve(artifact).resolve(version));
    Files.copy(pom, folder.resolve(name + ".pom"));
    if (target != null) {
      Files.copy(target.resolve(name + ".jar"), folder.resolve(name + ".jar"));
    }
  }

  /** The contract tests, with what simulators need of them. */
  Path tck() {
    String name = "driver-tck-" + version + ".jar";
    return repository.resolve(GROUP).resolve("driver-tck").resolve(version).resolve(name);
  }

  /** The example's sources, copied to that folder. */
  static Path copyOfExample(Path to) throws IOException {
    Path example = ROOT.resolve("driver-kit/example");
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.toList()) {
        Path relative = example.relativize(file);
        if (Files.isRegularFile(file) && !relative.startsWith("target")) {
          Path copy = to.resolve(relative);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    return to;
  }

  /** Runs Maven in a folder; what it writes is in the failure when it fails. */
  void maven(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("mvnw").toString());
    command.addAll(List.of("-o", "-B", "-ntp", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + repository);
    command.add("-Dmaven.repo.local.tail=" + System.getProperty("local.repository"));
    command.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
    command.addAll(List.of(arguments));
    Path output = folder.resolve("maven.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    Process maven = builder.start();
    try {
      assertThat(maven.waitFor(MINUTES, TimeUnit.MINUTES)).as("Maven ends").isTrue();
    } finally {
      maven.destroy();
    }
    assertThat(maven.exitValue()).as(() -> read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no output: " + e;
    }
  }
}
