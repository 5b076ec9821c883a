package bb.onnx;

import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.Tensor;
import bb.runtime.io.Synthetic;
import java.util.List;
import java.util.Map;

/** Synthetic inputs for any network. */
public final class SyntheticInputs {
  private static final int TIMES = 1000;

  private SyntheticInputs() {}

  /** Whole numbers that are no token ids, such as times, are taken below 1000. */
  public static Map<String, Tensor> of(ModelInfo info, int batch) {
    List<InputInfo> bounded =
        info.inputs().stream()
            .map(input -> input.isInteger() && input.vocabulary() == 0 ? times(input) : input)
            .toList();
    return Synthetic.inputs(
        new ModelInfo(
            info.network(),
            info.source(),
            info.parameters(),
            info.macs(),
            info.arenaBytes(),
            info.weightBytes(),
            bounded,
            info.outputs(),
            info.tensors()),
        batch);
  }

  private static InputInfo times(InputInfo input) {
    return new InputInfo(input.name(), input.dtype(), input.shape(), input.preprocess(), TIMES);
  }
}
