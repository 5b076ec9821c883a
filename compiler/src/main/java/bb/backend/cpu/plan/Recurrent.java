package bb.backend.cpu.plan;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.Program.Step;
import bb.runtime.cpu.Recurrence;
import bb.runtime.cpu.View;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** How a recurrence is computed: a product of its own for each direction. */
final class Recurrent {
  private Recurrent() {}

  static Choice choice(Kernel.Recurrence r, Step step) {
    Shape recurrent = step.weights().getFirst().shape();
    long gates = recurrent.dim(0) / r.directions();
    PackedWeight bias =
        r.bias()
            ? new PackedWeight.Vector(step.weights().get(1))
            : new PackedWeight.Zeros(recurrent.dim(0));
    List<PackedWeight> weights = new ArrayList<>(List.of(bias));
    weights.addAll(directions(r, step.weights().getFirst()));
    if (r.projected()) {
      weights.addAll(directions(r, step.weights().getLast()));
    }
    return Choice.of(
        weights,
        at -> {
          List<Integer> places = at.weights(weights);
          Recurrence.Layer layer =
              new Recurrence.Layer(
                  Recurrence.Cell.valueOf(r.cell().name()),
                  Addresses.number(r.directions()),
                  Addresses.number(gates / r.cell().gates()),
                  Addresses.number(recurrent.dim(1)),
                  r.ends(),
                  places.getFirst(),
                  places.stream().skip(1).mapToInt(place -> place).toArray());
          List<View> views = at.views(step.inputs());
          return new Call.Recurrent(
              layer, views.getFirst(), views.subList(1, views.size()), at.view(step.output()));
        });
  }

  /** A matrix of each direction, in panels. */
  private static List<PackedWeight> directions(Kernel.Recurrence r, WeightExpr matrix) {
    long rows = matrix.shape().dim(0) / r.directions();
    List<PackedWeight> panels = new ArrayList<>();
    for (long direction = 0; direction < r.directions(); direction++) {
      WeightExpr part =
          r.directions() == 1 ? matrix : new WeightExpr.Rows(matrix, direction * rows, rows);
      Shape filter = Shape.of(rows, matrix.shape().dim(1), 1, 1);
      panels.add(new PackedWeight.Panels(new WeightExpr.Reshaped(part, filter), 1));
    }
    return panels;
  }
}
