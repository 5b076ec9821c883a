package bb.review;

import bb.report.Numbers;
import bb.review.Fact.Key;
import bb.review.Fact.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What differs between the facts of two versions of a network. */
public final class FactChanges {
  private FactChanges() {}

  /** In the order of the facts, what is gone before what is new. */
  public static List<Change> of(Facts before, Facts after) {
    Optional<Change> renames = Renames.change(renamed(before, after));
    if (renames.isEmpty()) {
      return changes(before, after);
    }
    List<Change> changes =
        new ArrayList<>(changes(before.withoutTensors(), after.withoutTensors()));
    changes.add(renames.get());
    return changes;
  }

  /**
   * Tensors that have another name, from old to new, in order: a network whose structure is the
   * same has the same ones.
   */
  static Map<String, String> renamed(Facts before, Facts after) {
    List<Fact> old = before.tensors();
    List<Fact> now = after.tensors();
    if (!before.structure().equals(after.structure()) || old.size() != now.size()) {
      return Map.of();
    }
    Map<String, String> renamed = new TreeMap<>();
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).name().equals(now.get(i).name())) {
        renamed.put(old.get(i).name(), now.get(i).name());
      }
    }
    return renamed;
  }

  private static List<Change> changes(Facts before, Facts after) {
    Map<Key, Fact> old = index(before);
    Map<Key, Fact> now = index(after);
    List<Change> changes = new ArrayList<>();
    for (Fact fact : before.facts()) {
      Fact other = now.get(fact.key());
      if (other == null && fact.kind() == Kind.FIELD) {
        continue; // its output is gone, which is said of that
      }
      if (other == null) {
        changes.add(change(fact, "%s is gone, which was %s".formatted(name(fact), fact.value())));
      } else if (!other.value().equals(fact.value())) {
        changes.add(change(fact, changed(fact, other)));
      }
    }
    after.facts().stream()
        .filter(fact -> !old.containsKey(fact.key()) && fact.kind() != Kind.FIELD)
        .forEach(
            fact -> changes.add(change(fact, "%s is new, %s".formatted(name(fact), fact.value()))));
    if (!order(before).equals(order(after))
        && changes.stream().noneMatch(FactChanges::isContract)) {
      changes.add(
          new Change(
              ChangeClass.CONTRACT,
              "outputs or inputs come in another order: %s".formatted(order(after))));
    }
    return changes;
  }

  private static boolean isContract(Change change) {
    return change.kind() == ChangeClass.CONTRACT;
  }

  private static List<String> order(Facts facts) {
    return facts.facts().stream()
        .filter(f -> f.kind() == Kind.INPUT || f.kind() == Kind.OUTPUT)
        .map(FactChanges::name)
        .toList();
  }

  private static Map<Key, Fact> index(Facts facts) {
    Map<Key, Fact> all = new LinkedHashMap<>();
    facts.facts().forEach(fact -> all.put(fact.key(), fact));
    return all;
  }

  private static Change change(Fact fact, String text) {
    return new Change(fact.kind().change(), text);
  }

  private static String name(Fact fact) {
    return fact.name().isEmpty()
        ? fact.kind().noun()
        : "%s `%s`".formatted(fact.kind().noun(), fact.name());
  }

  private static String changed(Fact before, Fact after) {
    if (before.kind() == Kind.STRUCTURE) {
      return "%s changed".formatted(name(before));
    }
    if (before.kind().isCount()) {
      return count(name(before), Long.parseLong(before.value()), Long.parseLong(after.value()));
    }
    return "%s: %s → %s".formatted(name(before), before.value(), after.value());
  }

  /** {@code multiply-adds: 4,089,184,256 → 3,857,973,248 (−231,211,008, −5.7 %)}. */
  static String count(String noun, long before, long after) {
    long difference = after - before;
    String sign = difference < 0 ? "−" : "+";
    String percent =
        before == 0
            ? ""
            : String.format(
                Locale.ROOT, ", %s%.1f %%", sign, 100.0 * Math.abs(difference) / before);
    return "%s: %s → %s (%s%s%s)"
        .formatted(
            noun,
            Numbers.exact(before),
            Numbers.exact(after),
            sign,
            Numbers.exact(Math.abs(difference)),
            percent);
  }
}
