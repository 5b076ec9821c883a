package bb.importing.lift;

import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;

/** A tensor that a name of the model stands for. */
sealed interface Value extends Meaning {
  /** The shape that the model gives it, the batch being one example. */
  List<Long> dims();

  Kind kind();

  /** A tensor that is known. */
  record Known(Const tensor) implements Value {
    @Override
    public List<Long> dims() {
      return tensor.dims();
    }

    @Override
    public Kind kind() {
      return tensor.kind();
    }
  }

  /**
   * A tensor that flows. A batch of one is an axis of size 1, which a network here does not have.
   *
   * @param batch which axis that is, or -1 if the network's tensor has all axes
   */
  record Flow(Ref ref, List<Long> dims, int batch, Kind kind) implements Value {
    public Flow {
      dims = List.copyOf(dims);
    }

    /** The axes that the network's tensor has. */
    List<Long> inner() {
      return without(dims, batch);
    }

    /** The network's axis for one of the model's, or -1 for the batch. */
    int axis(long axis) {
      int at = (int) (axis < 0 ? axis + dims.size() : axis);
      if (at == batch) {
        return -1;
      }
      return batch >= 0 && at > batch ? at - 1 : at;
    }

    int rank() {
      return dims.size();
    }
  }

  static List<Long> without(List<Long> dims, int axis) {
    if (axis < 0) {
      return dims;
    }
    List<Long> rest = new ArrayList<>(dims);
    rest.remove(axis);
    return rest;
  }
}
