package bb.importing.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model in plain values: its nodes in an order in which they can be computed, its tensors where
 * they lie in the file.
 *
 * @param producer what made it, with its version
 * @param opset the version of ONNX's operators
 * @param functions operators that the model itself defines, by domain and name as messages call
 *     them
 * @param digits to how many binary digits it rounds what it computes
 */
public record OnnxGraph(
    String name,
    String producer,
    long opset,
    int digits,
    Set<String> functions,
    List<Port> inputs,
    List<Port> outputs,
    List<OnnxNode> nodes,
    Map<String, Const> constants) {
  public OnnxGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    constants = Map.copyOf(constants);
    functions = Set.copyOf(functions);
  }

  /**
   * An input or an output.
   *
   * @param dims what is said of them; of an output perhaps nothing
   */
  public record Port(String name, Optional<Kind> kind, Optional<List<Dim>> dims) {}

  /** A dimension: a number, a name, or neither, when it is -1 and empty. */
  public record Dim(long size, String name) {
    public boolean known() {
      return size >= 0;
    }
  }
}
