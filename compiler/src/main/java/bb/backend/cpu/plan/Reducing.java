package bb.backend.cpu.plan;

import bb.kernel.Kernel.Reduce;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.Reduction;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/** Where the elements lie of which a reduction makes one. */
final class Reducing {
  private Reducing() {}

  static Choice choice(Reduce kernel, Value in, Value out) {
    return Choice.of(at -> {
      List<Long> kept = new ArrayList<>(in.type().shape().dims());
      List<Long> each = new ArrayList<>(kept);
      for (int axis = 0; axis < kept.size(); axis++) {
        (kernel.axes().contains(axis) ? kept : each).set(axis, 1L);
      }
      List<Long> strides = at.strides(in);
      Grid first = Addresses.grid(kept, strides, 0);
      return new Call.Reduce(
          kind(kernel.kind()),
          new Operand(at.view(in), first),
          Addresses.grid(each, strides, 0),
          at.operand(out));
    });
  }

  private static Reduction kind(Reduce.Kind kind) {
    return switch (kind) {
      case SUM -> Reduction.SUM;
      case MEAN -> Reduction.MEAN;
      case MAX -> Reduction.MAX;
      case MIN -> Reduction.MIN;
      case ARGMAX -> Reduction.ARGMAX;
      case ARGMIN -> Reduction.ARGMIN;
    };
  }
}
