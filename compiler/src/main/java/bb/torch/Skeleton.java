package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What drafts must have in common to be one class: their form without the numbers. */
final class Skeleton {
  private Skeleton() {}

  /** The draft that an expression makes an instance of. */
  static Optional<Integer> instance(Py py) {
    return py instanceof Py.Call(Py.Name(var name), _) && name.startsWith("#")
        ? Optional.of(Integer.valueOf(name.substring(1)))
        : Optional.empty();
  }

  /** The form of a draft, instances being written by {@code group}. */
  static String of(Draft draft, Function<Integer, String> group) {
    return text(
        draft,
        py ->
            py instanceof Py.Const(_, var hint)
                ? Optional.of(Py.name("?" + hint))
                : instance(py).map(id -> Py.name("{" + group.apply(id) + "}")));
  }

  /** All of a draft, with its numbers and what is in it. */
  static String whole(Draft draft, Function<Py, String> made) {
    return text(draft, py -> instance(py).map(_ -> Py.name("{" + made.apply(py) + "}")));
  }

  private static String text(Draft draft, Function<Py, Optional<Py>> by) {
    Map<Integer, Integer> numbers = new HashMap<>();
    draft.inputs().forEach(id -> numbers.putIfAbsent(id, numbers.size()));
    number(draft.steps(), numbers);
    List<String> lines = new ArrayList<>();
    lines.add(draft.kind() + " " + draft.sequential() + " " + draft.inputs().size());
    for (Draft.Member member : draft.members()) {
      lines.add(member.path() + " " + member.kind() + " " + PyText.of(member.make().replace(by)));
    }
    draft.steps().forEach(step -> lines.add(text(step, by, numbers)));
    draft.results().forEach(result -> lines.add(flows(result.replace(by), numbers)));
    return String.join("\n", lines);
  }

  private static void number(List<Draft.Step> steps, Map<Integer, Integer> numbers) {
    for (Draft.Step step : steps) {
      step.branch().ifPresent(branch -> number(branch.steps(), numbers));
      step.outputs().forEach(id -> numbers.putIfAbsent(id, numbers.size()));
    }
  }

  private static String text(
      Draft.Step step, Function<Py, Optional<Py>> by, Map<Integer, Integer> numbers) {
    String outputs =
        step.outputs().stream().map(id -> "%" + numbers.get(id)).collect(Collectors.joining(","));
    String loop =
        step.over()
            .map(l ->
                l.list()
                    + l.part()
                    + "<"
                    + numbers.get(l.in())
                    + l.gathered().map(id -> "&" + numbers.get(id)).orElse(""))
            .orElse("");
    String branch =
        step.branch()
            .map(b ->
                b.steps().stream()
                    .map(inner -> text(inner, by, numbers))
                    .collect(Collectors.joining(";", "{", "}")))
            .orElse("");
    return outputs + "=" + loop + flows(step.value().replace(by), numbers) + branch;
  }

  private static String flows(Py py, Map<Integer, Integer> numbers) {
    return PyText.of(
        py.replace(each -> flow(each).map(id -> Py.name("%" + numbers.getOrDefault(id, -1)))));
  }

  /** The tensor that a name stands for. */
  static Optional<Integer> flow(Py py) {
    return py instanceof Py.Name(var name) && name.startsWith("%")
        ? Optional.of(Integer.valueOf(name.substring(1)))
        : Optional.empty();
  }
}
