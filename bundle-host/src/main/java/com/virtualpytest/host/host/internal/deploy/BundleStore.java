package com.virtualpytest.host.host.internal.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own copies of dropped-in jars, {@code HOST_DATA_DIR/bundles/<sha256>.jar}, and what is
 * remembered of them across restarts. Whatever happens to a dropped file, the copy stays as it is.
 * Used by the deployer's thread; {@link #quarantine} by others too.
 */
final class BundleStore {
  private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);
  private static final String JAR = ".jar";
  private static final String TEMPORARY = ".tmp";
  private static final String STUCK = ".stuck";

  private final Path folder;
  private final ObjectMapper json = new ObjectMapper();

  BundleStore(Path folder) {
    this.folder = folder;
  }

  /**
   * What is remembered of a bundle.
   *
   * @param name symbolic name
   * @param version of the generation that served last
   * @param hash of the generation that served last
   * @param folder the drop-in folder it came from
   * @param file its file there
   * @param previous hash of the generation that served before it; null when there was none. Its
   *     copy is kept, so that one can go back to it.
   */
  record Remembered(
      String name, String version, String hash, Folder folder, String file, String previous) {}

  /** Looks at a copy before it is kept. */
  @FunctionalInterface
  interface Check {
    void accept(Path copy) throws DeployException;
  }

  /** Creates a folder that only the host's user can look into. */
  static void createPrivate(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Makes the folder and clears away what an interrupted copy left. */
  void open() throws IOException {
    createPrivate(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + TEMPORARY)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** SHA-256 of a file's content in lower-case hex. */
  static String hash(Path file) throws IOException {
    return transfer(file, OutputStream.nullOutputStream());
  }

  /**
   * The private copy of a content, made when there is none.
   *
   * @param source the dropped file, which may change or go at any time
   * @param hash of its content
   * @param check run on a new copy before it counts
   * @throws DeployException of the check, or {@link Kind#STORAGE} when it could not be copied
   */
  Path keep(Path source, String hash, Check check) throws DeployException {
    Path copy = jar(hash);
    Path temporary = folder.resolve("." + hash + TEMPORARY);
    try {
      if (Files.exists(copy) && Files.size(copy) == Files.size(source)) {
        return copy;
      }
      createPrivate(folder);
      String copied = copy(source, temporary);
      if (!copied.equals(hash)) {
        throw new DeployException(Kind.STORAGE, "The file changed while it was read", null);
      }
      check.accept(temporary);
      Files.move(
          temporary, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw storage(e);
    } finally {
      delete(temporary);
    }
  }

  /** An empty file for a content that is to come; cleared away at the next start if need be. */
  Path temporary() throws IOException {
    createPrivate(folder);
    return Files.createTempFile(
        folder,
        ".upload",
        TEMPORARY,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The copy of a content, when there is one. */
  Optional<Path> find(String hash) {
    return Optional.of(jar(hash)).filter(Files::isRegularFile);
  }

  /** Deletes the copies of all contents but these. */
  void prune(Set<String> hashes) {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + JAR)) {
      for (Path jar : jars) {
        String name = jar.getFileName().toString();
        if (!hashes.contains(name.substring(0, name.length() - JAR.length()))) {
          delete(jar);
        }
      }
    } catch (IOException e) {
      LOG.warn("Old bundle copies could not be looked for", e);
    }
  }

  /** Marks a content as one that hangs: it is not started again, by later runs neither. */
  void quarantine(Candidate candidate) {
    try {
      Files.writeString(marker(candidate.hash()), candidate.label() + "\n");
    } catch (IOException e) {
      LOG.warn("Cannot remember that bundle {} hangs", candidate.label(), e);
    }
  }

  boolean quarantined(String hash) {
    return Files.exists(marker(hash));
  }

  /** What an earlier run remembered; empty when nothing, or when it cannot be read. */
  List<Remembered> remembered() {
    Path file = memory();
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return json.readValue(file.toFile(), new TypeReference<List<Remembered>>() {});
    } catch (IOException e) {
      LOG.warn("What was remembered of the drop-in bundles cannot be read; starting afresh", e);
      return List.of();
    }
  }

  /** Remembers for the next run, all or nothing. */
  void remember(List<Remembered> bundles) throws IOException {
    createPrivate(folder);
    Path temporary = folder.resolve(".generations" + TEMPORARY);
    try {
      try (FileChannel channel = create(temporary)) {
        Channels.newOutputStream(channel).write(json.writeValueAsBytes(bundles));
        channel.force(true);
      }
      Files.move(
          temporary, memory(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(temporary);
    }
  }

  private static String copy(Path source, Path target) throws IOException {
    try (FileChannel channel = create(target)) {
      String hash = transfer(source, Channels.newOutputStream(channel));
      channel.force(true);
      return hash;
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static String transfer(Path source, OutputStream target) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(source), digest)) {
      in.transferTo(target);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  static DeployException storage(IOException cause) {
    return new DeployException(
        new Problem(
            Kind.STORAGE,
            "The jar could not be copied into HOST_DATA_DIR",
            "Make room there; it is tried again by itself"),
        cause);
  }

  private static void delete(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}", file.getFileName(), e);
    }
  }

  private Path jar(String hash) {
    return folder.resolve(hash + JAR);
  }

  private Path marker(String hash) {
    return folder.resolve(hash + STUCK);
  }

  /** Where {@link History} is kept. */
  Path historyFile() {
    return folder.resolve("history.json");
  }

  private Path memory() {
    return folder.resolve("generations.json");
  }
}
