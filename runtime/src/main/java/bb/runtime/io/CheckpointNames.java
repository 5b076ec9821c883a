package bb.runtime.io;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.Rename;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the names of a file become by rules. */
final class CheckpointNames {
  private final List<Checkpoint> rules;

  CheckpointNames(List<Checkpoint> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * What a name becomes.
   *
   * @param ignored whether it may be left over
   */
  record Named(String name, boolean ignored) {}

  Named of(String fileName) {
    String name = fileName;
    boolean ignored = false;
    for (Checkpoint rule : rules) {
      ignored |= ignores(rule, name);
      name = unprefixed(rule, name);
      ignored |= ignores(rule, name);
      for (Rename rename : rule.renames()) {
        name = renamed(rename, name);
      }
      ignored |= ignores(rule, name);
    }
    return new Named(name, ignored);
  }

  private static boolean ignores(Checkpoint rule, String name) {
    return rule.ignored().stream().anyMatch(pattern -> new Glob(pattern).matches(name));
  }

  private static String unprefixed(Checkpoint rule, String name) {
    String rest = name;
    for (String prefix : rule.prefixes()) {
      if (rest.startsWith(prefix)) {
        rest = rest.substring(prefix.length());
      }
    }
    return rest;
  }

  private static String renamed(Rename rule, String name) {
    return Glob.isPattern(rule.from()) ? whole(rule, name) : parts(rule, name);
  }

  private static String whole(Rename rule, String name) {
    Optional<List<String>> stars = new Glob(rule.from()).match(name);
    if (stars.isEmpty()) {
      return name;
    }
    StringBuilder to = new StringBuilder();
    int star = 0;
    for (char c : rule.to().toCharArray()) {
      to.append(c == '*' ? stars.get().get(star++) : String.valueOf(c));
    }
    return to.toString();
  }

  /** Replaces parts between points wherever they stand. */
  private static String parts(Rename rule, String name) {
    List<String> in = List.of(name.split("\\.", -1));
    List<String> from = List.of(rule.from().split("\\.", -1));
    List<String> out = new ArrayList<>();
    for (int i = 0; i < in.size(); ) {
      boolean found = i + from.size() <= in.size() && in.subList(i, i + from.size()).equals(from);
      if (!found) {
        out.add(in.get(i++));
        continue;
      }
      if (!rule.to().isEmpty()) {
        out.add(rule.to());
      }
      i += from.size();
    }
    return String.join(".", out);
  }

  /** Why a rule makes no sense, as a clause. */
  static Optional<String> fault(Rename rule) {
    if (rule.from().isEmpty()) {
      return Optional.of("there is no name to change");
    }
    if (Glob.stars(rule.from()) < Glob.stars(rule.to())) {
      return Optional.of("`*` stands more often in the new name than in the old one");
    }
    if (!Glob.isPattern(rule.from()) && rule.to().contains("*")) {
      return Optional.of("`*` in the new name stands for none of the old one");
    }
    return rule.to().contains("?")
        ? Optional.of("`?` in the new name stands for no character")
        : Optional.empty();
  }
}
