import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long {@code bbc} takes to look at networks, from the start of the process to its end, and how
 * that grows with a network: {@code java benchmarks/frontend/FrontBench.java}. Each command runs in
 * a process of its own; a row is the median. Run it on a machine that does nothing else.
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

  private static final int[] LAYERS = {10_000, 30_000, 100_000};

  private final Path root;
  private final Path made;
  private final int runs;

  private FrontBench(Path root, Path made, int runs) {
    this.root = root;
    this.made = made;
    this.runs = runs;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    Path root = Path.of("").toAbsolutePath();
    FrontBench bench = new FrontBench(root, Files.createTempDirectory("bb-front"), runs);
    bench.run();
  }

  private void run() throws IOException, InterruptedException {
    String resnet = "examples/zoo/resnet.bb";
    // builds what is missing, and fills the system's cache of files
    seconds(Map.of(), bbc("check", resnet));
    print("", "seconds", "per layer");
    double check = row("check ResNet50", bbc("check", resnet, "--network", "ResNet50"));
    row(
        "without a cache of classes",
        bbc("check", resnet, "--network", "ResNet50"),
        Map.of("BBC_JAVA_OPTS", "-XX:AOTMode=off"));
    row("check the five of resnet.bb", bbc("check", resnet));
    row("report the whole zoo", zoo());
    List<Double> perLayer = new ArrayList<>();
    for (int layers : LAYERS) {
      String chain = chain(layers);
      row("check %,d layers".formatted(layers), bbc("check", chain));
      double report = row("report %,d layers".formatted(layers), bbc("report", chain));
      perLayer.add((report - check) / layers * 1e6);
      print("", "", "%.0f µs".formatted(perLayer.getLast()));
    }
    double least = perLayer.stream().mapToDouble(d -> d).min().orElseThrow();
    double most = perLayer.stream().mapToDouble(d -> d).max().orElseThrow();
    print(
        "a layer costs, from the least to the most",
        "",
        "+%.0f %%".formatted(100 * (most / least - 1)));
    python(check);
  }

  /** Nothing if there is no Python with these packages. */
  private void python(double check) throws IOException, InterruptedException {
    Path program = Files.writeString(made.resolve("count.py"), PYTHON);
    List<String> command = List.of("python3", program.toString());
    if (exit(Map.of(), command) != 0) {
      print("there is no Python with torch and torchvision to compare with", "", "");
      return;
    }
    double python = row("the same in Python, with its imports", command);
    print("bbc check by Python", "%.3f".formatted(check / python), "");
  }

  private double row(String name, List<String> command) throws IOException, InterruptedException {
    return row(name, command, Map.of());
  }

  private double row(String name, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    double[] all = new double[runs];
    for (int i = 0; i < runs; i++) {
      all[i] = seconds(environment, command);
    }
    Arrays.sort(all);
    print(name, "%.3f".formatted(all[runs / 2]), "");
    return all[runs / 2];
  }

  private static void print(String name, String seconds, String perLayer) {
    System.out.printf(Locale.ROOT, "%-44s %8s %10s%n", name, seconds, perLayer);
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

  private double seconds(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    int exit = exit(environment, command);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (exit != 0) {
      throw new IllegalStateException(exit + ": " + String.join(" ", command));
    }
    return seconds;
  }

  private int exit(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(new TreeMap<>(environment));
    builder.redirectErrorStream(true).redirectOutput(new File(made.toFile(), "printed"));
    return builder.start().waitFor();
  }
}
