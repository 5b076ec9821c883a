package bb.review;

import bb.review.Fact.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The facts of several networks as text, one to a line, in an order that depends on nothing but the
 * networks: what version control shows is what has changed, and what two branches add merges.
 *
 * <pre>
 * bb-lock 2
 *
 * network ResNet50 of zoo/resnet.bb
 *   structure 6d0c…
 *   input float32 [3, 224, 224] image
 *   params 25557032
 *   param float32 [64, 3, 7, 7] conv1.weight
 * </pre>
 */
public final class LockFile {
  /** The version of the format: a change of it is a change of what older versions can read. */
  public static final int VERSION = 2;

  private static final String HEAD = "bb-lock ";
  private static final String NETWORK = "network ";

  private static final Pattern PREPROCESSING =
      Pattern.compile(
          "(resize \\d+ |letterbox \\d+ )?(bgr )?(scale [0-9.E]+ )?mean \\[[^]]*] std \\[[^]]*] \\w+(?= )");

  /** {@code 7x1, stride 1, from -3x0}. */
  private static final Pattern FIELD =
      Pattern.compile("(all|\\d+)(x(all|\\d+))*(, stride [-0-9.x]+, from [-0-9.x]+)?(?= |$)");

  /** {@code ["gamma" -> "weight"] rename}. */
  private static final Pattern RULES = Pattern.compile("(\\[\".*\"]) (prefix|ignore|rename)");

  private LockFile() {}

  /** What a text is that is read as a lock. */
  public sealed interface Reading {
    record Lock(List<Facts> networks) implements Reading {
      public Lock {
        networks = List.copyOf(networks);
      }

      public Optional<Facts> find(String file, String network) {
        return networks.stream()
            .filter(n -> n.file().equals(file) && n.network().equals(network))
            .findFirst();
      }
    }

    /** A lock that another version of the tool has written. */
    record OtherVersion(String version) implements Reading {}

    /**
     * @param line the first that cannot be understood, counted from 1
     * @param why as a clause
     */
    record Malformed(int line, String why) implements Reading {}
  }

  public static String print(List<Facts> networks) {
    StringBuilder text = new StringBuilder(HEAD).append(VERSION).append('\n');
    networks.stream()
        .sorted(Comparator.comparing(Facts::file).thenComparing(Facts::network))
        .forEach(network -> {
          text.append('\n').append(NETWORK).append(network.title()).append('\n');
          network.facts().forEach(fact -> text.append("  ").append(line(fact)).append('\n'));
        });
    return text.toString();
  }

  /** {@code param float32 [64, 3, 7, 7] conv1.weight}. */
  static String line(Fact fact) {
    String named = fact.name().isEmpty() ? "" : " " + fact.name();
    return fact.kind().word() + " " + fact.value() + named;
  }

  public static Reading read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith(HEAD)) {
      return new Reading.Malformed(1, "a lock begins with `%s%d`".formatted(HEAD, VERSION));
    }
    String version = lines.getFirst().substring(HEAD.length()).strip();
    if (!version.equals(String.valueOf(VERSION))) {
      return new Reading.OtherVersion(version);
    }
    return new Reader(lines).read();
  }

  /** Reads what follows the first line. */
  private static final class Reader {
    private final List<String> lines;
    private final List<Facts> networks = new ArrayList<>();
    private final Set<String> titles = new HashSet<>();
    private final Set<Fact.Key> keys = new HashSet<>();
    private Optional<Facts> open = Optional.empty();
    private List<Fact> facts = new ArrayList<>();

    Reader(List<String> lines) {
      this.lines = lines;
    }

    Reading read() {
      for (int i = 1; i < lines.size(); i++) {
        Optional<String> wrong = line(lines.get(i));
        if (wrong.isPresent()) {
          return new Reading.Malformed(i + 1, wrong.get());
        }
      }
      close();
      return new Reading.Lock(networks);
    }

    /** Why the line cannot be understood, if it cannot. */
    private Optional<String> line(String line) {
      if (line.isBlank()) {
        return Optional.empty();
      }
      if (line.startsWith(NETWORK)) {
        return network(line.substring(NETWORK.length()));
      }
      if (!line.startsWith("  ") || open.isEmpty()) {
        return Optional.of(
            "a line is of a network, or begins one: `%sName of file.bb`".formatted(NETWORK));
      }
      Optional<Fact> fact = fact(line.strip());
      if (fact.isEmpty()) {
        return Optional.of("it states no fact that this version knows");
      }
      facts.add(fact.get());
      return keys.add(fact.get().key())
          ? Optional.empty()
          : Optional.of("the same fact is stated twice");
    }

    private Optional<String> network(String title) {
      close();
      int of = title.indexOf(" of ");
      if (of < 0) {
        return Optional.of(
            "a network has a name and a file: `%sName of file.bb`".formatted(NETWORK));
      }
      open = Optional.of(new Facts(title.substring(0, of), title.substring(of + 4), List.of()));
      return titles.add(title)
          ? Optional.empty()
          : Optional.of("`%s` is there twice".formatted(title));
    }

    private void close() {
      open.ifPresent(n -> networks.add(new Facts(n.network(), n.file(), facts)));
      open = Optional.empty();
      facts = new ArrayList<>();
      keys.clear();
    }

    private static Optional<Fact> fact(String line) {
      int space = line.indexOf(' ');
      if (space < 0) {
        return Optional.empty();
      }
      String word = line.substring(0, space);
      String rest = line.substring(space + 1);
      return Stream.of(Kind.values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .flatMap(kind -> fact(kind, rest));
    }

    private static Optional<Fact> fact(Kind kind, String rest) {
      return switch (kind) {
        case STRUCTURE -> some(rest.matches("[0-9a-f]+"), kind, rest, "");
        case PARAMS, BUFFERS, MACS, PEAK_BYTES -> some(rest.matches("\\d{1,19}"), kind, rest, "");
        case INPUT, OUTPUT, PARAM, BUFFER -> named(kind, rest, rest.indexOf("] ") + 1);
        case LABELS -> named(kind, rest, rest.indexOf(' '));
        case CHECKPOINT -> {
          Matcher rule = RULES.matcher(rest);
          yield rule.matches() ? some(true, kind, rule.group(1), rule.group(2)) : Optional.empty();
        }
        case FIELD -> {
          Matcher field = FIELD.matcher(rest);
          yield named(kind, rest, field.lookingAt() ? field.end() : 0);
        }
        case LOCAL_FIELD -> some(FIELD.matcher(rest).matches(), kind, rest, "");
        case PREPROCESS -> {
          Matcher preprocess = PREPROCESSING.matcher(rest);
          yield named(kind, rest, preprocess.lookingAt() ? preprocess.end() : 0);
        }
      };
    }

    private static Optional<Fact> named(Kind kind, String rest, int end) {
      return end <= 0
          ? Optional.empty()
          : some(end + 1 < rest.length(), kind, rest.substring(0, end), rest.substring(end + 1));
    }

    private static Optional<Fact> some(boolean whole, Kind kind, String value, String name) {
      return whole ? Optional.of(new Fact(kind, value, name)) : Optional.empty();
    }
  }
}
