package bb.runtime.io;

import bb.runtime.ModelInfo.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes rules for names, as they are given on a command line, in a source and in Java. */
final class RuleText {
  private RuleText() {}

  /** {@code --prefix module. --ignore 'cls.*' --rename gamma=weight}. */
  static String options(Checkpoint rules) {
    return Stream.of(
            rules.prefixes().stream().map(prefix -> "--prefix " + quoted(prefix)),
            rules.ignored().stream().map(pattern -> "--ignore " + quoted(pattern)),
            rules.renames().stream().map(r -> "--rename " + quoted(r.from() + "=" + r.to())))
        .flatMap(s -> s)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_.=:/-]*") ? word : "'" + word + "'";
  }

  /** {@code checkpoint(prefix: "module.", ignore: ["cls.*"], rename: ["gamma" -> "weight"])}. */
  static String clause(Checkpoint rules) {
    List<String> arguments = new ArrayList<>();
    if (!rules.prefixes().isEmpty()) {
      String all = list(rules.prefixes().stream().map(RuleText::string));
      boolean one = rules.prefixes().size() == 1;
      arguments.add("prefix: " + (one ? string(rules.prefixes().getFirst()) : all));
    }
    if (!rules.ignored().isEmpty()) {
      arguments.add("ignore: " + list(rules.ignored().stream().map(RuleText::string)));
    }
    if (!rules.renames().isEmpty()) {
      arguments.add(
          "rename: "
              + list(
                  rules.renames().stream().map(r -> string(r.from()) + " -> " + string(r.to()))));
    }
    return "checkpoint(" + String.join(", ", arguments) + ")";
  }

  /** {@code weights.prefix("module.").ignore("cls.*").rename("gamma", "weight")}. */
  static String calls(Checkpoint rules) {
    return Stream.of(
            rules.prefixes().stream().map(prefix -> call("prefix", prefix)),
            rules.renames().stream().map(r -> call("rename", r.from(), r.to())),
            rules.ignored().stream().map(pattern -> call("ignore", pattern)))
        .flatMap(s -> s)
        .collect(Collectors.joining("", "weights", ""));
  }

  private static String call(String method, String... arguments) {
    return Stream.of(arguments)
        .map(RuleText::string)
        .collect(Collectors.joining(", ", "." + method + "(", ")"));
  }

  private static String list(Stream<String> items) {
    return items.collect(Collectors.joining(", ", "[", "]"));
  }

  private static String string(String text) {
    return '"' + text + '"';
  }
}
