package bb.backend.tornado.methods;

import bb.backend.tornado.code.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the kernels of a shared method do to their sums. Numbers that are a parameter of the method
 * in all kernels with the same result are that parameter; others that differ are parameters of
 * their own. TornadoVM knows the number of the result, too, when it compiles a task, so that its
 * kernel has that one only.
 */
final class SumResults {
  /** The parameter that chooses; no function of OpenCL or CUDA has this name. */
  private static final String CHOICE = "epilogue";

  private final List<NumberedText> texts;
  private final List<List<String>> words = new ArrayList<>();

  /** For each parameter of their own, what each kernel gives for it. */
  private final SequencedMap<List<Integer>, String> own = new LinkedHashMap<>();

  /**
   * A kernel of the method.
   *
   * @param numbers those outside of its result
   * @param result which one it has
   * @param own the result's numbers
   */
  record Member(List<Param> arrays, List<Integer> numbers, int result, List<Integer> own) {}

  /**
   * @param texts those that differ in more than numbers
   * @param parameters of each parameter of the method, in which of the members' numbers it is
   */
  SumResults(List<NumberedText> texts, List<Member> members, List<Integer> parameters) {
    this.texts = texts;
    for (int result = 0; result < texts.size(); result++) {
      int number = result;
      List<String> its = new ArrayList<>();
      for (int i = 0; i < texts.get(result).numbers().size(); i++) {
        its.add(word(i, number, members, parameters));
      }
      words.add(its);
    }
  }

  /** What number {@code i} of a result is in the method. */
  private String word(int i, int result, List<Member> members, List<Integer> parameters) {
    List<Member> users = members.stream().filter(member -> member.result() == result).toList();
    int first = users.getFirst().own().get(i);
    if (users.stream().allMatch(user -> user.own().get(i) == first)) {
      return String.valueOf(first);
    }
    for (int size = 0; size < parameters.size(); size++) {
      int at = parameters.get(size);
      if (users.stream().allMatch(user -> user.own().get(i).equals(user.numbers().get(at)))) {
        return SharedMethod.size(size);
      }
    }
    List<Integer> given =
        members.stream()
            .map(member -> member.result() == result ? member.own().get(i) : Integer.valueOf(first))
            .toList();
    return own.computeIfAbsent(given, _ -> SharedMethod.size(parameters.size() + own.size()));
  }

  private boolean isChoice() {
    return texts.size() > 1;
  }

  /** Their parameters, which follow the method's others. */
  List<String> names() {
    List<String> names = new ArrayList<>(own.sequencedValues());
    if (isChoice()) {
      names.add(CHOICE);
    }
    return names;
  }

  /** What a kernel gives for them. */
  List<Integer> arguments(int member, int result) {
    List<Integer> arguments = new ArrayList<>();
    own.keySet().forEach(given -> arguments.add(given.get(member)));
    if (isChoice()) {
      arguments.add(result);
    }
    return arguments;
  }

  /** The statements. */
  String text() {
    if (!isChoice()) {
      return texts.getFirst().with(words.getFirst());
    }
    StringBuilder code = new StringBuilder();
    for (int result = 0; result < texts.size(); result++) {
      boolean last = result == texts.size() - 1;
      code.append(result == 0 ? "" : " else ");
      code.append(last ? "" : "if (" + CHOICE + " == " + result + ") ");
      code.append("{\n")
          .append(indented(texts.get(result).with(words.get(result)), "  "))
          .append("}");
    }
    return code.append("\n").toString();
  }

  /** The text with such a margin. */
  static String indented(String text, String margin) {
    StringBuilder code = new StringBuilder();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from) + 1;
      int next = end == 0 ? text.length() : end;
      code.append(text.charAt(from) == '\n' ? "" : margin).append(text, from, next);
      from = next;
    }
    return code.toString();
  }
}
