package bb.backend.cpu.plan;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import bb.backend.layout.Placement;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Slice;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How elements are moved where the placement of values has not made it needless. */
final class Movement {
  private Movement() {}

  static Choice reshape(Value in, Value out) {
    return Choice.of(at -> new Call.Move(at.view(in), at.grid(in), at.view(out), at.grid(out)));
  }

  static Choice permute(List<Integer> order, Value in, Value out) {
    return Choice.of(at -> {
      List<Long> strides = at.strides(in);
      List<Long> steps = order.stream().map(strides::get).toList();
      return new Call.Move(
          at.view(in),
          Addresses.grid(out.type().shape().dims(), steps, 0),
          at.view(out),
          at.grid(out));
    });
  }

  static Choice pad(Pad pad, Value in, Value out) {
    if (pad.mode() != Pad.Mode.CONSTANT) {
      return new Choice(
          Optional.empty(),
          1,
          List.of(),
          at ->
              Border.pieces(pad, in.type().shape()).stream()
                  .map(piece -> move(piece, in, out, at))
                  .toList());
    }
    return new Choice(
        Optional.empty(),
        1,
        List.of(),
        at -> {
          List<Long> strides = at.strides(out);
          long from = 0;
          for (int axis = 0; axis < strides.size(); axis++) {
            from += pad.before().get(axis) * strides.get(axis);
          }
          return List.of(
              new Call.Fill((float) pad.value(), at.view(out)),
              new Call.Move(
                  at.view(in),
                  at.grid(in),
                  at.view(out),
                  Addresses.grid(in.type().shape().dims(), strides, from)));
        });
  }

  private static Call move(Border.Piece piece, Value in, Value out, Addresses at) {
    List<Long> from = at.strides(in);
    List<Long> to = at.strides(out);
    return new Call.Move(
        at.view(in),
        Addresses.grid(piece.dims(), piece.steps(from), piece.from(from)),
        at.view(out),
        Addresses.grid(piece.dims(), to, piece.to(to)));
  }

  static Choice slice(Slice slice, Value in, Value out) {
    return Choice.of(at -> {
      List<Long> strides = at.strides(in);
      List<Long> steps = new ArrayList<>(strides);
      steps.set(slice.axis(), strides.get(slice.axis()) * slice.step());
      return new Call.Move(
          at.view(in),
          Addresses.grid(
              out.type().shape().dims(), steps, slice.start() * strides.get(slice.axis())),
          at.view(out),
          at.grid(out));
    });
  }

  /** Copies the operands that do not lie in the output already. */
  static Choice concat(int axis, Step step, Placement placement) {
    boolean channels = axis == placement.channelAxis(step.output());
    return new Choice(
        Optional.empty(),
        1,
        List.of(),
        at -> channels ? joinChannels(step, at) : join(axis, step, at));
  }

  private static List<Call> joinChannels(Step step, Addresses at) {
    List<Call> calls = new ArrayList<>();
    Place place = at.place(step.output());
    for (Value input : step.inputs()) {
      Extent extent = at.place(step.output()).layout().extent(input.type().shape());
      if (!place.equals(at.place(input))) {
        calls.add(new Call.Copy(at.view(input), at.view(place, extent)));
      }
      place = place.shifted(extent.channels());
    }
    return calls;
  }

  private static List<Call> join(int axis, Step step, Addresses at) {
    List<Call> calls = new ArrayList<>();
    List<Long> strides = at.strides(step.output());
    long from = 0;
    for (Value input : step.inputs()) {
      Shape shape = input.type().shape();
      calls.add(
          new Call.Move(
              at.view(input),
              at.grid(input),
              at.view(step.output()),
              Addresses.grid(shape.dims(), strides, from * strides.get(axis))));
      from += shape.dim(axis);
    }
    return calls;
  }

  static Choice pick(int axis, Step step) {
    return Choice.of(at ->
        new Call.Pick(
            at.operand(step.inputs().getFirst()),
            axis,
            at.operand(step.inputs().getLast()),
            at.operand(step.output())));
  }

  /** Channel i * groups + j of the output is channel j * (channels / groups) + i of the input. */
  static Choice shuffle(long groups, Value in, Value out) {
    Extent extent = Extent.of(out.type().shape());
    long size = extent.channels() / groups;
    List<Long> dims = List.of(extent.pixels(), size, groups);
    return Choice.of(at ->
        new Call.Move(
            at.view(in),
            Addresses.grid(dims, List.of(at.place(in).stride(), 1L, size), 0),
            at.view(out),
            Addresses.grid(dims, List.of(at.place(out).stride(), groups, 1L), 0)));
  }
}
