package bb.importing;

import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.lift.Dimensions;
import bb.importing.lift.Lifter;
import bb.importing.read.DataFiles;
import bb.importing.read.OnnxGraph;
import bb.importing.read.OnnxReader;
import bb.importing.read.Refusal;
import bb.importing.rules.Rules;
import bb.importing.write.Source;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes a source of a model: reads it, makes layers of its nodes, finds what the layers mean
 * together, and writes them.
 *
 * <pre>
 *   bytes -> OnnxGraph -> LayerGraph -> LayerGraph -> Source
 * </pre>
 */
public final class Importer {
  private static final int MOST_REPORTED = 20;

  private Importer() {}

  /**
   * @param file the model's bytes
   * @param data what opens the files beside it
   * @param called what the model is called, without its folder
   * @param reader what compiles sources
   * @return nothing after reporting why not
   */
  public static Optional<Source> run(
      ByteBuffer file,
      DataFiles data,
      String called,
      Dimensions dimensions,
      Source.Reader reader,
      Problems problems) {
    try {
      OnnxGraph model = OnnxReader.read(file, data);
      Lifter.Lifted lifted = Lifter.lift(model, dimensions);
      if (!lifted.refused().isEmpty()) {
        lifted.refused().stream().limit(MOST_REPORTED).forEach(problems::add);
        return Optional.empty();
      }
      LayerGraph graph = lifted.graph();
      if (graph.layers().stream().noneMatch(layer -> layer.is(Layer.INPUT))) {
        throw Refusal.of(Code.BB0904, "the model has no input")
            .note("a network here computes something of what flows into it");
      }
      Rules.apply(graph);
      String name = called.replaceFirst("\\.onnx$", "");
      return Optional.of(
          Source.of(graph, doc(model, called), Names.capitalised(name, "Network"), reader)
              .rounding(model.digits()));
    } catch (Refusal e) {
      problems.add(e.diagnostic());
      return Optional.empty();
    }
  }

  private static String doc(OnnxGraph model, String called) {
    String producer = model.producer().isEmpty() ? "" : ", made by " + visible(model.producer());
    return "Imported from %s%s (ONNX operators %d)."
        .formatted(visible(called), producer, model.opset());
  }

  private static String visible(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
