package bb.backend.cpu.plan;

import bb.backend.layout.Layout;
import bb.backend.layout.Placement;
import bb.kernel.Kernel.Pointwise;
import bb.program.Program.Step;
import bb.runtime.cpu.Operand;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/** How an expression of every element is computed: plane by plane, or line by line. */
final class Elements {
  private Elements() {}

  static Choice choice(Pointwise kernel, Step step, Placement placement) {
    KernelKey.Elements key = key(kernel, step, placement);
    Shape shape = step.output().type().shape();
    List<PackedWeight> vectors =
        step.weights().stream().<PackedWeight>map(PackedWeight.Vector::new).toList();
    boolean repeats =
        placement.of(step.output()).layout() == Layout.ROW_MAJOR
            && step.inputs().stream().anyMatch(in -> !in.type().equals(step.output().type()));
    return Choice.of(
        vectors,
        repeats
            ? at ->
                new Call.Boxes(
                    key,
                    operand(step.output(), shape, at),
                    step.inputs().stream().map(input -> operand(input, shape, at)).toList())
            : at ->
                new Call.Pointwise(
                    key, at.view(step.output()), at.weights(vectors), at.views(step.inputs())));
  }

  private static KernelKey.Elements key(Pointwise kernel, Step step, Placement placement) {
    Layout layout = placement.of(step.output()).layout();
    long run = layout.run(step.output().type().shape());
    List<Boolean> repeated =
        step.inputs().stream().map(input -> layout.run(input.type().shape()) < run).toList();
    return new KernelKey.Elements(kernel.expression(), repeated);
  }

  private static Operand operand(Value value, Shape shape, Addresses at) {
    List<Long> strides = new ArrayList<>(at.strides(value));
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (value.type().shape().dim(axis) < shape.dim(axis)) {
        strides.set(axis, 0L);
      }
    }
    return new Operand(at.view(value), Addresses.grid(shape.dims(), strides, 0));
  }
}
