package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of members that have a word in them which calls of a block give: {@code {name}/conv}. Only
 * names that are no attributes are made so, which Python has to write as text anyway.
 */
final class Words {
  private static final Pattern WORD = Pattern.compile("\\{(\\w+)\\}");

  private Words() {}

  /** A name with the block's parameters in place of what they are. */
  static String named(String path, Map<String, Object> numbers) {
    return Stream.of(path.split("\\."))
        .map(part -> Names.isAttribute(part) || part.contains("{") ? part : word(part, numbers))
        .collect(Collectors.joining("."));
  }

  private static String word(String part, Map<String, Object> numbers) {
    for (Map.Entry<String, Object> number : numbers.entrySet()) {
      String parameter = number.getKey();
      if (number.getValue() instanceof String word
          && !word.isEmpty()
          && part.contains(word)
          && Names.isVariable(parameter)) {
        return part.replace(word, "{" + parameter + "}");
      }
    }
    return part;
  }

  /** The parameters in the names of a draft's members. */
  static List<String> of(Draft draft) {
    List<String> words = new ArrayList<>();
    for (Member member : draft.members()) {
      Matcher matcher = WORD.matcher(member.path());
      while (matcher.find()) {
        words.add(matcher.group(1));
      }
    }
    return words.stream().distinct().toList();
  }

  /** The draft with a word in place of a parameter. */
  static Draft with(Draft draft, String parameter, String word) {
    String place = "{" + parameter + "}";
    Draft whole =
        draft.map(
            make -> make,
            value ->
                value.replace(py ->
                    py instanceof Py.Name(var text) && text.contains(place)
                        ? Optional.of(Py.name(text.replace(place, word)))
                        : Optional.empty()));
    List<Member> members =
        whole.members().stream()
            .map(m -> new Member(m.path().replace(place, word), m.kind(), m.make()))
            .toList();
    return whole.with(members, whole.steps(), whole.inputs(), whole.results());
  }

  /** A name as a constructor writes it. */
  static String made(String name) {
    return WORD.matcher(name).find() ? "f" + PyText.text(name) : PyText.text(name);
  }

  /** A name as {@code forward} writes it. */
  static String read(String name) {
    return WORD.matcher(made(name)).replaceAll("{self.$1}");
  }
}
