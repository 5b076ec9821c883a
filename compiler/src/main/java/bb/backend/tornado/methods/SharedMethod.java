package bb.backend.tornado.methods;

import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Neutral;
import bb.backend.tornado.methods.SumResults.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A method that several kernels share, as their text differs in numbers only, and in what they do
 * to each sum, which the last argument chooses then. Numbers that are equal to each other in every
 * one of them are one size; those sizes that are not the same in all of them are parameters.
 */
public final class SharedMethod {
  private final String name;
  private final KernelText text;
  private final List<Member> members = new ArrayList<>();

  /** What is done to sums, as it differs in more than numbers. */
  private List<NumberedText> results;

  private SumResults sums;
  private List<Param> params;

  /** For each number of the text apart from results, which size it is. */
  private List<Integer> sizes;

  /** For each number of the text whether one of the kernels has another than the first has. */
  private List<Boolean> differs;

  /** For each number of the text whether all kernels can do without it. */
  private List<Boolean> leftOut;

  /** Of each size, the number of the text in which it comes first. */
  private SequencedMap<Integer, Integer> parameters = new LinkedHashMap<>();

  SharedMethod(String name, List<Param> params, KernelText text) {
    this.name = name;
    this.text = text;
    this.params = params;
    this.results = List.of(text.result());
    members.add(new Member(params, text.numbers(), 0, text.result().numbers()));
    this.sizes = text.numbers();
    this.differs = Collections.nCopies(sizes.size(), false);
    this.leftOut = text.neutral();
    this.sums = new SumResults(results, members, List.of());
  }

  /**
   * One more kernel has the method, with its own arrays and numbers; false if that takes too many
   * arguments, apart from those that all methods have.
   */
  boolean add(List<Param> arrays, KernelText kernel, int mostArguments) {
    List<Integer> numbers = kernel.numbers();
    List<Boolean> neutral = kernel.neutral();
    Map<Long, Integer> apart = new HashMap<>();
    List<Integer> refined = new ArrayList<>();
    List<Boolean> allDiffer = new ArrayList<>();
    List<Boolean> allLeaveOut = new ArrayList<>();
    SequencedMap<Integer, Integer> differing = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      long both = (long) sizes.get(i) << Integer.SIZE | numbers.get(i);
      int size = apart.computeIfAbsent(both, _ -> apart.size());
      refined.add(size);
      allDiffer.add(differs.get(i) || !numbers.get(i).equals(members.getFirst().numbers().get(i)));
      allLeaveOut.add(leftOut.get(i) && neutral.get(i));
      if (allDiffer.get(i) && !allLeaveOut.get(i)) {
        differing.putIfAbsent(size, i);
      }
    }
    List<NumberedText> allResults = new ArrayList<>(results);
    int result = 0;
    while (result < results.size() && !results.get(result).isLike(kernel.result())) {
      result++;
    }
    if (result == results.size()) {
      allResults.add(kernel.result());
    }
    members.add(new Member(arrays, numbers, result, kernel.result().numbers()));
    SumResults all = new SumResults(allResults, members, List.copyOf(differing.values()));
    List<Param> allParams = united(params, arrays);
    if (allParams.size() + differing.size() + all.names().size() > mostArguments) {
      members.removeLast();
      return false;
    }
    params = allParams;
    results = allResults;
    sums = all;
    sizes = refined;
    differs = allDiffer;
    leftOut = allLeaveOut;
    parameters = differing;
    return true;
  }

  /** The arrays of both, in an order that is that of each. */
  private static List<Param> united(List<Param> some, List<Param> others) {
    List<Param> all = new ArrayList<>(some);
    int next = 0;
    for (Param param : others) {
      int known = all.indexOf(param);
      if (known < 0) {
        all.add(next, param);
      }
      next = known < 0 ? next + 1 : known + 1;
    }
    return all;
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

  /**
   * What a kernel gives for them: an array that it does not have, and so is not read, is its first.
   */
  List<Param> arrays(int member) {
    List<Param> own = members.get(member).arrays();
    return params.stream().map(param -> own.contains(param) ? param : own.getFirst()).toList();
  }

  static String size(int number) {
    return "size" + number;
  }

  /** The names of the parameters after {@code n}. */
  public List<String> sizeNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      names.add(size(i));
    }
    names.addAll(sums.names());
    return names;
  }

  /** What a kernel gives for them. */
  List<Integer> arguments(int number) {
    Member member = members.get(number);
    List<Integer> arguments = new ArrayList<>();
    parameters.values().forEach(at -> arguments.add(member.numbers().get(at)));
    arguments.addAll(sums.arguments(number, member.result()));
    return arguments;
  }

  /** The method's statements. */
  public String body() {
    Map<Integer, String> names = new HashMap<>();
    parameters.keySet().forEach(size -> names.put(size, size(names.size())));
    List<Integer> numbers = members.getFirst().numbers();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      String word = names.getOrDefault(sizes.get(i), String.valueOf(numbers.get(i)));
      words.add(leftOut.get(i) ? Neutral.LEFT_OUT : word);
    }
    return text.with(words, sums.text());
  }
}
