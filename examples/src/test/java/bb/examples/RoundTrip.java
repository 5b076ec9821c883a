package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.Importer;
import bb.importing.lift.Dimensions;
import bb.importing.read.DataFiles;
import bb.importing.write.Source;
import bb.onnx.OnnxModel;
import bb.onnx.SyntheticInputs;
import bb.ops.ParameterSpec;
import bb.program.ProgramPrinter;
import bb.report.Counts;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A network that was exported to ONNX and imported again.
 *
 * @param graph what it was
 * @param source what was made of it
 * @param back what that is
 */
record RoundTrip(String network, Path file, Graph graph, Source source, Graph back) {
  /**
   * @param change what is done to the model in between
   * @param folder for its weights
   */
  static RoundTrip of(String network, Path file, UnaryOperator<ModelProto> change, Path folder)
      throws IOException {
    return of(network, file, change, SecondEngineTest.weights(network), folder);
  }

  static RoundTrip of(
      String network,
      Path file,
      UnaryOperator<ModelProto> change,
      WeightSource numbers,
      Path folder)
      throws IOException {
    Path weights = folder.resolve("weights");
    OnnxModel exported = exported(Examples.graph(file, network));
    try (OutputStream stream = Files.newOutputStream(weights)) {
      exported.writeData(numbers, stream);
    }
    return of(
        network, file, exported, change, (_, offset, length) -> mapped(weights, offset, length));
  }

  static RoundTrip of(String network, Path file, UnaryOperator<ModelProto> change, DataFiles data)
      throws IOException {
    return of(network, file, exported(Examples.graph(file, network)), change, data);
  }

  private static RoundTrip of(
      String network,
      Path file,
      OnnxModel exported,
      UnaryOperator<ModelProto> change,
      DataFiles data)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    exported.write("weights", bytes);
    ModelProto model = change.apply(ModelProto.parseFrom(bytes.toByteArray()));
    Problems problems = new Problems();
    Source source =
        Importer.run(
                ByteBuffer.wrap(model.toByteArray()),
                data,
                network + ".onnx",
                Dimensions.NONE,
                ImportedSource::tensors,
                problems)
            .orElseThrow(() -> new AssertionError(network + ": " + problems.sorted()));
    Problems found = new Problems();
    Graph back = ImportedSource.graph(source.text(), found).orElseThrow();
    assertEquals(List.of(), found.sorted(), source.text());
    return new RoundTrip(network, file, Examples.graph(file, network), source, back);
  }

  private static OnnxModel exported(Graph graph) {
    return OnnxModel.of(Lowering.lower(graph), graph.buffers(), new Problems()).orElseThrow();
  }

  static ByteBuffer mapped(Path file, long offset, long length) {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tensors that a checkpoint of a network has, and their shapes. */
  static Map<String, List<Long>> tensors(Graph graph) {
    Map<String, List<Long>> tensors = new TreeMap<>();
    graph.parameters().stream()
        .filter(p -> p.role() != ParameterSpec.Role.BOOKKEEPING)
        .forEach(p -> tensors.put(p.name(), p.type().shape().dims()));
    return tensors;
  }

  /** Whether both ask for the same tensors. */
  boolean hasSameNames() {
    return tensors(graph).equals(tensors(back));
  }

  /** Whether both compute the same, step by step, of the same tensors. */
  boolean hasSameSteps() {
    return steps(graph).equals(steps(back));
  }

  private static String steps(Graph graph) {
    return ProgramPrinter.print(Lowering.lower(graph))
        .replaceFirst("program .*", "")
        .replaceAll("(?m)  # .*$", ""); // what steps are called
  }

  /** Relative distances of the outputs, the largest. */
  double distance(Path folder) throws IOException {
    Path weights = folder.resolve("imported.safetensors");
    try (OutputStream stream = Files.newOutputStream(weights)) {
      source.weights().write(stream);
    }
    Model imported = Examples.compile(back, false).load().withWeights(WeightSource.of(weights));
    Model original = Examples.model(file, network, SecondEngineTest.weights(network));
    // what is read by an embedding says so of one, and a bound hides it of the other
    Map<String, Tensor> inputs = SyntheticInputs.of(original.info(), 2);
    Iterator<Tensor> values = inputs.values().iterator();
    Map<String, Tensor> same = new LinkedHashMap<>();
    imported.info().inputs().forEach(input -> same.put(input.name(), values.next()));
    Iterator<Tensor> answers = imported.predict(same).values().iterator();
    return original.predict(inputs).values().stream()
        .mapToDouble(tensor -> Distance.relative(tensor.data(), answers.next().data()))
        .max()
        .orElseThrow();
  }

  Counts counts() {
    return Counts.of(graph);
  }

  Counts countsBack() {
    return Counts.of(back);
  }

  /** Lines of code of the source. */
  int lines() {
    return SourceLines.code(source.text());
  }

  /** Lines of code of what the network is written with. */
  int linesOfOriginal() {
    return SourceLines.of(network, file);
  }
}
