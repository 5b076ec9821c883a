package bb.runtime.io;

import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.TensorInfo;
import java.util.List;

/** Model cards for tests. */
final class Models {
  private Models() {}

  static ModelInfo info(InputInfo... inputs) {
    return new ModelInfo("Net", "net.bb", 0, 0, 0, 0, List.of(inputs), List.of(), List.of());
  }

  static ModelInfo info(List<TensorInfo> tensors) {
    return new ModelInfo("Net", "net.bb", 0, 0, 0, 0, List.of(), List.of(), tensors);
  }
}
