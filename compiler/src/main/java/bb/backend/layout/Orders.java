package bb.backend.layout;

import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Constant;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Slice;
import bb.kernel.Kernel.Softmax;
import bb.kernel.ScalarExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the tensors of three axes that lie in the order of their dimensions: windows of tokens,
 * which look like images and are none. No kernel sees a plane in them, and a reshape makes them of
 * something that is none, or something of them; so does the permutation that brings the channels of
 * an image to the end, which then says no more than how to see it.
 *
 * <pre>
 * %1 [7, 7, 64] = permute [1, 2, 0](%0)    where %0 is an image [64, 7, 7]
 * %2 [49, 64] = reshape(%1)
 * </pre>
 */
final class Orders {
  private static final List<Integer> TO_THE_END = List.of(1, 2, 0);
  private static final List<Integer> TO_THE_FRONT = List.of(2, 0, 1);

  private final Program program;
  private final Set<Value> turned;

  /** What lies alike, as trees: of each value one of the same kind that it lies as. */
  private final Map<Value, Value> alike = new HashMap<>();

  private final Set<Value> planes = new HashSet<>();
  private final Set<Value> wanted = new HashSet<>();

  private Orders(Program program, Set<Value> turned) {
    this.program = program;
    this.turned = turned;
  }

  /**
   * The values in row-major order.
   *
   * @param turned matrices that lie as the images that they are reshaped from
   */
  static Set<Value> rowMajor(Program program, Set<Value> turned) {
    Orders orders = new Orders(program, turned);
    program.steps().forEach(orders::join);
    program.steps().forEach(orders::planes);
    program.steps().forEach(orders::reshapes);
    int known;
    do {
      known = orders.wanted.size();
      program.steps().forEach(orders::permutes);
    } while (orders.wanted.size() > known);
    Set<Value> result = new HashSet<>();
    for (Value value : orders.all()) {
      if (orders.isRowMajor(value)) {
        result.add(value);
      }
    }
    return result;
  }

  private List<Value> all() {
    List<Value> all = new ArrayList<>();
    program.inputs().forEach(input -> all.add(input.value()));
    program.steps().forEach(step -> all.add(step.output()));
    return all.stream().filter(Orders::isCandidate).toList();
  }

  private static boolean isCandidate(Value value) {
    return value.type().shape().rank() == 3;
  }

  private boolean isRowMajor(Value value) {
    Value kind = kind(value);
    return wanted.contains(kind) && !planes.contains(kind);
  }

  private Value kind(Value value) {
    Value kind = value;
    while (alike.containsKey(kind)) {
      kind = alike.get(kind);
    }
    return kind;
  }

  /** What a kernel reads and writes at the same places lies alike. */
  private void join(Step step) {
    boolean joins =
        switch (step.kernel()) {
          case Pointwise _, Slice _, Concat _, Softmax _, Pad _ -> true;
          case Reshape _ -> keepsChannels(step);
          default -> false;
        };
    if (!joins || !isCandidate(step.output())) {
      return;
    }
    for (Value input : step.inputs()) {
      Value first = kind(input);
      Value second = kind(step.output());
      if (!first.equals(second)) {
        alike.put(first, second);
      }
    }
  }

  /** An image of as many channels and pixels is that image. */
  private static boolean keepsChannels(Step step) {
    Shape from = step.inputs().getFirst().type().shape();
    Shape to = step.output().type().shape();
    return from.rank() == 3 && to.rank() == 3 && from.dim(0) == to.dim(0);
  }

  /** Of three axes all kernels see planes, but those that move and those that compute elements. */
  private void planes(Step step) {
    boolean plane =
        switch (step.kernel()) {
          case Pointwise(var expression) -> hasChannels(expression);
          case Slice _, Concat _, Softmax _, Pad _, Permute _, Constant _ -> false;
          case Reshape _ -> turned.contains(step.output()) || turned.containsAll(step.inputs());
          default -> true;
        };
    if (plane) {
      step.inputs().forEach(input -> planes.add(kind(input)));
      planes.add(kind(step.output()));
    }
  }

  private static boolean hasChannels(ScalarExpr expression) {
    return expression.leaves().anyMatch(ScalarExpr.Channel.class::isInstance);
  }

  private void reshapes(Step step) {
    if (step.kernel() instanceof Reshape) {
      Value in = step.inputs().getFirst();
      if (isCandidate(in) != isCandidate(step.output())) {
        wanted.add(kind(in));
        wanted.add(kind(step.output()));
      }
    }
  }

  private void permutes(Step step) {
    if (!(step.kernel() instanceof Permute(var order))) {
      return;
    }
    Value in = step.inputs().getFirst();
    if (order.equals(TO_THE_END) && !isRowMajor(in)) {
      wanted.add(kind(step.output()));
    }
    if (order.equals(TO_THE_FRONT) && !isRowMajor(step.output())) {
      wanted.add(kind(in));
    }
  }

  /** Whether a permutation is between an image and its pixels, and so between ways to see it. */
  static boolean isView(Step step, Set<Value> rowMajor) {
    if (!(step.kernel() instanceof Permute(var order))) {
      return false;
    }
    boolean from = rowMajor.contains(step.inputs().getFirst());
    boolean to = rowMajor.contains(step.output());
    return order.equals(TO_THE_END) && !from && to || order.equals(TO_THE_FRONT) && from && !to;
  }
}
