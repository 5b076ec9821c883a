import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param rounds how often each engine is started for each row
 * @param warmUpMillis for how long it runs before it is measured
 * @param millis for how long it is measured
 * @param json where to write everything that was measured
 * @param page the document whose tables to replace
 */
record Options(
    List<Zoo> networks,
    List<Integer> batches,
    List<Integer> threads,
    int rounds,
    int warmUpMillis,
    int millis,
    Optional<Path> json,
    Optional<Path> page) {
  static final String USAGE =
      """
      Measures compiled networks beside ONNX Runtime, on this machine.
      usage: java benchmarks/cpu/Bench.java [options]
        --networks A,B   networks of the zoo by (the beginning of) their names; all 19
        --batch B,…      how many examples at once; 1,8
        --threads T,…    how many threads; 1 and 2, or 1 where there is one processor
        --rounds R       how often each engine is started for each row; 3
        --quick          one round, a short warm-up: to see whether all works
        --json FILE      writes all that was measured
        --page FILE      replaces the tables between the marks in this document
      """;

  static Options parse(List<String> words) {
    List<Zoo> networks = List.of(Zoo.values());
    List<Integer> batches = List.of(1, 8);
    List<Integer> threads =
        Runtime.getRuntime().availableProcessors() > 1 ? List.of(1, 2) : List.of(1);
    int rounds = 3;
    int warmUp = 1500;
    int millis = 1000;
    Optional<Path> json = Optional.empty();
    Optional<Path> page = Optional.empty();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--networks" -> networks = networks(value(words, ++i));
        case "--batch" -> batches = numbers(value(words, ++i));
        case "--threads" -> threads = numbers(value(words, ++i));
        case "--rounds" -> rounds = numbers(value(words, ++i)).getFirst();
        case "--json" -> json = Optional.of(Path.of(value(words, ++i)));
        case "--page" -> page = Optional.of(Path.of(value(words, ++i)));
        case "--quick" -> {
          rounds = 1;
          warmUp = 500;
          millis = 200;
        }
        default -> throw new Mistake("there is no option " + words.get(i));
      }
    }
    return new Options(networks, batches, threads, rounds, warmUp, millis, json, page);
  }

  private static String value(List<String> words, int at) {
    if (at == words.size()) {
      throw new Mistake(words.get(at - 1) + " wants a value");
    }
    return words.get(at);
  }

  private static List<Zoo> networks(String names) {
    List<Zoo> found = new ArrayList<>();
    for (String name : names.split(",")) {
      List<Zoo> those = Zoo.named(name);
      if (those.isEmpty()) {
        throw new Mistake("no network is called " + name + "; " + Arrays.toString(Zoo.values()));
      }
      found.addAll(those);
    }
    return found.stream().distinct().toList();
  }

  private static List<Integer> numbers(String text) {
    try {
      List<Integer> numbers = Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
      if (numbers.stream().allMatch(n -> n >= 1)) {
        return numbers;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Mistake(text + " is no list of numbers above zero");
  }

  /** What is wrong with the command line, or with what it needs. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mistake(String message) {
      super(message);
    }
  }
}
