package com.virtualpytest.host.simulators.android.device;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a device, in memory: {@code /sdcard} and {@code /data/local/tmp} can be written, the
 * rest cannot. Safe for any thread.
 */
public final class Files {

  /** All files together hold no more. */
  private static final long CAPACITY = 48L << 20;

  private static final List<String> WRITABLE = List.of("/sdcard", "/data/local/tmp");

  /** A file cannot be read or written; the message is the one of the system. */
  public static final class FileException extends Exception {
    private static final long serialVersionUID = 1;

    /** With errno's text. */
    public FileException(String message) {
      super(message);
    }
  }

  /** What is known of a file or folder; the mode as in {@code st_mode}, seconds since 1970. */
  public record Entry(String path, int mode, long size, long modified) {
    /** Whether it is a folder. */
    public boolean isFolder() {
      return (mode & 0xf000) == 0x4000;
    }

    /** The last part of the path. */
    public String name() {
      return path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** Without content it is a folder. */
  private static final class Node {
    private final int mode;
    private final byte[] content;
    private final long modified;

    Node(int mode, byte[] content, long modified) {
      this.mode = mode;
      this.content = content;
      this.modified = modified;
    }
  }

  private final NavigableMap<String, Node> nodes = new TreeMap<>();
  private final Clock clock;
  private long used;

  /** The folders of a fresh device. */
  public Files(Clock clock) {
    this.clock = clock;
    for (String folder :
        List.of("/", "/system/bin", "/data/local/tmp", "/data/app", "/dev", "/proc", "/vendor")) {
      addFolder(folder);
    }
    for (String name : List.of("Download", "Pictures", "Movies", "Music", "DCIM")) {
      addFolder("/sdcard/" + name);
    }
  }

  /** The one name of a path: whole, without doubled or trailing slashes, dots and links. */
  public static String canonical(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.remove(parts.size() - 1);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String whole = "/" + String.join("/", parts);
    for (String link : List.of("/storage/emulated/0", "/storage/self/primary", "/mnt/sdcard")) {
      if (whole.equals(link) || whole.startsWith(link + "/")) {
        return "/sdcard" + whole.substring(link.length());
      }
    }
    return whole;
  }

  /** What is there, or null. */
  public synchronized Entry entry(String path) {
    String name = canonical(path);
    Node node = nodes.get(name);
    return node == null ? null : entry(name, node);
  }

  /** Whether something is there. */
  public boolean exists(String path) {
    return entry(path) != null;
  }

  /** Whether a folder is there. */
  public boolean isFolder(String path) {
    Entry entry = entry(path);
    return entry != null && entry.isFolder();
  }

  /** What a folder holds, by name. */
  public synchronized List<Entry> list(String path) {
    String folder = canonical(path);
    String prefix = folder.equals("/") ? "/" : folder + "/";
    List<Entry> found = new ArrayList<>();
    nodes
        .tailMap(prefix, false)
        .forEach(
            (name, node) -> {
              if (name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
                found.add(entry(name, node));
              }
            });
    return found;
  }

  /** The paths of all that is in the folders that can be written. */
  public synchronized List<String> writable() {
    return nodes.keySet().stream()
        .filter(name -> WRITABLE.stream().anyMatch(root -> name.startsWith(root + "/")))
        .toList();
  }

  /** The paths that a shell pattern stands for. */
  public synchronized List<String> matching(Pattern pattern) {
    return nodes.keySet().stream().filter(name -> pattern.matcher(name).matches()).toList();
  }

  /** A file's content; not to be changed. */
  public synchronized byte[] read(String path) throws FileException {
    Node node = nodes.get(canonical(path));
    if (node == null) {
      throw new FileException("No such file or directory");
    }
    if (node.content == null) {
      throw new FileException("Is a directory");
    }
    return node.content;
  }

  /** Makes a file, or replaces its content. */
  public void write(String path, byte[] content) throws FileException {
    write(path, content, 0100660, clock.instant().getEpochSecond());
  }

  /** The same, with what {@code push} says about it; the folders above are made. */
  public synchronized void write(String path, byte[] content, int mode, long modified)
      throws FileException {
    String name = writable(path);
    Node old = nodes.get(name);
    if (old != null && old.content == null) {
      throw new FileException("Is a directory");
    }
    long growth = (long) content.length - (old == null ? 0 : old.content.length);
    if (used + growth > CAPACITY) {
      throw new FileException("No space left on device");
    }
    String parent = name.substring(0, name.lastIndexOf('/'));
    if (nodes.containsKey(parent) && nodes.get(parent).content != null) {
      throw new FileException("Not a directory");
    }
    used += growth;
    addFolder(parent);
    nodes.put(name, new Node(0100000 | (mode & 0777), content, modified));
  }

  /** Makes a folder and those above it. */
  public synchronized void makeFolder(String path) throws FileException {
    String name = writable(path);
    Node old = nodes.get(name);
    if (old != null && old.content != null) {
      throw new FileException("File exists");
    }
    addFolder(name);
  }

  /** Removes a file, or a folder with all that is in it. */
  public synchronized void remove(String path) throws FileException {
    String name = writable(path);
    if (!nodes.containsKey(name)) {
      throw new FileException("No such file or directory");
    }
    List<String> gone = new ArrayList<>(nodes.subMap(name + "/", name + "0").keySet());
    gone.add(name);
    for (String each : gone) {
      Node node = nodes.remove(each);
      used -= node.content == null ? 0 : node.content.length;
    }
  }

  private static String writable(String path) throws FileException {
    String name = canonical(path);
    if (path.isEmpty()) {
      throw new FileException("No such file or directory");
    }
    for (String root : WRITABLE) {
      if (name.startsWith(root + "/")) {
        return name;
      }
    }
    throw new FileException(
        name.startsWith("/data/") ? "Permission denied" : "Read-only file system");
  }

  private static Entry entry(String name, Node node) {
    long size = node.content == null ? 4096 : node.content.length;
    return new Entry(name, node.mode, size, node.modified);
  }

  private void addFolder(String path) {
    long now = clock.instant().getEpochSecond();
    String name = path.isEmpty() ? "/" : path;
    nodes.putIfAbsent(name, new Node(040771, null, now));
    if (!name.equals("/")) {
      addFolder(name.substring(0, name.lastIndexOf('/')));
    }
  }
}
