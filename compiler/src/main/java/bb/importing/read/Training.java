package bb.importing.read;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;

/**
 * What a file says of whether training changes a tensor. ONNX itself does not tell parameters and
 * buffers apart; PyTorch's exporter writes it beside the tensor's type, and so does {@code bbc}:
 *
 * <pre>
 *   value_info { name: "pos" metadata_props { key: "pkg.torch…InputSpec.kind" value: "BUFFER" } }
 * </pre>
 */
public enum Training {
  CHANGES,
  LEAVES,
  UNTOLD;

  private static final String KEY = "pkg.torch.export.graph_signature.InputSpec.kind";

  /** Of tensors of which something is said, by their names. */
  static Map<String, Training> of(GraphProto graph) {
    Map<String, Training> told = new HashMap<>();
    for (ValueInfoProto info : graph.getValueInfoList()) {
      for (StringStringEntryProto entry : info.getMetadataPropsList()) {
        if (entry.getKey().equals(KEY)) {
          switch (entry.getValue()) {
            case "PARAMETER" -> told.put(info.getName(), CHANGES);
            case "BUFFER" -> told.put(info.getName(), LEAVES);
            default -> {} // an input of the user, or a constant
          }
        }
      }
    }
    return told;
  }
}
