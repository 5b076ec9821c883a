import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many callers of the service in examples/spring-boot on this machine: {@code java
 * benchmarks/service/Load.java SERVICE.jar PICTURE [CALLERS [REQUESTS [CORES]]]}. Each caller asks
 * for so many answers, one after the other; at last the service is ended while they ask.
 */
final class Load {
  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
  private static final Pattern ANSWERED = Pattern.compile("answered (\\d+) requests");
  private static final int PARTS = 5;

  /** Answers for each caller before the service is ended. */
  private static final int ENOUGH = 10;

  private final Path jar;
  private final byte[] picture;
  private final int callers;
  private final String cores;
  private final AtomicLong answered = new AtomicLong();

  /** Requests that the service answered with their deadline. */
  private final AtomicLong late = new AtomicLong();

  private Load(Path jar, byte[] picture, int callers, String cores) {
    this.jar = jar;
    this.picture = picture;
    this.callers = callers;
    this.cores = cores;
  }

  /** What callers got: nanoseconds of each answer, and whatever was none. */
  private record Got(List<long[]> nanos, int failures) {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("Load SERVICE.jar PICTURE [CALLERS [REQUESTS [CORES]]]");
      System.exit(64);
    }
    int callers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
    int requests = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10_000;
    String cores = arguments.length > 4 ? arguments[4] : "";
    byte[] picture = Files.readAllBytes(Path.of(arguments[1]));
    Load load = new Load(Path.of(arguments[0]), picture, callers, cores);
    boolean good = load.measure(requests);
    good &= load.end(requests);
    System.exit(good ? 0 : 1);
  }

  private boolean measure(int requests) throws Exception {
    Process service = start();
    String port = port(service);
    drain(service, new StringBuilder());
    System.out.printf(
        "%d callers, %,d requests each%s%n",
        callers, requests, cores.isEmpty() ? "" : ", cores " + cores);
    System.out.println("   requests  failures  per second   p50 ms   p99 ms   max ms   RSS MB");
    int failures = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      ask(client, request(port), requests / 20 + 1, new AtomicBoolean());
      for (int part = 1; part <= PARTS; part++) {
        long begin = System.nanoTime();
        Got got = ask(client, request(port), requests / PARTS, new AtomicBoolean());
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] all = got.nanos().stream().flatMapToLong(Arrays::stream).sorted().toArray();
        failures += got.failures();
        System.out.printf(
            Locale.ROOT,
            "%,11d %9d %11.0f %8.1f %8.1f %8.1f %8.0f%n",
            (long) callers * (requests / PARTS) * part,
            got.failures(),
            all.length / seconds,
            all[all.length / 2] / 1e6,
            all[(int) (all.length * 0.99)] / 1e6,
            all[all.length - 1] / 1e6,
            resident(service.pid()));
      }
    } finally {
      end(service);
    }
    return failures == 0;
  }

  /** Ends the service while it is asked: as many answers have to come as it says it gave. */
  private boolean end(int requests) throws Exception {
    Process service = start();
    String port = port(service);
    StringBuilder said = new StringBuilder();
    Thread reader = drain(service, said);
    int answers = 0;
    AtomicBoolean closing = new AtomicBoolean();
    answered.set(0);
    late.set(0);
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService one = Executors.newSingleThreadExecutor()) {
      Future<Got> asked = one.submit(() -> ask(client, request(port), requests, closing));
      while (answered.get() < callers * (long) ENOUGH && !asked.isDone()) {
        Thread.sleep(10);
      }
      closing.set(true);
      end(service);
      for (long[] nanos : asked.get().nanos()) {
        answers += nanos.length;
      }
    }
    reader.join();
    answers += (int) late.get();
    Matcher count = ANSWERED.matcher(said);
    int given = count.find() ? Integer.parseInt(count.group(1)) : -1;
    System.out.printf(
        "ended while %d callers asked: the service gave %d answers, and %d came%n",
        callers, given, answers);
    return given == answers;
  }

  /** As {@code kill} does; {@code Process.destroy} would close what it still says. */
  private static void end(Process service) throws InterruptedException {
    service.toHandle().destroy();
    service.waitFor();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    if (!cores.isEmpty()) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-jar", jar.toString(), "--server.port=0"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String port(Process service) throws IOException {
    BufferedReader said = service.inputReader();
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return started.group(1);
      }
    }
    throw new IOException("the service did not start:\n" + all);
  }

  private static Thread drain(Process service, StringBuilder said) {
    BufferedReader reader = service.inputReader();
    return Thread.ofVirtual()
        .start(() -> reader.lines().forEach(line -> said.append(line).append('\n')));
  }

  private HttpRequest request(String port) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/classify"))
        .header("Content-Type", "image/png")
        .POST(BodyPublishers.ofByteArray(picture))
        .build();
  }

  private Got ask(HttpClient client, HttpRequest request, int each, AtomicBoolean closing)
      throws InterruptedException, ExecutionException {
    List<long[]> nanos = new ArrayList<>();
    int failures = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
      List<Future<long[]>> results = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        results.add(pool.submit(() -> one(client, request, each, closing)));
      }
      for (Future<long[]> result : results) {
        nanos.add(result.get());
        failures += closing.get() ? 0 : each - result.get().length;
      }
    }
    return new Got(nanos, failures);
  }

  /** One caller's answers: all of them right, or it stops. */
  private long[] one(HttpClient client, HttpRequest request, int each, AtomicBoolean closing)
      throws InterruptedException {
    long[] nanos = new long[each];
    int got = 0;
    for (int i = 0; i < each; i++) {
      long begin = System.nanoTime();
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.body().contains("gave no answer")) {
          late.incrementAndGet();
          continue;
        }
        if (answer.statusCode() != 200 && closing.get()) {
          return Arrays.copyOf(nanos, got);
        }
        if (answer.statusCode() != 200 || !answer.body().startsWith("[{\"label\":\"")) {
          System.out.println(answer.statusCode() + " " + answer.body());
          return Arrays.copyOf(nanos, got);
        }
      } catch (IOException e) {
        if (!closing.get()) {
          System.out.println(e);
        }
        return Arrays.copyOf(nanos, got);
      }
      nanos[got] = System.nanoTime() - begin;
      got++;
      answered.incrementAndGet();
    }
    return Arrays.copyOf(nanos, got);
  }

  /** Megabytes of a process, as Linux says; 0 elsewhere. */
  private static double resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .sum();
  }
}
