package bb.importing.write;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.syntax.Ast;
import bb.syntax.AstPrinter;
import java.util.List;

/**
 * A network as a {@code .bb} file, and its tensors under the names that the file gives them.
 *
 * @param unnamed how many layers with tensors the model has no names for
 */
public record Source(String text, Weights weights, int unnamed) {
  /**
   * @param doc where it came from
   * @param name of the network
   */
  public static Source of(LayerGraph graph, String doc, String name) {
    Names names = Names.of(graph);
    List<Ast.Statement> statements = new FlatWriter(graph, names).write();
    String about =
        names.unnamed() == 0
            ? doc
            : doc
                + "\n\n"
                + (names.unnamed() == 1
                    ? "The model has no name for one of the layers, which is named after what it is."
                    : "The model has no names for %d of the layers, which are named after what they are."
                        .formatted(names.unnamed()));
    String text = AstPrinter.print(Make.file(List.of(Make.network(about, name, statements))));
    return new Source(text, Weights.of(graph, names), names.unnamed());
  }
}
