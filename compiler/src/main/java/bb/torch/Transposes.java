package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Keeps tensors as PyTorch's convolutions of sequences have them, channels before tokens, from one
 * such layer to the next and through what goes over elements: {@code relu(conv(x.mT).mT)} is {@code
 * relu(conv(x.mT)).mT}, and what transposes that again takes it as it is.
 */
final class Transposes {
  private final IntPredicate elementwise;

  /** Tensors that are the transpose of what the source has. */
  private final Set<Integer> turned = new LinkedHashSet<>();

  /** What stands for an input, transposed. */
  private final Map<Integer, Integer> inputs = new HashMap<>();

  /** Tensors of which something is made together with transposed ones. */
  private final Set<Integer> mixed = new HashSet<>();

  private List<Step> steps = new ArrayList<>();
  private List<Py> results = List.of();

  private Transposes(IntPredicate elementwise) {
    this.elementwise = elementwise;
  }

  /**
   * What a module does.
   *
   * @param transposed whether all that flows in and out is the transpose of what the source has
   */
  record Flow(List<Integer> inputs, List<Step> steps, List<Py> results, boolean transposed) {}

  /**
   * @param elementwise whether a tensor is made element by element of tensors of its shape
   * @param within whether those who call the module may transpose, if that is all that it does at
   *     its ends
   */
  static Flow of(Flow flow, IntPredicate elementwise, boolean within) {
    Set<Integer> turned = new LinkedHashSet<>();
    flow.inputs().stream()
        .filter(input -> reads(flow, Draft.flow(input).transposed()))
        .forEach(turned::add);
    Transposes transposes = new Transposes(elementwise);
    // with one input that is transposed, others of which something is made together are so, too
    for (int size = -1; size < turned.size(); ) {
      size = turned.size();
      transposes = new Transposes(elementwise);
      transposes.run(flow, turned);
      transposes.mixed.stream().filter(flow.inputs()::contains).forEach(turned::add);
    }
    boolean whole =
        within
            && turned.containsAll(flow.inputs())
            && transposes.results.stream().allMatch(result -> transposed(result).isPresent());
    List<Integer> inputs = flow.inputs();
    if (whole) {
      inputs = inputs.stream().map(transposes.inputs::get).toList();
      transposes.steps.subList(0, inputs.size()).clear();
      transposes.turned.removeAll(inputs);
      transposes.results = transposes.results.stream().map(Py::transposed).toList();
    }
    List.copyOf(transposes.turned).reversed().forEach(transposes::turnBack);
    return new Flow(inputs, List.copyOf(transposes.steps), transposes.results, whole);
  }

  private void run(Flow flow, Set<Integer> transposed) {
    transposed.forEach(this::input);
    flow.steps().forEach(this::add);
    results = flow.results().stream().map(this::read).toList();
  }

  private void input(int input) {
    int own = transpose(input);
    inputs.put(input, own);
    turned.add(own);
    steps.add(Step.of(List.of(own), Draft.flow(input).transposed(), false, Optional.empty()));
  }

  /** The number of the transpose of an input; that of such a number is the input. */
  private static int transpose(int input) {
    return Integer.MAX_VALUE - input;
  }

  private static boolean reads(Flow flow, Py value) {
    Set<Py> read = new HashSet<>();
    flow.steps().forEach(step -> step.expressions().forEach(each -> collect(each, read)));
    return read.contains(value);
  }

  private static void collect(Py value, Set<Py> into) {
    value.replace(py -> {
      into.add(py);
      return Optional.empty();
    });
  }

  private void add(Step step) {
    Step read = step.map(this::read);
    Optional<Py> value = step.branch().isEmpty() ? turned(read) : Optional.empty();
    if (value.isPresent()) {
      read = read.map(_ -> value.get());
      turned.addAll(step.outputs());
    }
    steps.add(read);
  }

  /** What makes the transposes of what a step makes, if nothing has to be transposed for it. */
  private Optional<Py> turned(Step step) {
    if (step.outputs().size() == 1 && elementwise.test(step.outputs().getFirst())) {
      Py value = step.value();
      Py without = withoutTransposes(value);
      List<Integer> plain = Draft.flows(hidden(value));
      if (without.equals(value) || readsOwn(value)) {
        return Optional.empty();
      }
      mixed.addAll(plain);
      return plain.isEmpty() ? Optional.of(without) : Optional.empty();
    }
    return parts(step.value())
        .or(() -> joined(step.value()))
        .or(() -> transposed(step.value()).filter(of -> Skeleton.flow(of).isEmpty()));
  }

  /** Whether an expression reads a tensor of the module itself, which is as it is. */
  private static boolean readsOwn(Py value) {
    Set<Py> parts = new HashSet<>();
    collect(value, parts);
    Set<Py> called = new HashSet<>();
    parts.forEach(py -> {
      if (py instanceof Py.Call(Py.Name module, _)) {
        called.add(module);
      }
    });
    return parts.stream()
        .anyMatch(py ->
            py instanceof Py.Name(var name)
                && (name.startsWith("@") || name.startsWith("&"))
                && !called.contains(py));
  }

  /** {@code x.mT.chunk(2, -1)}, of which the parts are {@code x.chunk(2, -2)}. */
  private static Optional<Py> parts(Py value) {
    return value instanceof Py.Call(Py.Attr(var of, var method), var arguments)
            && (method.equals("chunk") || method.equals("split"))
            && arguments.getLast().value() instanceof Py.Const(Long axis, var hint)
            && axis < 0
        ? transposed(of)
            .map(tensor ->
                tensor.method(method, arguments.getFirst().value(), Py.of(-3 - axis, hint)))
        : Optional.empty();
  }

  /**
   * {@code torch.cat([x.mT, y.mT], -1)}, which is the transpose of {@code torch.cat([x, y], -2)}.
   */
  private static Optional<Py> joined(Py value) {
    return value instanceof Py.Call(Py.Name(var function), var arguments)
            && function.equals("torch.cat")
            && arguments.getFirst().value() instanceof Py.ListOf(var tensors)
            && tensors.stream().allMatch(tensor -> transposed(tensor).isPresent())
            && arguments.getLast().value() instanceof Py.Const(Long axis, var hint)
            && axis < 0
        ? Optional.of(
            Py.call(
                function,
                new Py.ListOf(tensors.stream().map(Py::transposed).toList()),
                Py.of(-3 - axis, hint)))
        : Optional.empty();
  }

  /** With the transposes of what is kept as such. */
  private Py read(Py value) {
    return simple(
        value.replace(py ->
            Skeleton.flow(py)
                .map(id -> inputs.getOrDefault(id, id))
                .filter(turned::contains)
                .map(id -> Draft.flow(id).attr("mT"))));
  }

  /** Without the transpose of a transpose. */
  private static Py simple(Py value) {
    return value.replace(
        py -> transposed(py).flatMap(Transposes::transposed).map(Transposes::simple));
  }

  /** What an expression is the transpose of. */
  private static Optional<Py> transposed(Py py) {
    return py instanceof Py.Attr(var of, var name) && name.equals("mT")
        ? Optional.of(of)
        : Optional.empty();
  }

  private static Py withoutTransposes(Py value) {
    return value.replace(py -> transposed(py).filter(of -> Skeleton.flow(of).isPresent()));
  }

  /** Without all tensors that are transposed. */
  private static Py hidden(Py value) {
    return value.replace(py -> transposed(py).flatMap(Skeleton::flow).map(_ -> Py.name("_")));
  }

  /** What everyone transposes is transposed where it is made. */
  private void turnBack(int id) {
    Py flow = Draft.flow(id);
    Py transpose = flow.attr("mT");
    List<Py> all = new ArrayList<>(results);
    steps.forEach(step -> all.addAll(step.expressions()));
    Py other = Py.name("");
    boolean reads =
        all.stream()
            .map(value ->
                value.replace(py -> py.equals(transpose) ? Optional.of(other) : Optional.empty()))
            .anyMatch(value -> Draft.flows(value).contains(id));
    if (reads) {
      return;
    }
    boolean isInput = inputs.containsValue(id);
    Py plain = isInput ? Draft.flow(transpose(id)) : flow;
    List<Step> others = new ArrayList<>();
    for (Step step : steps) {
      boolean makes = step.outputs().equals(List.of(id));
      if (!makes || !isInput) {
        Step back = makes ? step.map(value -> simple(value.attr("mT"))) : step;
        others.add(back.map(value -> replaced(value, transpose, plain)));
      }
    }
    steps = others;
    turned.remove(id);
    results = results.stream().map(value -> replaced(value, transpose, plain)).toList();
  }

  private static Py replaced(Py value, Py old, Py by) {
    return value.replace(py -> py.equals(old) ? Optional.of(by) : Optional.empty());
  }
}
