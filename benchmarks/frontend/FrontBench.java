import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long {@code bbc} takes to look at networks, from the start of the process to its end, how
 * much memory, and how that grows with a network: {@code java benchmarks/frontend/FrontBench.java
 * [RUNS [PYTHON]]}. Each command runs in a process of its own. Run it on a machine that does
 * nothing else.
 */
public final class FrontBench {
  private static final String PYTHON =
      """
      import torch
      # a torchvision that was built for another torch brings none of its operators
      for name in "nms", "qnms":
          if not hasattr(torch.ops.torchvision, name):
              torch.library.define(
                  "torchvision::" + name, "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
      import torchvision
      with torch.device("meta"):
          model = torchvision.models.resnet50().eval()
      macs = 0
      def count(module, inputs, output):
          global macs
          if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
              macs += output.numel() * module.weight[0].numel()
      for module in model.modules():
          module.register_forward_hook(count)
      model(torch.empty(1, 3, 224, 224, device="meta"))
      print(sum(p.numel() for p in model.parameters()), macs)
      """;

  /** So far apart that starting and warming up, which are the same, are little of what is more. */
  private static final int[] LAYERS = {10_000, 40_000, 100_000};

  /**
   * What a command took in several runs.
   *
   * @param seconds in rising order
   * @param megabytes the most memory of any
   */
  private record Row(double[] seconds, long megabytes) {
    double median() {
      return seconds[seconds.length / 2];
    }

    double least() {
      return seconds[0];
    }
  }

  /**
   * One run.
   *
   * @param processor seconds that processors were at work for it
   */
  private record Run(int exit, double seconds, double processor, long megabytes) {}

  private final Path root;
  private final Path made;
  private final int runs;

  private FrontBench(Path root, Path made, int runs) {
    this.root = root;
    this.made = made;
    this.runs = runs;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    String python = args.length > 1 ? args[1] : "python3";
    Path root = Path.of("").toAbsolutePath();
    FrontBench bench = new FrontBench(root, Files.createTempDirectory("bb-front"), runs);
    bench.run(python);
  }

  private void run(String python) throws IOException, InterruptedException {
    String resnet = "examples/zoo/resnet.bb";
    List<String> check = bbc("check", resnet, "--network", "ResNet50");
    // builds what is missing, and fills the system's cache of files
    measured(Map.of(), check);
    System.out.printf(
        Locale.ROOT, "%-40s %8s %8s %6s%n", "median of " + runs, "seconds", "least", "MB");
    row("bbc -V", bbc("-V"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    row("java -version", List.of(java, "-version"));
    against(check, python);
    row("check ResNet50 without a cache", check, Map.of("BBC_JAVA_OPTS", "-XX:AOTMode=off"));
    row("check the five of resnet.bb", bbc("check", resnet));
    row("report the whole zoo", zoo());
    List<Row> checks = new ArrayList<>();
    List<Row> reports = new ArrayList<>();
    for (int layers : LAYERS) {
      String chain = chain(layers);
      checks.add(row("check %,d layers".formatted(layers), bbc("check", chain)));
      reports.add(row("report %,d layers".formatted(layers), bbc("report", chain)));
    }
    growth("check", checks);
    growth("report", reports);
    compile("resnet.bb", "ResNet18");
    compile("resnet.bb", "ResNet50");
    compile("mobilenet_v3.bb", "MobileNetV3Large");
    compile("densenet.bb", "DenseNet264");
  }

  /** Compiles a network for processors and, if there is an SDK, for TornadoVM, in turn. */
  private void compile(String file, String network) throws IOException, InterruptedException {
    String source = "examples/zoo/" + file;
    String jar = made.resolve("made.jar").toString();
    List<String> cpu = bbc("compile", source, "--network", network, "-o", jar);
    boolean sdk = System.getenv("TORNADOVM_HOME") != null;
    List<Run> processors = new ArrayList<>();
    List<Run> tornado = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      processors.add(succeeded(Map.of(), cpu));
      if (sdk) {
        tornado.add(
            succeeded(
                Map.of(), Stream.concat(cpu.stream(), Stream.of("--target", "tornado")).toList()));
      }
    }
    Row row = printed("compile " + network, processors);
    if (sdk) {
      Row other = printed("the same for TornadoVM", tornado);
      System.out.printf(
          Locale.ROOT,
          "for TornadoVM by for processors: %.2f, of processor time %.2f%n",
          other.median() / row.median(),
          processor(tornado) / processor(processors));
    }
  }

  /** The median of what processors were at work. */
  private static double processor(List<Run> all) {
    return all.stream().mapToDouble(Run::processor).sorted().toArray()[all.size() / 2];
  }

  /** What a layer more costs, from each chain to the next. */
  private static void growth(String command, List<Row> rows) {
    List<Double> each = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      double more = rows.get(i).least() - rows.get(i - 1).least();
      each.add(more / (LAYERS[i] - LAYERS[i - 1]) * 1e6);
      System.out.printf(
          Locale.ROOT,
          "%s, each layer from %,d to %,d: %.0f µs%n",
          command,
          LAYERS[i - 1],
          LAYERS[i],
          each.getLast());
    }
    double mean = each.stream().mapToDouble(d -> d).average().orElseThrow();
    double most = each.stream().mapToDouble(d -> Math.abs(d / mean - 1)).max().orElseThrow();
    System.out.printf(Locale.ROOT, "%s, from the mean: +-%.0f %%%n", command, 100 * most);
  }

  /** Checks in turn with Python, so that what else the machine does bears on both. */
  private void against(List<String> check, String python) throws IOException, InterruptedException {
    Path program = Files.writeString(made.resolve("count.py"), PYTHON);
    List<String> command = List.of(python, program.toString());
    if (measured(Map.of(), command).exit != 0) {
      row("check ResNet50", check);
      System.out.println("there is no Python with torch and torchvision to compare with");
      return;
    }
    List<Run> bbc = new ArrayList<>();
    List<Run> other = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      bbc.add(succeeded(Map.of(), check));
      other.add(succeeded(Map.of(), command));
    }
    Row ours = printed("check ResNet50", bbc);
    Row theirs = printed("the same in Python, with its imports", other);
    System.out.printf(
        Locale.ROOT,
        "bbc check by Python: %.3f, of the least %.3f%n",
        ours.median() / theirs.median(),
        ours.least() / theirs.least());
  }

  private Row row(String name, List<String> command) throws IOException, InterruptedException {
    return row(name, command, Map.of());
  }

  private Row row(String name, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(succeeded(environment, command));
    }
    return printed(name, all);
  }

  private static Row printed(String name, List<Run> all) {
    Row row =
        new Row(
            all.stream().mapToDouble(Run::seconds).sorted().toArray(),
            all.stream().mapToLong(Run::megabytes).max().orElseThrow());
    System.out.printf(
        Locale.ROOT, "%-40s %8.3f %8.3f %6d%n", name, row.median(), row.least(), row.megabytes);
    return row;
  }

  private List<String> bbc(String... arguments) {
    return Stream.concat(Stream.of(root.resolve("bbc").toString()), Stream.of(arguments)).toList();
  }

  private List<String> zoo() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("examples/zoo"))) {
      String[] sources =
          files.map(Path::toString).filter(f -> f.endsWith(".bb")).sorted().toArray(String[]::new);
      return Stream.concat(bbc("report").stream(), Stream.of(sources)).toList();
    }
  }

  private String chain(int layers) throws IOException {
    String text =
        """
        network Chain {
          input x: [16, 8, 8]
          repeat %d {
            conv(16, 3, padding: 1)
            relu
          }
        }
        """;
    Path file = made.resolve("chain" + layers + ".bb");
    return Files.writeString(file, text.formatted(layers / 2)).toString();
  }

  private Run succeeded(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Run run = measured(environment, command);
    if (run.exit != 0) {
      throw new IllegalStateException(run.exit + ": " + String.join(" ", command));
    }
    return run;
  }

  private Run measured(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(new TreeMap<>(environment));
    builder.redirectErrorStream(true).redirectOutput(new File(made.toFile(), "printed"));
    long start = System.nanoTime();
    Process process;
    try {
      process = builder.start();
    } catch (IOException noSuchProgram) {
      return new Run(127, 0, 0, 0);
    }
    long most = 0;
    Duration processor = Duration.ZERO;
    // the launcher becomes Java, so that the process is the same
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, megabytes(process.pid()));
      processor = process.info().totalCpuDuration().orElse(processor);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Run(process.exitValue(), seconds, processor.toNanos() / 1e9, most);
  }

  /** The most memory that a process has had so far; 0 where the system does not say. */
  private static long megabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1000)
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }
}
