import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uses compiled networks for a long time, and prints what that takes: {@code java --add-modules
 * jdk.incubator.vector benchmarks/soak/Soak.java digits.jar other.jar [predictions [cycles]]}.
 */
final class Soak {
  private static final int PARTS = 10;
  private static final int CALLERS = 4;
  private static final int SEEDS = 16;

  /** Longer than the engine keeps a thread that has nothing to do. */
  private static final long IDLE_MILLIS = 11_000;

  /** Where a machine is busy, its JIT still compiles what no one will call. */
  private static final int WAITS = 6;

  private Soak() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("Soak NETWORK.jar OTHER.jar [PREDICTIONS [CYCLES]]");
      System.exit(64);
    }
    Path first = Path.of(arguments[0]);
    Path second = Path.of(arguments[1]);
    int predictions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    int cycles = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 200;
    boolean good = predict(first, predictions);
    good &= together(first, second);
    good &= reload(first, second, cycles);
    System.exit(good ? 0 : 1);
  }

  /** Predictions by several callers, all held to the first answers. */
  private static boolean predict(Path jar, int predictions)
      throws IOException, ReflectiveOperationException, InterruptedException, ExecutionException {
    System.out.println(Room.header("predictions"));
    int wrong = 0;
    try (Network network = Network.load(jar);
        ExecutorService pool = Executors.newFixedThreadPool(CALLERS)) {
      float[][] answers = answers(network);
      System.out.println(Room.now().line(0));
      for (int part = 1; part <= PARTS; part++) {
        int count = predictions / PARTS / CALLERS;
        List<Future<Integer>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
          callers.add(pool.submit(() -> differing(network, answers, count)));
        }
        for (Future<Integer> caller : callers) {
          wrong += caller.get();
        }
        System.out.println(Room.now().line((long) predictions / PARTS * part));
      }
    }
    System.out.println("answers that differed from the first: " + wrong + "\n");
    return wrong == 0;
  }

  /** Two networks that compute at the same time, each held to what it says alone. */
  private static boolean together(Path first, Path second) throws Exception {
    int wrong = 0;
    int each = 2_000;
    try (Network one = Network.load(first);
        Network other = Network.load(second);
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      float[][] ones = answers(one);
      float[][] others = answers(other);
      Future<Integer> left = pool.submit(() -> differing(one, ones, each));
      Future<Integer> right = pool.submit(() -> differing(other, others, each));
      wrong = left.get() + right.get();
    }
    System.out.printf("two networks at once, %,d answers of each: %d differed%n%n", each, wrong);
    return wrong == 0;
  }

  /** Loads, uses and forgets the networks, each time with classes of their own. */
  private static boolean reload(Path first, Path second, int cycles) throws Exception {
    System.out.println(Room.header("cycles") + "  loaders");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int cycle = 1; cycle <= cycles; cycle++) {
      loaders.add(use(first));
      loaders.add(use(second));
      if (cycle % Math.max(1, cycles / PARTS) == 0) {
        System.out.println(Room.now().line(cycle) + "  " + alive(loaders));
      }
    }
    for (int wait = 0; wait < WAITS && alive(loaders) > 0; wait++) {
      Thread.sleep(IDLE_MILLIS);
      System.gc();
    }
    System.out.println(
        Room.now().line(cycles) + "  " + alive(loaders) + "  when threads have ended");
    return alive(loaders) == 0;
  }

  private static WeakReference<ClassLoader> use(Path jar) throws Exception {
    try (Network network = Network.load(jar)) {
      network.predict(network.input(1));
      return new WeakReference<>(network.loader());
    }
  }

  private static long alive(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  private static float[][] answers(Network network) {
    float[][] answers = new float[SEEDS][];
    for (int seed = 0; seed < SEEDS; seed++) {
      answers[seed] = network.predict(network.input(seed));
    }
    return answers;
  }

  private static int differing(Network network, float[][] answers, int count) {
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      int seed = i % SEEDS;
      wrong += Arrays.equals(answers[seed], network.predict(network.input(seed))) ? 0 : 1;
    }
    return wrong;
  }
}
