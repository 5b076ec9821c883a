package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Member;
import bb.torch.Draft.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes an {@code nn.Embedding} of a learned table that is alone in its scope, a weight. */
final class Tables {
  private static final String WEIGHT = ".weight";

  private Tables() {}

  /**
   * The steps with other names of such tables.
   *
   * @param results change likewise
   * @param members change likewise
   */
  static List<Step> fold(List<Step> steps, List<Py> results, Map<String, Member> members) {
    Map<Py, Py> moved = new HashMap<>();
    List<Member> all = List.copyOf(members.values());
    members.clear();
    for (Member member : all) {
      String scope =
          member.path().substring(0, Math.max(0, member.path().length() - WEIGHT.length()));
      boolean alone =
          !scope.isEmpty()
              && member.path().endsWith(WEIGHT)
              && all.stream().filter(other -> other.path().startsWith(scope + ".")).count() == 1;
      Optional<Py> table = alone ? table(member) : Optional.empty();
      if (table.isPresent()) {
        members.put(scope, new Member(scope, PyModule.Kind.MODULE, table.get()));
        moved.put(Draft.member(member.path()), Py.name("&" + member.path()));
      } else {
        members.put(member.path(), member);
      }
    }
    UnaryOperator<Py> move = value -> value.replace(py -> Optional.ofNullable(moved.get(py)));
    results.replaceAll(move);
    return steps.stream().map(step -> step.map(move)).toList();
  }

  /** The table of a parameter of two axes that begins as PyTorch likes. */
  private static Optional<Py> table(Member member) {
    return member.kind() == PyModule.Kind.PARAMETER
            && member.make() instanceof Py.Binary(_, Py.Call(Py.Name(var make), var sizes), _)
            && make.equals("torch.randn")
            && sizes.getFirst().value() instanceof Py.Tuple(var dims)
            && dims.size() == 2
        ? Optional.of(Py.call("nn.Embedding", dims.toArray(Py[]::new)))
        : Optional.empty();
  }
}
