import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a host tells of an outage, and when of its end: it is asked all the time. Part of {@code
 * bench/adb}.
 */
final class AdbOutages {
  private static final int OUTAGES = 10;
  private static final long PAUSE = 500;
  private static final int GOAL = 3;

  /** The host holds back programs that end again and again within 30 s. */
  private static final int SERVER_OUTAGES = 3;

  private static final long SERVER_PAUSE = 31_000;
  private static final int SERVER_GOAL = 5;
  private static final String READY = "ready";
  private static final Pattern STATE =
      Pattern.compile("\"device_id\":\"device\\d+\".*?\"controller_status\":\"(\\w+)\"");
  private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final int adbPort;
  private final VirtualAndroid android;
  private FutureTask<Long> serverBack;
  private boolean missed;

  /**
   * @param android device1 of the host, its first
   */
  AdbOutages(int port, int adbPort, VirtualAndroid android) {
    this.port = port;
    this.adbPort = adbPort;
    this.android = android;
  }

  /** Makes an outage begin. */
  private interface Begin {
    void run() throws Exception;
  }

  /** Makes it end, or waits for its end, and tells when that was. */
  private interface End {
    long run() throws Exception;
  }

  /** Whether all goals were reached. */
  boolean run() throws Exception {
    System.out.printf(
        "%-28s %-17s  %s%n", "outages: p50, most", "offline after", "all ready after their end");
    Outage dies =
        new Outage("device dies", () -> android.power(false), end(() -> android.power(true)));
    Outage freezes =
        new Outage("device freezes", () -> android.fault(Fault.FREEZE), end(android::clearFaults));
    Outage server = new Outage("adb server, kill -9", this::killServer, () -> serverBack.get());
    outages(dies, OUTAGES, PAUSE, GOAL);
    outages(freezes, OUTAGES, PAUSE, GOAL);
    outages(server, SERVER_OUTAGES, SERVER_PAUSE, SERVER_GOAL);
    return !missed;
  }

  private record Outage(String name, Begin begin, End end) {}

  private static End end(Runnable end) {
    return () -> {
      end.run();
      return System.nanoTime();
    };
  }

  private void outages(Outage outage, int count, long pause, int goal) throws Exception {
    long[] offline = new long[count];
    long[] ready = new long[count];
    for (int i = 0; i < count; i++) {
      await(outage, AdbOutages::allReady);
      Thread.sleep(pause);
      long began = System.nanoTime();
      outage.begin.run();
      offline[i] = await(outage, states -> !states.get(0).equals(READY)) - began;
      long ended = outage.end.run();
      ready[i] = await(outage, AdbOutages::allReady) - ended;
      BodyPublisher key = BodyPublishers.ofString(AdbBench.body(1));
      if (!ask("/host/remote/executeCommand", "POST", key).startsWith("{\"success\":true")) {
        throw new IllegalStateException("a key was not pressed after: " + outage.name);
      }
    }
    System.out.printf(
        "  %2d x %-21s %s  %s%n", count, outage.name, shown(offline, GOAL), shown(ready, goal));
  }

  private static boolean allReady(List<String> states) {
    return !states.isEmpty() && states.stream().allMatch(READY::equals);
  }

  private String shown(long[] times, int goal) {
    double most = AdbBench.percentile(times, 100) / 1e9;
    missed |= most > goal;
    return "%5.2f s, %5.2f s%s"
        .formatted(
            AdbBench.percentile(times, 50) / 1e9,
            most,
            most > goal ? " (goal: " + goal + ")" : "  ");
  }

  private String ask(String path, String method, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("X-API-Key", AdbBench.KEY)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private void killServer() throws IOException, InterruptedException {
    Matcher pid = PID.matcher(ask("/host/adb", "GET", BodyPublishers.noBody()));
    if (!pid.find()) {
      throw new IllegalStateException("the host has started no adb server");
    }
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
    server.destroyForcibly();
    server.onExit().join(); // what answers from now on is the next one
    // the host starts it anew while the outage is being waited for
    serverBack = new FutureTask<>(this::awaitServer);
    new Thread(serverBack).start();
  }

  private long awaitServer() throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!answers()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the adb server does not come back");
      }
      Thread.sleep(5);
    }
    return System.nanoTime();
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adbPort)) {
      AdbBench.ask(socket, new DataInputStream(socket.getInputStream()), "host:version");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for states of the devices; the time when they were there. */
  private long await(Outage outage, Predicate<List<String>> wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      Matcher states = STATE.matcher(ask("/host/devices", "GET", BodyPublishers.noBody()));
      if (wanted.test(states.results().map(found -> found.group(1)).toList())) {
        return System.nanoTime();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not told within a minute: " + outage.name);
      }
      Thread.sleep(5);
    }
  }
}
