package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  private final String source;
  private final String network;
  private final Map<String, List<Integer>> held;
  private final List<TensorInfo> missing = new ArrayList<>();
  private final List<TensorInfo> misshaped = new ArrayList<>();
  private final Set<String> needed;
  private final Set<String> extra;

  private WeightBinding(ModelInfo info, String source, Map<String, List<Integer>> held) {
    this.network = info.network();
    this.source = source;
    this.held = held;
    this.needed = info.tensors().stream().map(TensorInfo::name).collect(Collectors.toSet());
    this.extra = new LinkedHashSet<>(held.keySet());
    extra.removeAll(needed);
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

  /**
   * Does nothing if the source makes any tensor it is asked for.
   *
   * @throws UserError that lists every missing, extra and misshaped tensor
   */
  public static void check(ModelInfo info, WeightSource source) {
    source
        .contents()
        .ifPresent(held -> new WeightBinding(info, source.description(), held).check());
  }

  private void check() {
    if (missing.isEmpty() && misshaped.isEmpty() && extra.isEmpty()) {
      return;
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
                "`%s` does not fit network `%s`: %s", source, network, String.join(", ", counts)));
    Optional<String> wrapper = wrapper();
    throw wrapper
        .map(prefix -> error.note(lines(wrapped(prefix))).help(unwrapping(prefix)))
        .orElseGet(() -> error.note(lines(oneByOne())));
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
                    "misshaped: `%s` is %s, and the network needs %s",
                    t.name(), held.get(t.name()), t.shape()))
            .toList());
  }

  private void addExtra(List<String> details, Stream<String> names) {
    addLines(
        details,
        "extra",
        names.map(name -> Message.of("extra: `%s` %s", name, held.get(name))).toList());
  }

  private static void addLines(List<String> details, String kind, List<String> lines) {
    lines.stream().limit(LINES).forEach(details::add);
    if (lines.size() > LINES) {
      details.add(Message.of("%s: %,d more", kind, lines.size() - LINES));
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

  /** A checkpoint saved from a wrapper has one prefix before all of its names. */
  private Optional<String> wrapper() {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String first = missing.getFirst().name();
    return extra.stream()
        .filter(name -> name.endsWith("." + first))
        .map(name -> name.substring(0, name.length() - first.length()))
        .filter(prefix -> missing.stream().allMatch(t -> extra.contains(prefix + t.name())))
        .findFirst();
  }

  private List<String> wrapped(String prefix) {
    List<String> details = new ArrayList<>();
    details.add("every missing tensor is there with `" + prefix + "` before its name");
    addMisshaped(details);
    addExtra(details, extra.stream().filter(name -> !isWrapped(prefix, name)));
    return details;
  }

  private static String unwrapping(String prefix) {
    return "in Python: `{name.removeprefix(\"%s\"): tensor for name, tensor in weights.items()}`"
        .replace("%s", prefix);
  }

  private boolean isWrapped(String prefix, String name) {
    return name.startsWith(prefix) && needed.contains(name.substring(prefix.length()));
  }
}
