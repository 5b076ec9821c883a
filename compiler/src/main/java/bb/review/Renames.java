package bb.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New names of tensors as the rules that {@code --rename} reads, one a line. */
public final class Renames {
  private Renames() {}

  /** Says that tensors have other names; empty if none has. */
  static Optional<Change> change(Map<String, String> renamed) {
    return renamed.entrySet().stream()
        .findFirst()
        .map(first ->
            new Change(
                ChangeClass.WEIGHTS,
                "%d tensors have other names, such as `%s` → `%s`"
                    .formatted(renamed.size(), first.getKey(), first.getValue())));
  }

  /**
   * Rules are followed one after the other, so that none may make a name that a later one changes
   * again. Empty if names go in a circle, which no such order can say.
   */
  public static Optional<String> rules(Map<String, String> renamed) {
    Map<String, String> left = new LinkedHashMap<>(renamed);
    List<String> rules = new ArrayList<>();
    while (!left.isEmpty()) {
      List<String> free =
          left.keySet().stream().filter(old -> !left.containsKey(left.get(old))).toList();
      if (free.isEmpty()) {
        return Optional.empty();
      }
      for (String old : free) {
        // with a star a rule is about whole names
        rules.add("%s*=%s*\n".formatted(old, left.remove(old)));
      }
    }
    return Optional.of(String.join("", rules));
  }
}
