package com.virtualpytest.host.host.internal.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Makes keys and certificates with the JDK's keytool, and signs jars with them. */
public final class Signer {
  private static final String PASSWORD = "changeit";

  private final Path store;

  public Signer(Path folder) {
    this.store = folder.resolve("keys.p12");
  }

  /** A key whose certificate it has signed itself; {@code more} are options of keytool. */
  public Signer key(String name, String... more) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC"));
    options.addAll(List.of(more));
    keytool(options.toArray(String[]::new));
    return this;
  }

  /** The certificate of a key as a PEM file. */
  public Path certificate(String name) throws Exception {
    Path file = store.resolveSibling(name + ".pem");
    keytool("-exportcert", "-rfc", "-alias", name, "-file", file.toString());
    return file;
  }

  /** Signs a jar. */
  public byte[] sign(byte[] jar, String name) throws Exception {
    Path unsigned = Files.write(store.resolveSibling("unsigned.jar"), jar);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var entry =
        (KeyStore.PrivateKeyEntry)
            keys.getEntry(name, new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (ZipFile file = new ZipFile(unsigned.toFile())) {
      new JarSigner.Builder(entry).build().sign(file, signed);
    }
    return signed.toByteArray();
  }

  private void keytool(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
