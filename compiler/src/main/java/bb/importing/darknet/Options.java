package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.darknet.Cfg.Pair;
import bb.importing.darknet.Cfg.Section;
import bb.importing.read.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a section says, by the types that darknet gives its keys. Notes which keys were read. */
final class Options {
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][-+]?\\d{1,3})?");

  private final Section section;
  private final Set<String> read = new HashSet<>();

  Options(Section section) {
    this.section = section;
  }

  Section section() {
    return section;
  }

  /** A number of pixels, channels or steps, which is positive and no larger than any is. */
  long size(String key, long otherwise) {
    return whole(key, otherwise, 1, 1_000_000);
  }

  long whole(String key, long otherwise, long least, long most) {
    Optional<Pair> pair = pair(key);
    if (pair.isEmpty()) {
      return otherwise;
    }
    long number = whole(pair.get(), pair.get().value());
    if (number < least || number > most) {
      throw unfit(pair.get(), "expected a number from %,d to %,d".formatted(least, most));
    }
    return number;
  }

  boolean flag(String key) {
    return whole(key, 0, -1_000_000, 1_000_000) != 0;
  }

  double number(String key, double otherwise) {
    Optional<Pair> pair = pair(key);
    if (pair.isEmpty()) {
      return otherwise;
    }
    if (!NUMBER.matcher(pair.get().value()).matches()) {
      throw unfit(pair.get(), "expected a number");
    }
    return Double.parseDouble(pair.get().value());
  }

  String text(String key, String otherwise) {
    return pair(key).map(Pair::value).orElse(otherwise);
  }

  /** The numbers of layers, before this one if they are negative; at least one. */
  List<Long> layers(String key, int index) {
    Pair pair =
        pair(key)
            .orElseThrow(() ->
                refused(
                    Diagnostic.at(
                        Code.BB0905,
                        section.span(),
                        "`[%s]` does not say which layers it reads".formatted(section.type()),
                        "lacks `%s=`".formatted(key))));
    List<Long> numbers = new ArrayList<>();
    for (String part : pair.value().split(",")) {
      long number = whole(pair, part);
      long layer = number < 0 ? index + number : number;
      if (layer < 0 || layer >= index) {
        throw refused(
            Diagnostic.at(
                    Code.BB0905,
                    pair.span(),
                    "layer %d reads layer %d, which is not before it".formatted(index, layer),
                    number < 0 ? "%d before layer %d".formatted(-number, index) : "")
                .note("the section behind `[net]` is layer 0; a negative number counts back"));
      }
      numbers.add(layer);
    }
    return numbers;
  }

  /** As many numbers as there are, for people to read. */
  List<String> list(String key) {
    return pair(key).map(pair -> List.of(pair.value().split(","))).orElse(List.of());
  }

  /** Refuses what a key asks for, unless it asks for nothing. */
  void refuse(String key, String why) {
    if (flag(key)) {
      throw unfit(pair(key).orElseThrow(), why);
    }
  }

  Refusal unfit(String key, String label) {
    return unfit(pair(key).orElseThrow(), label);
  }

  private Refusal unfit(Pair pair, String label) {
    return refused(
        Diagnostic.at(
            Code.BB0904,
            pair.span(),
            "`[%s]` cannot be read with `%s=%s`"
                .formatted(section.type(), pair.key(), pair.value()),
            label));
  }

  private long whole(Pair pair, String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw unfit(pair, "expected a whole number");
    }
    return Long.parseLong(text);
  }

  private Optional<Pair> pair(String key) {
    read.add(key);
    List<Pair> all = section.pairs().stream().filter(pair -> pair.key().equals(key)).toList();
    for (Pair other : all) {
      if (!other.value().equals(all.getFirst().value())) {
        throw refused(
            Diagnostic.at(
                    Code.BB0911,
                    other.span(),
                    "`%s` is stated twice, as %s and as %s"
                        .formatted(key, all.getFirst().value(), other.value()),
                    "darknet passes over this one")
                .with(new Diagnostic.Label(all.getFirst().span(), "and takes this one"))
                .help("remove one of them"));
      }
    }
    return all.stream().findFirst();
  }

  /** The pairs that nobody has asked for. */
  List<Pair> unread() {
    return section.pairs().stream().filter(pair -> !read.contains(pair.key())).toList();
  }

  private static Refusal refused(Diagnostic diagnostic) {
    return new Refusal(diagnostic);
  }
}
