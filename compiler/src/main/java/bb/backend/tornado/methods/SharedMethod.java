package bb.backend.tornado.methods;

import bb.backend.tornado.code.Param;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * A method that several kernels share, as their text differs in numbers only. Numbers that are
 * equal to each other in every one of them are one size; those sizes that are not the same in all
 * of them are parameters.
 */
public final class SharedMethod {
  private final String name;
  private final List<Param> params;
  private final NumberedText text;
  private final List<List<Integer>> members = new ArrayList<>();

  /** For each number of the text, which size it is. */
  private List<Integer> sizes;

  /** Of each size, the number of the text in which it comes first. */
  private SequencedMap<Integer, Integer> parameters = new LinkedHashMap<>();

  SharedMethod(String name, List<Param> params, NumberedText text) {
    this.name = name;
    this.params = params;
    this.text = text;
    this.sizes = text.numbers();
    members.add(text.numbers());
  }

  /**
   * One more kernel has the method, with its own numbers; false if that takes too many arguments.
   */
  boolean add(List<Integer> numbers, int mostParameters) {
    Map<List<Integer>, Integer> apart = new HashMap<>();
    List<Integer> refined = new ArrayList<>();
    SequencedMap<Integer, Integer> differing = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      int size = apart.computeIfAbsent(List.of(sizes.get(i), numbers.get(i)), _ -> apart.size());
      refined.add(size);
      if (isParameter(i) || !numbers.get(i).equals(text.numbers().get(i))) {
        differing.putIfAbsent(size, i);
      }
    }
    if (differing.size() > mostParameters) {
      return false;
    }
    sizes = refined;
    parameters = differing;
    members.add(numbers);
    return true;
  }

  private boolean isParameter(int number) {
    return parameters.containsKey(sizes.get(number));
  }

  int members() {
    return members.size();
  }

  public String name() {
    return name;
  }

  List<Param> params() {
    return params;
  }

  /** The names of the parameters after {@code n}. */
  public List<String> sizeNames() {
    return IntStream.range(0, parameters.size()).mapToObj(i -> "size" + i).toList();
  }

  /** What a kernel gives for them. */
  List<Integer> arguments(int member) {
    return parameters.values().stream().map(members.get(member)::get).toList();
  }

  /** The method's statements. */
  public String body() {
    Map<Integer, String> names = new HashMap<>();
    parameters.keySet().forEach(size -> names.put(size, "size" + names.size()));
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      String constant = String.valueOf(text.numbers().get(i));
      numbers.add(names.getOrDefault(sizes.get(i), constant));
    }
    return text.with(numbers);
  }
}
