import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.store.internal.database.Database;
import com.virtualpytest.host.store.internal.database.DatabaseAddress;
import com.virtualpytest.host.store.internal.database.Heartbeat;
import com.virtualpytest.host.store.internal.database.Writer;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Spools;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Run by {@code bench/store}. */
final class StoreBench {
  private static final int ROWS_EACH = 5;
  private static final long PERIOD_MILLIS = 60_000;
  private static final int STORM_ROWS = 100;

  private final DatabaseAddress address;
  private final DatabaseAddress server;
  private final Path folder;
  private final List<Host> hosts = new ArrayList<>();
  private final AtomicLong produced = new AtomicLong();
  private final AtomicInteger retries = new AtomicInteger();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private volatile int connections;

  /** One host: its spool, its pool, its writer. */
  private final class Host {
    final String name;
    final Spools spools;
    final Writer writer;

    Host(int number) throws Exception {
      name = "host-" + number;
      spools = Spools.open(folder.resolve(name), 64 << 20);
      writer =
          new Writer(
              new Database(Optional.of(address), folder),
              spools,
              new Heartbeat(name, "http://" + name, Instant.now()),
              () -> 4,
              Clock.systemUTC());
    }

    void put(int count) throws Exception {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(row(i));
      }
      produced.addAndGet(count);
      long begun = System.nanoTime();
      spools.append(rows);
      while (spools.rows() > 0) {
        Writer.Pause pause = writer.step();
        if (writer.status().state() != State.READY) {
          retries.incrementAndGet();
          Thread.sleep(pause.length().toMillis());
        }
      }
      latencies.add(System.nanoTime() - begun);
      writer.step(); // gives the connection back
    }

    private Row row(int number) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("host_name", name);
      values.put("seq", System.nanoTime());
      values.put("timestamp", Instant.now().toString());
      values.put("device_id", "device1");
      values.put("driver", "android_mobile");
      values.put("command", "press_key");
      values.put("params", Map.of("key", "HOME", "n", number));
      values.put("outcome", "ok");
      values.put("wait_ms", 0);
      values.put("ms", 12);
      return Row.of(Row.Kind.COMMAND, values);
    }
  }

  private StoreBench(String url, String direct, Path folder) throws Exception {
    this.address = DatabaseAddress.parse(url);
    this.server = DatabaseAddress.parse(direct);
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    StoreBench bench = new StoreBench(args[0], args[1], Path.of(args[2]));
    bench.watch();
    bench.new Host(0).put(1); // makes the tables
    for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
      Host host = bench.new Host(i);
      host.put(1); // they have been running for a while
      bench.hosts.add(host);
    }
    bench.steady(Long.parseLong(args[4]) * 1000);
    bench.storm();
    bench.check();
    System.exit(0);
  }

  /** Each host writes a few rows every minute, none at the same moment as another. */
  private void steady(long millis) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    run(
        host -> {
          Thread.sleep(ThreadLocalRandom.current().nextLong(PERIOD_MILLIS));
          while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            host.put(ROWS_EACH);
            long spent = (System.nanoTime() - begun) / 1_000_000;
            Thread.sleep(Math.max(0, PERIOD_MILLIS - spent));
          }
        },
        "%d rows from each host every %d s".formatted(ROWS_EACH, PERIOD_MILLIS / 1000));
  }

  /** All at once. */
  private void storm() throws Exception {
    run(host -> host.put(STORM_ROWS), STORM_ROWS + " rows from each host at the same moment");
  }

  private interface Work {
    void on(Host host) throws Exception;
  }

  private void run(Work work, String title) throws Exception {
    produced.set(0);
    retries.set(0);
    latencies.clear();
    connections = 0;
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (Host host : hosts) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                  work.on(host);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    long begun = System.nanoTime();
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    report(title, (System.nanoTime() - begun) / 1e9);
  }

  private void report(String title, double seconds) {
    List<Long> sorted = latencies.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%d hosts, %s%n  %d rows in %.1f s: %.0f rows/s%n"
            + "  from spool to committed: median %.0f ms, p99 %.0f ms, most %.0f ms%n"
            + "  connections: %d at most; attempts that the server refused: %d%n",
        hosts.size(),
        title,
        produced.get(),
        seconds,
        produced.get() / seconds,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        sorted.get(sorted.size() - 1) / 1e6,
        connections,
        retries.get());
  }

  private void check() throws Exception {
    try (Database database = new Database(Optional.of(address), folder);
        Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select count(*), count(distinct host_name) from device_host.command_log")) {
      found.next();
      System.out.printf("rows in the end: %d of %d hosts%n", found.getLong(1), found.getLong(2));
    }
  }

  /** Counts the server's connections, ours not among them. */
  private void watch() {
    Thread thread = new Thread(this::count);
    thread.setDaemon(true);
    thread.start();
  }

  private void count() {
    while (true) {
      try (Database database = new Database(Optional.of(server), folder);
          Connection connection = database.connection();
          Statement statement = connection.createStatement()) {
        while (true) {
          try (ResultSet found =
              statement.executeQuery(
                  "select count(*) from pg_stat_activity where backend_type = 'client backend'"
                      + " and pid <> pg_backend_pid()")) {
            found.next();
            connections = Math.max(connections, found.getInt(1));
          }
          Thread.sleep(20);
        }
      } catch (SQLException e) {
        System.err.println("The count of connections begins anew: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
