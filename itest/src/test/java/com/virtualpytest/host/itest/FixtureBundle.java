package com.virtualpytest.host.itest;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A bundle that is compiled and packed when a test needs it, from one file in {@code fixtures/}.
 *
 * @param source {@code hello} for {@code fixtures/Hello.java}
 * @param name its symbolic name after {@code fixture.}
 * @param version of the bundle
 * @param text stands in the source where it says {@code @TEXT@}
 */
record FixtureBundle(String source, String name, String version, String text) {
  private static final String CLASSPATH = System.getProperty("java.class.path");

  static FixtureBundle named(String name) {
    return new FixtureBundle(name, name, "1.0.0", "first");
  }

  FixtureBundle withText(String other) {
    return new FixtureBundle(source, name, version, other);
  }

  FixtureBundle withVersion(String other) {
    return new FixtureBundle(source, name, other, text);
  }

  /** The same content as another bundle. */
  FixtureBundle as(String other) {
    return new FixtureBundle(source, other, version, text);
  }

  String symbolicName() {
    return "fixture." + name;
  }

  /** The bundle. */
  byte[] jar() throws IOException {
    Path work = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "fixture-");
    Path classes = Files.createDirectory(work.resolve("classes"));
    compile(source(work), classes);
    return pack(classes);
  }

  private Path source(Path work) throws IOException {
    String type = source.substring(0, 1).toUpperCase(Locale.ROOT) + source.substring(1);
    try (InputStream found = getClass().getResourceAsStream("/fixtures/" + type + ".java")) {
      String code = new String(found.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(work.resolve(type + ".java"), code.replace("@TEXT@", text));
    }
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", CLASSPATH, "--release", "17", "-proc:none");
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new IllegalStateException(messages.toString());
      }
    }
  }

  private byte[] pack(Path classes) throws IOException {
    try (Builder builder = new Builder()) {
      builder.setBundleSymbolicName(symbolicName());
      builder.setBundleVersion(version);
      builder.setProperty("Private-Package", "fixture.*");
      builder.setProperty("-noimportjava", "true");
      builder.addClasspath(classes.toFile());
      builder.addClasspath(
          Arrays.stream(CLASSPATH.split(File.pathSeparator))
              .map(File::new)
              .filter(File::isFile)
              .toList());
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (Jar jar = builder.build()) {
        if (!builder.getErrors().isEmpty()) {
          throw new IllegalStateException(builder.getErrors().toString());
        }
        jar.write(packed);
      }
      return packed.toByteArray();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
