package bb.backend.tornado.plan;

import bb.backend.layout.Place;
import bb.backend.layout.Placement;
import bb.backend.source.UserText;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.DeviceKernel;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The arrays that tasks work on: where each value lies, and which weights there are. */
final class Operands {
  private static final DeviceWeight.Form PLAIN = new DeviceWeight.Plain();

  private final Placement placement;
  private final Slots slots;
  private final WeightTable weights = new WeightTable();

  Operands(Placement placement, Slots slots) {
    this.placement = placement;
    this.slots = slots;
  }

  Placement placement() {
    return placement;
  }

  WeightTable weights() {
    return weights;
  }

  Task.Slot slot(Value value) {
    return slots.of(placement.of(value));
  }

  /** Whether a value's array is of 32-bit floats at any precision. */
  boolean isExact(Value value) {
    return slots.isExact(placement.of(value));
  }

  View view(Value value) {
    Place place = placement.of(value);
    return View.of(place, place.layout().extent(value.type().shape()));
  }

  /** The first of so many images of equal height that the value consists of. */
  View plane(Value value, long planes) {
    Place place = placement.of(value);
    return View.of(place, place.layout().extent(value.type().shape()).part(planes));
  }

  Access access(Value value) {
    return Access.of(view(value), value.type().shape(), placement.of(value).layout());
  }

  /** A task whose arrays are the step's inputs, its weights as they are, its output. */
  Task task(DeviceKernel kernel, Step step) {
    return task(kernel, step, _ -> PLAIN);
  }

  /** The same with each weight in a form. */
  Task task(DeviceKernel kernel, Step step, IntFunction<DeviceWeight.Form> forms) {
    List<Task.Operand> operands = new ArrayList<>();
    step.inputs().forEach(input -> operands.add(slot(input)));
    for (int j = 0; j < step.weights().size(); j++) {
      operands.add(weights.operand(new DeviceWeight(step.weights().get(j), forms.apply(j))));
    }
    operands.add(slot(step.output()));
    return new Task(kernel, operands, UserText.place(step).literal());
  }

  static Shape shape(Step step) {
    return step.output().type().shape();
  }

  static Value input(Step step) {
    return step.inputs().getFirst();
  }
}
