import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Run by {@code bench/adb}. */
final class AdbBench {
  private static final int DEVICES = 10;
  private static final int ROUNDS = 500;

  /** Presses until the JVM has compiled what a press takes; a host runs for weeks. */
  private static final int WARM_UP = 60_000;

  private static final int REAL_ROUNDS = 200;
  private static final int PROCESS_ROUNDS = 100;

  /** A tenth of what "input" takes on a phone, where it starts a program. */
  private static final Duration REAL = Duration.ofMillis(20);

  private static final long SECONDS = 10;
  static final String KEY = "bench";

  private final List<VirtualAndroid> androids = new ArrayList<>();
  private final ThreadLocal<Connection> connection = ThreadLocal.withInitial(Connection::new);
  private final int port = freePort();
  private final int adbPort = freePort();

  private AdbBench() throws IOException {}

  public static void main(String[] args) throws Exception {
    AdbBench bench = new AdbBench();
    Path data = Files.createTempDirectory("bench-adb");
    Process host = bench.start(args[0], data);
    int status = 1;
    try {
      bench.awaitReady();
      if (args.length == 1) {
        bench.compare(host);
        bench.parallel();
      }
      boolean met = new AdbOutages(bench.port, bench.adbPort, bench.androids.get(0)).run();
      status = met ? 0 : 1;
    } catch (Exception e) {
      System.err.println("bench/adb: " + e);
    } finally {
      host.descendants().forEach(ProcessHandle::destroy);
      host.destroy();
      host.waitFor(20, TimeUnit.SECONDS);
      bench.androids.forEach(VirtualAndroid::close);
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(status);
  }

  private Process start(String program, Path data) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program);
    Map<String, String> variables = builder.environment();
    variables.put("HOST_PORT", Integer.toString(port));
    variables.put("HOST_BIND", "127.0.0.1");
    variables.put("HOST_DISPLAY", "none");
    variables.put("HOST_DATA_DIR", data.toString());
    variables.put("API_KEY", KEY);
    variables.put("ADB_PORT", Integer.toString(adbPort));
    for (int i = 1; i <= DEVICES; i++) {
      VirtualAndroid android = VirtualAndroid.start(Profile.PHONE, 0);
      androids.add(android);
      variables.put("DEVICE" + i + "_NAME", "Phone " + i);
      variables.put("DEVICE" + i + "_MODEL", "android_mobile");
      variables.put("DEVICE" + i + "_IP", "127.0.0.1");
      variables.put("DEVICE" + i + "_PORT", Integer.toString(android.port()));
    }
    return builder.redirectErrorStream(true).redirectOutput(data.resolve("log").toFile()).start();
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    for (int i = 1; i <= DEVICES; ) {
      try {
        if (press(i)) {
          i++;
          continue;
        }
      } catch (IOException e) {
        connection.remove(); // the host does not listen yet
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("device" + i + " is not ready");
      }
      Thread.sleep(200);
    }
  }

  /** One key press. */
  private interface Press {
    boolean run() throws Exception;
  }

  private void compare(Process host) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      require(() -> press(1));
    }
    System.out.printf("%-28s %10s %9s %9s%n", "press_key", "per s", "p50", "p99");
    System.out.println("a device that answers at once, one way after the other");
    alone("  adb server's socket, raw", this::raw);
    long before = switches(host);
    alone("  REST", () -> press(1));
    System.out.printf(
        "  changes of threads in the host for each: %.1f%n",
        (double) (switches(host) - before) / ROUNDS);
    System.out.println("a device that answers at once, by turns");
    compare(ROUNDS);
    System.out.printf("a device that takes %d ms%n", REAL.toMillis());
    androids.get(0).slow(REAL);
    compare(REAL_ROUNDS);
    androids.get(0).clearFaults();
  }

  private static void alone(String name, Press press) throws Exception {
    long[] times = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = require(press);
    }
    print(name, times);
  }

  /** How often the threads of the host have waited for something so far. */
  private static long switches(Process host) throws IOException {
    long sum = 0;
    for (ProcessHandle child : host.children().toList()) {
      try (DirectoryStream<Path> tasks =
          Files.newDirectoryStream(Path.of("/proc", Long.toString(child.pid()), "task"))) {
        for (Path task : tasks) {
          for (String line : Files.readAllLines(task.resolve("status"))) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
              sum += Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
          }
        }
      }
    }
    return sum;
  }

  /** By turns, so that whatever else the machine does strikes all alike. */
  private void compare(int rounds) throws Exception {
    Press raw = this::raw;
    Press rest = () -> press(1);
    Press process = this::process;
    for (int i = 0; i < PROCESS_ROUNDS; i++) {
      require(raw);
      require(rest);
    }
    long[] rawTimes = new long[rounds];
    long[] restTimes = new long[rounds];
    long[] processTimes = new long[PROCESS_ROUNDS];
    for (int i = 0; i < rounds; i++) {
      rawTimes[i] = require(raw);
      restTimes[i] = require(rest);
      if (i % (rounds / PROCESS_ROUNDS) == 0) {
        processTimes[i / (rounds / PROCESS_ROUNDS)] = require(process);
      }
    }
    print("  adb server's socket, raw", rawTimes);
    print("  REST", restTimes);
    print("  adb, a process for each", processTimes);
    System.out.printf(
        "  REST p50 / raw p50: %.2f%n",
        (double) percentile(restTimes, 50) / percentile(rawTimes, 50));
  }

  private void parallel() throws Exception {
    long well = nine();
    androids.get(DEVICES - 1).fault(Fault.FREEZE);
    long frozen = nine();
    androids.get(DEVICES - 1).clearFaults();
    System.out.printf(
        "%d devices at a time, %d s: nine of them %d presses; with the tenth frozen %d (%.2f)%n",
        DEVICES, SECONDS, well, frozen, (double) frozen / well);
  }

  /** How many presses nine devices take while a tenth is pressed as well. */
  private long nine() throws InterruptedException {
    AtomicLong count = new AtomicLong();
    AtomicLong lost = new AtomicLong();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= DEVICES; i++) {
      int device = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (System.nanoTime() < end) {
                    boolean done = press(device);
                    if (device < DEVICES) {
                      (done ? count : lost).incrementAndGet();
                    }
                  }
                } catch (IOException e) {
                  lost.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (lost.get() > 0) {
      throw new IllegalStateException(lost + " presses failed");
    }
    return count.get();
  }

  private static long require(Press press) throws Exception {
    long begin = System.nanoTime();
    if (!press.run()) {
      throw new IllegalStateException("a key was not pressed");
    }
    return System.nanoTime() - begin;
  }

  private boolean press(int device) throws IOException {
    return connection.get().post("/host/remote/executeCommand", body(device));
  }

  static String body(int device) {
    return "{\"device_id\":\"device%d\",\"command\":\"press_key\",\"params\":{\"key\":\"HOME\"}}"
        .formatted(device);
  }

  /** As plain as the raw socket: one connection that stays, and a thread that waits. */
  private final class Connection {
    private Socket socket;
    private DataInputStream in;

    /** Whether the answer begins with success. */
    boolean post(String path, String body) throws IOException {
      if (socket == null) {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      }
      String request =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, KEY, body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return answer().startsWith("{\"success\":true");
    }

    private String answer() throws IOException {
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      byte[] body = new byte[length];
      in.readFully(body);
      return new String(body, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }

  private boolean raw() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adbPort)) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ask(socket, in, "host:transport:" + androids.get(0).serial());
      ask(socket, in, "shell,v2,raw:input keyevent KEYCODE_HOME");
      while (true) {
        int kind = in.readUnsignedByte();
        byte[] data = new byte[Integer.reverseBytes(in.readInt())];
        in.readFully(data);
        if (kind == 3) {
          return data[0] == 0;
        }
      }
    }
  }

  static void ask(Socket socket, DataInputStream in, String service) throws IOException {
    String request = "%04x".formatted(service.length()) + service;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] status = new byte[4];
    in.readFully(status);
    if (!new String(status, StandardCharsets.US_ASCII).equals("OKAY")) {
      throw new IOException(service);
    }
  }

  private boolean process() throws IOException, InterruptedException {
    return new ProcessBuilder(
                "adb",
                "-P",
                Integer.toString(adbPort),
                "-s",
                androids.get(0).serial(),
                "shell",
                "input",
                "keyevent",
                "KEYCODE_HOME")
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  private static void print(String name, long[] times) {
    double mean = Arrays.stream(times).average().orElse(0) / 1e9;
    System.out.printf(
        "%-28s %10.0f %6.2f ms %6.2f ms%n",
        name, 1 / mean, percentile(times, 50) / 1e6, percentile(times, 99) / 1e6);
  }

  static long percentile(long[] times, int percent) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
