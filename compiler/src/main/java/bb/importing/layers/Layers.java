package bb.importing.layers;

import bb.importing.read.Const;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Arguments and tensors of layers, by their names. */
public final class Layers {
  private Layers() {}

  public static SequencedMap<String, Const> none() {
    return new LinkedHashMap<>();
  }

  public static SequencedMap<String, Const> of(String name, Const tensor) {
    SequencedMap<String, Const> weights = none();
    weights.put(name, tensor);
    return weights;
  }

  /** Arguments in the order in which they are written: {@code args("out", 3L, "kernel", 1L)}. */
  public static SequencedMap<String, Object> args(Object... pairs) {
    SequencedMap<String, Object> args = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      args.put((String) pairs[i], pairs[i + 1]);
    }
    return args;
  }
}
