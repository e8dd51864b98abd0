package com.virtualpytest.host.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The skeleton as the archetype plugin writes it: it compiles, and keeps to the contract. */
class SkeletonTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/archetype-resources");

  /** One of each kind; the example, which differs in a few lines, is held against all. */
  private static final List<String> CHECKED =
      List.of(
          "theSettingsThatItReadsAreAnnounced",
          "aMistakeIsRefusedByItsName",
          "closeEndsAllThreads",
          "theStatusSaysWhenTheHardwareGoes",
          "aCommandWorks",
          "everyActionIsAccepted",
          "aCommandEndsWhenItIsInterrupted",
          "theNewVersionTakesOver");

  @TempDir private Path folder;

  @Test
  void theSkeletonKeepsToTheContract() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(written(), classes);

    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      Class<?> contract = loader.loadClass("org.acme.plug.AcmeContractTest");
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(CHECKED.stream().map(test -> selectMethod(contract, test)).toList())
              .build();
      LauncherFactory.create().execute(request, summary);
    }

    StringWriter failures = new StringWriter();
    summary.getSummary().printFailuresTo(new PrintWriter(failures, true));
    assertThat(summary.getSummary().getTotalFailureCount()).as(failures.toString()).isZero();
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(CHECKED.size());
  }

  /** The example is built and run by other tests, so a project file like its own works. */
  @Test
  void itsProjectFileIsThatOfTheExample() throws IOException {
    String example = Files.readString(Path.of("../example/pom.xml"));
    String written =
        expanded(TEMPLATES.resolve("pom.xml"))
            .replace("<groupId>org.acme<", "<groupId>com.example<")
            .replace("<artifactId>acme-driver<", "<artifactId>shelly-driver<")
            .replace("<name>Acme<", "<name>Shelly power<")
            .replace(
                "A driver of the device host for Acme.",
                "Relays and plugs of Shelly, second generation and later.");

    assertThat(written).isEqualTo(example);
  }

  private List<Path> written() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> templates = Files.walk(TEMPLATES.resolve("src"))) {
      for (Path template : templates.filter(Files::isRegularFile).toList()) {
        String name = template.getFileName().toString().replace("__driver__", "Acme");
        sources.add(Files.writeString(folder.resolve(name), expanded(template)));
      }
    }
    return sources;
  }

  /** What the plugin does with a template, as far as these use it. */
  private static String expanded(Path template) throws IOException {
    return Files.readString(template, StandardCharsets.UTF_8)
        .replaceFirst("(?m)^#set\\(.*\\)\\n", "")
        .replace("${d}", "$")
        .replace("${package}", "org.acme.plug")
        .replace("${groupId}", "org.acme")
        .replace("${artifactId}", "acme-driver")
        .replace("${version}", "1.0.0-SNAPSHOT")
        .replace("${deviceHostVersion}", System.getProperty("project.version"))
        .replace("${driver}", "Acme")
        .replace("${name}", "acme");
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
