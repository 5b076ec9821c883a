package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Makes classes of drafts: those of one form are one class, and the numbers in which they differ
 * are its parameters.
 */
final class Classes {
  private final List<Draft> drafts;
  private final Map<Integer, Integer> groups = new HashMap<>();
  private final List<List<Integer>> members = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Parameters> parameters = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();

  private Classes(List<Draft> drafts) {
    this.drafts = new ArrayList<>(drafts);
  }

  /** The classes, those that others make first. */
  static List<PyModule> of(List<Draft> drafts) {
    return new Classes(drafts).all();
  }

  private List<PyModule> all() {
    group();
    Set<String> taken = new HashSet<>(Support.NAMES);
    String network = Names.variable(drafts.getLast().kind());
    taken.add(network);
    List<PyModule> classes = new ArrayList<>();
    for (int group = 0; group < members.size(); group++) {
      List<Integer> alike = members.get(group);
      for (int i = 0; i < alike.size(); i++) {
        places.put(alike.get(i), i);
      }
      boolean last = alike.contains(drafts.size() - 1);
      String kind = drafts.get(alike.getFirst()).kind();
      String name = last ? network : unique(Names.variable(kind), taken);
      names.add(name);
      classes.add(make(name, alike.stream().map(drafts::get).toList()));
    }
    return classes;
  }

  /** Puts drafts that will be one class together, those first that others make. */
  private void group() {
    Map<String, List<Integer>> kinds = new LinkedHashMap<>();
    Set<Integer> made = made();
    for (int draft = 0; draft < drafts.size(); draft++) {
      if (made.contains(draft)) {
        kinds.computeIfAbsent(drafts.get(draft).kind(), _ -> new ArrayList<>()).add(draft);
      }
    }
    Set<String> order = new LinkedHashSet<>();
    if (kinds.keySet().stream().allMatch(kind -> visit(kind, kinds, new HashSet<>(), order))) {
      order.forEach(kind -> clusters(kinds.get(kind)).forEach(this::add));
    } else {
      // a block within itself: only equal forms are one class, and each has those inside it done
      Map<String, List<Integer>> forms = new LinkedHashMap<>();
      made.stream()
          .sorted()
          .forEach(draft -> {
            String form = form(drafts.get(draft));
            List<Integer> alike = forms.computeIfAbsent(form, _ -> new ArrayList<>());
            if (alike.isEmpty()) {
              members.add(alike);
            }
            alike.add(draft);
            groups.put(draft, members.indexOf(alike));
          });
    }
  }

  private void add(List<Integer> alike) {
    alike.forEach(draft -> groups.put(draft, members.size()));
    members.add(alike);
  }

  /** Puts a kind in order, behind those that it makes; false if it makes itself. */
  private boolean visit(
      String kind, Map<String, List<Integer>> kinds, Set<String> outside, Set<String> order) {
    if (order.contains(kind)) {
      return true;
    }
    if (!outside.add(kind)) {
      return false;
    }
    for (int draft : kinds.get(kind)) {
      for (int inner : instances(drafts.get(draft))) {
        if (!visit(drafts.get(inner).kind(), kinds, outside, order)) {
          return false;
        }
      }
    }
    outside.remove(kind);
    order.add(kind);
    return true;
  }

  /** Drafts of a kind: those of one form, and those that can be brought into one. */
  private List<List<Integer>> clusters(List<Integer> kind) {
    Map<String, List<Integer>> forms = new LinkedHashMap<>();
    kind.forEach(
        draft -> forms.computeIfAbsent(form(drafts.get(draft)), _ -> new ArrayList<>()).add(draft));
    List<List<Integer>> clusters = new ArrayList<>();
    for (List<Integer> alike : forms.values()) {
      if (clusters.stream().noneMatch(cluster -> join(cluster, alike))) {
        clusters.add(new ArrayList<>(alike));
      }
    }
    return clusters;
  }

  /** Brings drafts into one form: as they are, or with loops over one module where others loop. */
  private boolean join(List<Integer> some, List<Integer> others) {
    return join(some, others, drafts::get, drafts::get)
        || join(some, others, drafts::get, this::looped)
        || join(some, others, this::looped, drafts::get);
  }

  private Draft looped(int draft) {
    return Loops.overOne(drafts.get(draft));
  }

  private boolean join(
      List<Integer> some, List<Integer> others, IntFunction<Draft> left, IntFunction<Draft> right) {
    Likeness likeness =
        new Likeness(id -> String.valueOf(groups.get(id)), id -> drafts.get(id).kind());
    Draft first = left.apply(some.getFirst());
    Draft second = right.apply(others.getFirst());
    Map<Integer, Draft> joined = new LinkedHashMap<>();
    for (int draft : some) {
      Variants.of(likeness, left.apply(draft), second)
          .ifPresent(pair -> joined.put(draft, pair.one()));
    }
    for (int draft : others) {
      Variants.of(likeness, first, right.apply(draft))
          .ifPresent(pair -> joined.put(draft, pair.other()));
    }
    if (joined.size() < some.size() + others.size()
        || joined.values().stream().map(this::form).distinct().count() > 1) {
      return false;
    }
    joined.forEach(drafts::set);
    some.addAll(others);
    return true;
  }

  private String form(Draft draft) {
    return Skeleton.of(draft, id -> String.valueOf(groups.get(id)));
  }

  /** The drafts that the network makes, itself among them: others were only tried. */
  private Set<Integer> made() {
    Set<Integer> made = new HashSet<>(Set.of(drafts.size() - 1));
    // a draft makes only such as stand before it
    for (int i = drafts.size() - 1; i >= 0; i--) {
      if (made.contains(i)) {
        made.addAll(instances(drafts.get(i)));
      }
    }
    return made;
  }

  /** The drafts that one makes. */
  private static List<Integer> instances(Draft draft) {
    List<Integer> instances = new ArrayList<>();
    for (Member member : draft.members()) {
      member
          .make()
          .replace(py -> {
            Skeleton.instance(py).ifPresent(instances::add);
            return Optional.empty();
          });
    }
    return instances;
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + i;
    }
    return unique;
  }

  private PyModule make(String name, List<Draft> alike) {
    List<Draft> whole = Permutations.joined(alike.stream().map(this::instantiated).toList());
    Parameters found = Parameters.of(whole);
    parameters.add(found);
    return Forward.module(name, found.applied(whole.getFirst()), found);
  }

  /** The draft with the classes of what it makes, and their numbers. */
  private Draft instantiated(Draft draft) {
    return draft.map(
        make -> make.replace(py -> Skeleton.instance(py).map(id -> call(id, Absent.isPart(py)))),
        UnaryOperator.identity());
  }

  private Py call(int draft, boolean absent) {
    int group = groups.get(draft);
    Parameters own = parameters.get(group);
    List<Py.Arg> arguments = new ArrayList<>();
    List<Object> values = own.values(places.get(draft));
    for (int i = 0; i < values.size(); i++) {
      String name = own.names().get(i);
      Py value = Py.of(absent ? Absent.ABSENT : values.get(i), name);
      Optional<Object> omitted = own.omitted(name);
      arguments.add(
          values.size() < 3 && omitted.isEmpty()
              ? Py.arg(value)
              : new Py.Arg(Optional.of(name), value, omitted));
    }
    return Py.call(names.get(group), arguments);
  }
}
