package bb.importing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import bb.Compiler;
import bb.ImportedSource;
import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.lift.Dimensions;
import bb.importing.read.TestTensors;
import bb.importing.write.Source;
import bb.interpreter.Interpreter;
import bb.model.SourceLoader;
import bb.program.Program;
import bb.source.SourceFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A model of ONNX's conformance data, what it is run on, and what has to come out.
 *
 * @param name with its kind: {@code node/test_relu}
 */
record ConformanceCase(
    String name, ModelProto model, List<TensorProto> inputs, List<TensorProto> outputs) {
  /** As ONNX's own tests have it, a little more for what is near zero. */
  private static final double RELATIVE = 1e-3;

  private static final double ABSOLUTE = 1e-5;

  /** Two places of the 8 binary digits that numbers in bfloat16 have, to which each step rounds. */
  private static final double BFLOAT16 = 1.0 / 64;

  /** What becomes of a case. */
  sealed interface Outcome {
    record Passed() implements Outcome {}

    record Refused(Code code) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  static ConformanceCase read(String name, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int inputs = in.readInt();
    int outputs = in.readInt();
    ModelProto model = ModelProto.parseFrom(part(in));
    return new ConformanceCase(name, model, tensors(in, inputs), tensors(in, outputs));
  }

  private static List<TensorProto> tensors(DataInputStream in, int count) throws IOException {
    List<TensorProto> tensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tensors.add(TensorProto.parseFrom(part(in)));
    }
    return tensors;
  }

  private static byte[] part(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  /** What the case is of: an operator, or what several are together. */
  String subject() {
    GraphProto graph = model.getGraph();
    if (!name.startsWith("node/")) {
      return name.substring(0, name.indexOf('/'));
    }
    return graph.getNodeCount() == 1 && !name.contains("_expanded")
        ? graph.getNode(0).getOpType()
        : "functions, spelled out";
  }

  /**
   * Imports and runs it. What an operator needs to know, as a convolution its filter, is an input
   * in these cases; so all but the first are given as tensors of the model if they cannot flow, and
   * then a batch of several is given as examples of a batch that is open.
   */
  Outcome outcome() {
    Outcome first = outcome(Set.of(), Dimensions.NONE);
    if (!(first instanceof Outcome.Refused)) {
      return first;
    }
    for (boolean asked : List.of(true, false)) {
      for (Set<Integer> known : List.of(Set.<Integer>of(), allFrom(1))) {
        Outcome other = outcome(known, asked ? Dimensions.NONE : oneOfTheBatch(known));
        if (other instanceof Outcome.Passed || asked && other instanceof Outcome.Failed) {
          return other;
        }
      }
    }
    return first;
  }

  /** The models that are tried, one after the other. */
  Stream<ImportFixtures.Fixture> fixtures() {
    return Stream.of(Set.<Integer>of(), allFrom(1))
        .flatMap(known ->
            Stream.of(Dimensions.NONE, oneOfTheBatch(known))
                .map(dimensions -> ImportFixtures.Fixture.alone(name, with(known), dimensions)));
  }

  private Set<Integer> allFrom(int first) {
    Set<Integer> all = new TreeSet<>();
    for (int i = first; i < inputs.size(); i++) {
      all.add(i);
    }
    return all;
  }

  private Dimensions oneOfTheBatch(Set<Integer> known) {
    Map<String, List<Long>> shapes = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (known.contains(i)) {
        continue;
      }
      List<Long> dims = new ArrayList<>(inputs.get(i).getDimsList());
      if (!dims.isEmpty()) {
        dims.set(0, 1L);
      }
      shapes.put(model.getGraph().getInput(i).getName(), dims);
    }
    return new Dimensions(shapes, Map.of());
  }

  private Outcome outcome(Set<Integer> known, Dimensions dimensions) {
    try {
      Problems problems = new Problems();
      Optional<Source> source =
          Importer.run(
              ByteBuffer.wrap(with(known).toByteArray()),
              (location, _, _) -> {
                throw new IllegalStateException(location);
              },
              "case.onnx",
              dimensions,
              ImportedSource::tensors,
              problems);
      return source.isPresent()
          ? compared(source.get(), known)
          : new Outcome.Refused(problems.sorted().getFirst().code());
    } catch (RuntimeException e) {
      return new Outcome.Failed(String.valueOf(e));
    }
  }

  private ModelProto with(Set<Integer> known) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearInput();
    for (int i = 0; i < model.getGraph().getInputCount(); i++) {
      ValueInfoProto input = model.getGraph().getInput(i);
      if (known.contains(i)) {
        graph.addInitializer(inputs.get(i).toBuilder().setName(input.getName()));
      } else {
        graph.addInput(input);
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private Outcome compared(Source source, Set<Integer> known) {
    Problems problems = new Problems();
    SourceFile file = new SourceFile("imported.bb", source.text());
    Optional<Graph> graph =
        Compiler.open(file, SourceLoader.NONE, problems)
            .flatMap(compiler -> compiler.graph(compiler.networks().getLast().name()));
    if (graph.isEmpty()) {
      return new Outcome.Failed("is no source: " + problems.sorted());
    }
    if (outputs.isEmpty()) {
      return new Outcome.Passed(); // large networks, of which the data has no numbers
    }
    Program program = Lowering.lower(graph.get());
    Map<String, double[]> given = new HashMap<>();
    int at = 0;
    for (int i = 0; i < inputs.size(); i++) {
      if (!known.contains(i)) {
        given.put(program.inputs().get(at++).name(), TestTensors.numbers(inputs.get(i)));
      }
    }
    List<double[]> found =
        List.copyOf(
            Interpreter.run(
                    program,
                    given,
                    name ->
                        source.weights().tensors().get(name).doubles().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                .values());
    for (int i = 0; i < outputs.size(); i++) {
      double[] expected = TestTensors.numbers(outputs.get(i));
      if (!near(expected, found.get(i), tolerance(outputs.get(i)))) {
        return new Outcome.Failed("computes something else");
      }
    }
    return new Outcome.Passed();
  }

  private static double tolerance(TensorProto output) {
    return output.getDataType() == TensorProto.DataType.BFLOAT16_VALUE ? BFLOAT16 : RELATIVE;
  }

  private static boolean near(double[] expected, double[] found, double relative) {
    if (expected.length != found.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      double distance = Math.abs(expected[i] - found[i]);
      boolean same = Double.compare(expected[i], found[i]) == 0;
      if (!same
          && !(distance <= ABSOLUTE * (relative / RELATIVE) + relative * Math.abs(expected[i]))) {
        return false;
      }
    }
    return true;
  }
}
