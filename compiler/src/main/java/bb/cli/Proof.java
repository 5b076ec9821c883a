package bb.cli;

import bb.ImportedSource;
import bb.backend.cpu.plan.PlanOptions;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.importing.read.Refusal;
import bb.importing.write.Source;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.io.Distance;
import bb.runtime.io.Inputs;
import bb.runtime.io.OutputFile;
import bb.runtime.io.Synthetic;
import bb.runtime.io.Weights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Compares what an import computes with what the model does, before it is written. */
final class Proof {
  /** How far apart they may be, relative to the length of what the model computes. */
  private static final double TOLERANCE = 1e-4;

  /** How many of the binary digits that a model rounds to, each step anew, may be lost. */
  private static final int LOST = 2;

  private static final String VARIABLE = "BBC_ONNXRUNTIME";
  private static final String PART = "ai/onnxruntime/OrtEnvironment.class";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Session session;
  private final ProofOptions options;
  private final Path folder;

  private Proof(Session session, ProofOptions options, Path folder) {
    this.session = session;
    this.options = options;
    this.folder = folder;
  }

  /**
   * Says how far apart they are, which is a mistake if the options ask for a check.
   *
   * @param model the file that was imported
   */
  static void run(
      Session session, ProofOptions options, String model, Source source, Problems problems) {
    try {
      OutputFile.temporarily(
          folder -> new Proof(session, options, folder).compare(Path.of(model), source, problems));
    } catch (UserError e) {
      problems.add(CommandProblems.of(e));
    }
  }

  private void compare(Path file, Source source, Problems problems) throws IOException {
    Optional<Model> model = load(source, problems);
    if (model.isEmpty()) {
      return;
    }
    List<String> specs = options.inputs().isEmpty() ? List.of(Synthetic.NAME) : options.inputs();
    Map<String, Tensor> inputs =
        Inputs.read(model.get().info(), specs, OptionalInt.empty()).tensors();
    session.stage("running " + model.get().info().network());
    Map<String, Tensor> found = model.get().predict(inputs);
    boolean given = !options.references().isEmpty();
    List<Tensor> expected =
        given ? references(found.size()) : firsts(original(file, inputs), found);
    report(
        List.copyOf(found.entrySet()),
        expected,
        given ? "its reference" : "ONNX Runtime",
        source.digits(),
        problems);
  }

  private Optional<Model> load(Source source, Problems problems) {
    Path weights = folder.resolve("weights.safetensors");
    OutputFile.write(weights, stream -> source.weights().write(stream));
    return ImportedSource.graph(source.text(), problems)
        .flatMap(graph -> Engine.load(session, graph, PlanOptions.DEFAULT, problems))
        .map(loaded -> loaded.model().withWeights(Weights.open(weights.toString())));
  }

  private List<Tensor> references(int outputs) {
    if (options.references().size() != outputs) {
      throw Refusal.of(
          Code.BB0909,
          "there are %d references for the outputs of the model, which are %d in number",
          options.references().size(),
          outputs);
    }
    return options.references().stream().map(Inputs::array).toList();
  }

  // ---- ONNX Runtime

  private List<Tensor> original(Path model, Map<String, Tensor> inputs) throws IOException {
    Path given = folder.resolve("inputs");
    Path made = folder.resolve("outputs");
    TensorExchange.write(inputs, given);
    session.stage("running the model in ONNX Runtime");
    Path here = Path.of("").toAbsolutePath(); // what the class path is relative to
    Programs.Answer answer =
        session.host().programs().ask(command(model, given, made), here, LIMIT);
    if (!Files.exists(made)) {
      throw Refusal.of(Code.BB0909, "ONNX Runtime does not run the model")
          .note(
              answer.exit() == Programs.Answer.TOO_SLOW
                  ? "it took more than %d minutes".formatted(LIMIT.toMinutes())
                  : "it says: " + answer.text().strip().lines().findFirst().orElse("nothing"))
          .help("or compare with `--reference out.npy`");
    }
    return List.copyOf(TensorExchange.read(made).values());
  }

  /** The first example of each, of a model that takes several at once. */
  private static List<Tensor> firsts(List<Tensor> made, Map<String, Tensor> found) {
    List<Tensor> first = new ArrayList<>(made);
    int i = 0;
    for (Tensor one : found.values()) {
      Tensor several = made.get(i);
      int[] own = one.shape();
      int[] shape =
          IntStream.of(own).skip(several.shape().length == own.length - 1 ? 1 : 0).toArray();
      OptionalInt axis = Examples.axis(shape, several.shape());
      if (axis.isPresent()) {
        first.set(i, Examples.first(several, axis.getAsInt()));
      }
      i++;
    }
    return first;
  }

  private List<String> command(Path model, Path given, Path made) {
    String own = System.getProperty("java.class.path");
    String path = jar().map(jar -> own + File.pathSeparator + jar).orElse(own);
    return List.of(
        session.host().java().get().command().toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        path,
        OnnxRuntimeMain.class.getName(),
        model.toAbsolutePath().toString(),
        given.toString(),
        made.toString());
  }

  /** Nothing if it is on the class path of {@code bbc} itself. */
  private Optional<Path> jar() {
    Optional<Path> named = options.jar().or(() -> session.host().variable(VARIABLE)).map(Path::of);
    if (named.isPresent() && !Files.isRegularFile(named.get())) {
      throw Refusal.of(Code.BB0701, "there is no file `%s`", named.get());
    }
    if (named.isEmpty() && Proof.class.getClassLoader().getResource(PART) == null) {
      throw Refusal.of(Code.BB0909, "there is nothing to compare the import with")
          .help(
              "name ONNX Runtime for Java: `--onnxruntime onnxruntime.jar`, or `" + VARIABLE + "`")
          .help("or what the model computes: `--input in.npy --reference out.npy`");
    }
    return named.map(Path::toAbsolutePath);
  }

  // ---- what is found

  private void report(
      List<Map.Entry<String, Tensor>> found,
      List<Tensor> expected,
      String other,
      int digits,
      Problems problems) {
    double rounding = Math.scalb(1.0, LOST - digits);
    double tolerance = Math.max(TOLERANCE, rounding);
    List<String> far = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      String name = found.get(i).getKey();
      float[] numbers = found.get(i).getValue().data();
      float[] wanted = expected.get(i).data();
      if (numbers.length != wanted.length) {
        throw Refusal.of(
            Code.BB0909,
            "`%s` has %,d numbers, and %s has %,d",
            name,
            numbers.length,
            other,
            wanted.length);
      }
      double distance = Distance.relative(wanted, numbers);
      String line =
          "`%s` is %s from %s%s".formatted(name, shown(distance), other, beside(wanted, distance));
      if (options.check() && !(distance <= tolerance)) {
        far.add(line);
      } else {
        session.note(line, List.of());
      }
    }
    if (!far.isEmpty()) {
      Diagnostic problem =
          Diagnostic.general(Code.BB0910, "the import computes something else than the model");
      for (String line : far) {
        problem = problem.note(line);
      }
      String most = "no more than %s is let pass".formatted(shown(tolerance));
      problems.add(
          problem.note(
              rounding < tolerance
                  ? most
                  : most + ", as the model rounds to %d binary digits".formatted(digits)));
    }
  }

  /** What a distance does not say. */
  private static String beside(float[] wanted, double distance) {
    long endless = 0;
    for (float number : wanted) {
      endless += Float.isFinite(number) ? 0 : 1;
    }
    if (Double.isInfinite(distance)) {
      return ": in one of them alone is a number infinite or none";
    }
    return endless == 0
        ? ""
        : ", beside %,d of %,d numbers, which are infinite or none in both"
            .formatted(endless, wanted.length);
  }

  private static String shown(double distance) {
    return Double.isInfinite(distance)
        ? "endlessly far"
        : String.format(Locale.ROOT, "%.1e", distance);
  }
}
