package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Member;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes classes of drafts: those of one form are one class, and the numbers in which they differ
 * are its parameters.
 */
final class Classes {
  private final List<Draft> drafts;
  private final List<Integer> groups = new ArrayList<>();
  private final Map<String, Integer> byForm = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Parameters> parameters = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();

  private Classes(List<Draft> drafts) {
    this.drafts = drafts;
  }

  /** The classes, those that others make first. */
  static List<PyModule> of(List<Draft> drafts) {
    return new Classes(drafts).all();
  }

  private List<PyModule> all() {
    Set<Integer> made = made();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      if (!made.contains(i)) {
        groups.add(-1);
        continue;
      }
      String form = Skeleton.of(draft, id -> String.valueOf(groups.get(id)));
      Integer group = byForm.putIfAbsent(form, byForm.size());
      groups.add(group == null ? byForm.size() - 1 : group);
    }
    Set<String> taken = new HashSet<>(Support.NAMES);
    String network = Names.variable(drafts.getLast().kind());
    taken.add(network);
    List<PyModule> classes = new ArrayList<>();
    for (int group = 0; group < byForm.size(); group++) {
      List<Draft> alike = new ArrayList<>();
      for (int i = 0; i < drafts.size(); i++) {
        if (groups.get(i) == group) {
          places.put(i, alike.size());
          alike.add(drafts.get(i));
        }
      }
      boolean last = group == byForm.size() - 1;
      String name = last ? network : unique(Names.variable(alike.getFirst().kind()), taken);
      names.add(name);
      classes.add(make(name, alike));
    }
    return classes;
  }

  /** The drafts that the network makes, itself among them: others were only tried. */
  private Set<Integer> made() {
    Set<Integer> made = new HashSet<>(Set.of(drafts.size() - 1));
    // a draft makes only such as stand before it
    for (int i = drafts.size() - 1; i >= 0; i--) {
      if (made.contains(i)) {
        for (Member member : drafts.get(i).members()) {
          member
              .make()
              .replace(py -> {
                Skeleton.instance(py).ifPresent(made::add);
                return Optional.empty();
              });
        }
      }
    }
    return made;
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + i;
    }
    return unique;
  }

  private PyModule make(String name, List<Draft> alike) {
    List<Draft> whole = alike.stream().map(this::instantiated).toList();
    Parameters found = Parameters.of(whole);
    parameters.add(found);
    return Forward.module(name, found.applied(whole.getFirst()), found);
  }

  /** The draft with the classes of what it makes, and their numbers. */
  private Draft instantiated(Draft draft) {
    List<Member> members =
        draft.members().stream()
            .map(member ->
                new Member(
                    member.path(),
                    member.kind(),
                    member.make().replace(py -> Skeleton.instance(py).map(this::call))))
            .toList();
    return new Draft(
        draft.kind(),
        draft.doc(),
        draft.numbers(),
        members,
        draft.inputs(),
        draft.inputNames(),
        draft.steps(),
        draft.results(),
        draft.sequential());
  }

  private Py call(int draft) {
    int group = groups.get(draft);
    Parameters own = parameters.get(group);
    List<Py.Arg> arguments = new ArrayList<>();
    List<Object> values = own.values(places.get(draft));
    for (int i = 0; i < values.size(); i++) {
      Py value = Py.of(values.get(i), own.names().get(i));
      arguments.add(values.size() < 3 ? Py.arg(value) : Py.arg(own.names().get(i), value));
    }
    return Py.call(names.get(group), arguments);
  }

  /** A step with its expression replaced. */
  static Step with(Step step, Py value) {
    return new Step(step.outputs(), value, step.heavy(), step.name(), step.over());
  }
}
