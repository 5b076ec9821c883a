package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a model needs with what a source holds, by name and shape. */
public final class WeightBinding {
  /** Lines of each kind before the rest is only counted. */
  private static final int LINES = 20;

  /** More names than this are not searched for near ones: nothing about them is nearly right. */
  private static final int SEARCHED = 200;

  private final WeightSource source;
  private final ModelInfo info;
  private final List<Checkpoint> rules;

  /** What the source holds, by the names that these become. */
  private final Map<String, List<Integer>> held = new LinkedHashMap<>();

  /** What they are called there. */
  private final Map<String, String> fileNames = new LinkedHashMap<>();

  private final List<TensorInfo> missing = new ArrayList<>();
  private final List<TensorInfo> misshaped = new ArrayList<>();
  private final Set<String> needed;
  private final Set<String> extra = new LinkedHashSet<>();
  private final int most;

  private WeightBinding(
      ModelInfo info, WeightSource source, Map<String, List<Integer>> contents, int most) {
    this.info = info;
    this.source = source;
    this.rules = source.rules(info.checkpoint());
    this.most = most;
    this.needed = info.tensors().stream().map(TensorInfo::name).collect(Collectors.toSet());
    take(contents);
    held.keySet().stream().filter(name -> !needed.contains(name)).forEach(extra::add);
    for (TensorInfo tensor : info.tensors()) {
      // what the engine does not read may be missing, and its shape does no harm
      if (tensor.required()) {
        List<Integer> shape = held.get(tensor.name());
        if (shape == null) {
          missing.add(tensor);
        } else if (!shape.equals(tensor.shape())) {
          misshaped.add(tensor);
        }
      }
    }
  }

  /** Names what the source holds, but for what is ignored and not needed. */
  private void take(Map<String, List<Integer>> contents) {
    CheckpointNames names = new CheckpointNames(rules);
    contents.forEach((fileName, shape) -> {
      CheckpointNames.Named named = names.of(fileName);
      String older = Spelling.older(named.name());
      String name = needed.contains(older) ? older : named.name();
      if (named.ignored() && !needed.contains(name)) {
        return;
      }
      String before = fileNames.putIfAbsent(name, fileName);
      if (before != null) {
        throw new UserError(
                ErrorCode.BB0611,
                Message.of(
                    "tensors `%s` and `%s` in `%s` both become `%s`",
                    before, fileName, source.description(), name))
            .help("ignore one of them, or rename it");
      }
      held.put(name, shape);
    });
  }

  /**
   * What there is of a network's weights, under its names. The source itself if it makes any tensor
   * that it is asked for.
   *
   * @throws UserError that lists missing, extra and misshaped tensors
   */
  public static WeightSource bind(ModelInfo info, WeightSource weights) {
    Objects.requireNonNull(weights, "weights");
    Optional<Map<String, List<Integer>>> contents = weights.contents();
    return contents.isEmpty() ? weights : bind(info, weights, contents.get());
  }

  /**
   * The same of a file.
   *
   * @throws UserError that lists missing, extra and misshaped tensors
   */
  public static BoundWeights bindFile(ModelInfo info, WeightSource file) {
    return bind(info, file, file.contents().orElseThrow());
  }

  private static BoundWeights bind(
      ModelInfo info, WeightSource source, Map<String, List<Integer>> contents) {
    WeightBinding binding = new WeightBinding(info, source, contents, LINES);
    binding
        .problem()
        .ifPresent(problem -> {
          throw problem;
        });
    Map<String, String> names = new LinkedHashMap<>();
    for (TensorInfo tensor : info.tensors()) {
      if (binding.fileNames.containsKey(tensor.name())) {
        names.put(tensor.name(), binding.fileNames.get(tensor.name()));
      }
    }
    return new BoundWeights(source, names);
  }

  /**
   * Everything that does not fit, if anything does not: an error whose notes have a line each.
   *
   * @param most lines of each kind before the rest is only counted
   */
  public static Optional<UserError> compare(ModelInfo info, WeightSource file, int most) {
    return new WeightBinding(info, file, file.contents().orElseThrow(), most).problem();
  }

  private Optional<UserError> problem() {
    if (missing.isEmpty() && misshaped.isEmpty() && extra.isEmpty()) {
      return Optional.empty();
    }
    List<String> counts =
        Stream.of(
                count(missing.size(), "missing"),
                count(misshaped.size(), "misshaped"),
                count(extra.size(), "extra"))
            .flatMap(Optional::stream)
            .toList();
    UserError error =
        new UserError(
            ErrorCode.BB0612,
            Message.of(
                "`%s` does not fit network `%s`: %s",
                source.description(), info.network(), String.join(", ", counts)));
    return Optional.of(mended(error));
  }

  /** With what does not fit, and the rules by which it would. */
  private UserError mended(UserError error) {
    Map<String, List<Integer>> lacking = new LinkedHashMap<>();
    missing.forEach(tensor -> lacking.put(tensor.name(), tensor.shape()));
    Map<String, List<Integer>> left = new LinkedHashMap<>();
    extra.forEach(name -> left.put(name, held.get(name)));
    Optional<Checkpoint> mend =
        lacking.isEmpty() && left.isEmpty()
            ? Optional.empty()
            : new Mending(lacking, left, needed, fitting()).rules();
    Optional<String> prefix =
        mend.filter(rules -> misshaped.isEmpty() && rules.renames().isEmpty())
            .flatMap(rules -> rules.prefixes().stream().findFirst());
    UserError listed =
        error.note(
            prefix
                .map(p -> "every missing tensor is there with `" + p + "` before its name")
                .map(line -> new String[] {line})
                .orElseGet(() -> lines(oneByOne())));
    return mend.map(rules ->
            listed
                .help("names fit with `" + RuleText.options(rules) + "`")
                .help("or with a clause in the network: `" + RuleText.clause(rules) + "`")
                .help("or in a program of yours: `" + RuleText.calls(rules) + "`"))
        .orElse(listed);
  }

  /** Names that the file has, and the network needs. */
  private Set<String> fitting() {
    return held.keySet().stream().filter(needed::contains).collect(Collectors.toSet());
  }

  private static String[] lines(List<String> details) {
    return details.toArray(String[]::new);
  }

  private static Optional<String> count(int number, String what) {
    return number == 0
        ? Optional.empty()
        : Optional.of(Message.of("%,d %s %s", number, number == 1 ? "tensor" : "tensors", what));
  }

  private List<String> oneByOne() {
    Map<String, String> renamed = renamed();
    List<String> details = new ArrayList<>();
    addLines(
        details,
        "missing",
        missing.stream()
            .sorted(Comparator.comparing(t -> !renamed.containsKey(t.name())))
            .map(t -> missing(t, Optional.ofNullable(renamed.get(t.name()))))
            .toList());
    addMisshaped(details);
    addExtra(details, extra.stream().filter(name -> !renamed.containsValue(name)));
    return details;
  }

  private static String missing(TensorInfo tensor, Optional<String> near) {
    String line = Message.of("missing: `%s` %s", tensor.name(), tensor.shape());
    return near.map(name -> line + "; did you mean `" + name + "`, which is there?").orElse(line);
  }

  private void addMisshaped(List<String> details) {
    addLines(
        details,
        "misshaped",
        misshaped.stream()
            .map(t ->
                Message.of(
                    "misshaped: %s is %s, and the network needs %s",
                    inFile(t.name()), held.get(t.name()), t.shape()))
            .toList());
  }

  private void addExtra(List<String> details, Stream<String> names) {
    addLines(
        details,
        "extra",
        names.map(name -> Message.of("extra: %s %s", inFile(name), held.get(name))).toList());
  }

  /** A name, and what the file has for it if that is another. */
  private String inFile(String name) {
    String own = fileNames.get(name);
    return own.equals(name) ? "`" + name + "`" : Message.of("`%s` (in the file `%s`)", name, own);
  }

  private void addLines(List<String> details, String kind, List<String> lines) {
    lines.stream().limit(most).forEach(details::add);
    if (lines.size() > most) {
      details.add(Message.of("%s: %,d more", kind, lines.size() - most));
    }
  }

  private record Pair(String missing, String extra, int cost) {}

  /**
   * Missing names and the extra ones that were probably meant, each used once: the nearest pairs
   * first, and among equally near ones those of the same shape.
   */
  private Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>();
    missing.stream()
        .limit(SEARCHED)
        .flatMap(m -> extra.stream().limit(SEARCHED).flatMap(e -> pair(m, e).stream()))
        .sorted(Comparator.comparingInt(Pair::cost))
        .forEach(pair -> {
          if (!renamed.containsKey(pair.missing()) && !renamed.containsValue(pair.extra())) {
            renamed.put(pair.missing(), pair.extra());
          }
        });
    return renamed;
  }

  private Optional<Pair> pair(TensorInfo tensor, String candidate) {
    int limit = Nearest.limit(tensor.name());
    int distance = Nearest.distance(tensor.name(), candidate, limit);
    int shapeCost = held.get(candidate).equals(tensor.shape()) ? 0 : 1;
    return distance > limit
        ? Optional.empty()
        : Optional.of(new Pair(tensor.name(), candidate, 2 * distance + shapeCost));
  }
}
