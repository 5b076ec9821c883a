package bb.importing.ultralytics;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.read.Refusal;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network as a list of modules.
 *
 * @param classes that it tells apart
 * @param channels of its images
 * @param scale how deep and wide it is, by the letter of its size
 * @param anchors of each cell, in the older tables; 0 in those without
 * @param activation of its convolutions
 */
record Table(
    long classes,
    long channels,
    Scale scale,
    long anchors,
    Optional<Yaml.Scalar> activation,
    List<Long> points,
    List<Row> rows) {
  private static final Set<String> KEYS =
      Set.of(
          "nc",
          "ch",
          "depth_multiple",
          "width_multiple",
          "channel_multiple",
          "scales",
          "scale",
          "anchors",
          "activation",
          "kpt_shape",
          "backbone",
          "head",
          "names",
          "end2end",
          "reg_max",
          "task",
          "inplace",
          "yaml_file");

  Table {
    points = List.copyOf(points);
    rows = List.copyOf(rows);
  }

  /**
   * @param name its letter, if it has one
   * @param widest how many channels a module has at the most, before its width is scaled
   */
  record Scale(String name, double depth, double width, double widest) {
    /** As Python rounds: halves to the even number. */
    long repeats(long n) {
      return n > 1 ? Math.max(Math.round(Math.rint(n * depth)), 1) : n;
    }

    /** A multiple of 8. */
    long width(long channels) {
      return (long) Math.ceil(Math.min(channels, widest) * width / 8) * 8;
    }
  }

  /** {@code [from, repeats, module, args]}. */
  record Row(List<Long> from, long repeats, String module, List<Yaml> args, Span span) {}

  /**
   * @param size the letter that was asked for
   * @param guessed the letter in the file's name
   */
  static Table of(Yaml yaml, Optional<String> size, Optional<String> guessed) {
    if (!(yaml instanceof Yaml.Mapping top)) {
      throw malformed(yaml, "a table has `backbone`, `head` and `nc`");
    }
    for (Yaml.Entry entry : top.entries()) {
      if (!KEYS.contains(entry.key().text())) {
        throw malformed(entry.key(), "no key of a table");
      }
    }
    List<Row> rows = new ArrayList<>();
    for (String part : List.of("backbone", "head")) {
      Yaml list = top.find(part).orElseThrow(() -> malformed(top, "lacks `%s`".formatted(part)));
      if (!(list instanceof Yaml.Sequence sequence)) {
        throw malformed(list, "`%s` is a list of modules".formatted(part));
      }
      for (Yaml row : sequence.items()) {
        rows.add(row(row, rows.size()));
      }
    }
    long anchors =
        switch (top.find("anchors").orElse(null)) {
          case null -> 0;
          case Yaml.Scalar count -> whole(count, 1, 1_000);
          case Yaml.Sequence levels
              when !levels.items().isEmpty()
                  && levels.items().getFirst() instanceof Yaml.Sequence first ->
              first.items().size() / 2;
          case Yaml other ->
              throw malformed(other, "`anchors` are a number or a list for each level");
        };
    long classes = top.find("nc").map(n -> whole(n, 1, 100_000)).orElse(80L);
    Scale scale = scale(top, size, guessed);
    if (rows.isEmpty()) {
      throw malformed(top, "has no modules");
    }
    return new Table(
        classes,
        top.find("ch").map(n -> whole(n, 1, 10_000)).orElse(3L),
        scale,
        anchors,
        top.find("activation").map(Table::word),
        top.find("kpt_shape").map(Table::numbers).orElse(List.of(17L, 3L)),
        rows);
  }

  private static Scale scale(Yaml.Mapping top, Optional<String> size, Optional<String> guessed) {
    Optional<Yaml> scales = top.find("scales");
    if (scales.isEmpty()) {
      if (size.isPresent()) {
        throw malformed(top, "has no `scales` of which `%s` may be one".formatted(size.get()));
      }
      return new Scale(
          "",
          top.find("depth_multiple").map(n -> number(n)).orElse(1.0),
          top.find("width_multiple").map(n -> number(n)).orElse(1.0),
          Double.POSITIVE_INFINITY);
    }
    if (!(scales.get() instanceof Yaml.Mapping all) || all.entries().isEmpty()) {
      throw malformed(scales.get(), "`scales` say depth, width and the most channels of each size");
    }
    Optional<String> stated = top.find("scale").map(s -> word(s).text());
    String name =
        size.or(() -> stated)
            .or(() -> guessed.filter(letter -> all.find(letter).isPresent()))
            .orElse(all.entries().getFirst().key().text());
    Yaml found =
        all.find(name)
            .orElseThrow(() ->
                malformed(
                    all,
                    "there is no `%s`, but %s"
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                all.entries().stream()
                                    .map(e -> "`" + e.key().text() + "`")
                                    .toList()))));
    if (!(found instanceof Yaml.Sequence list) || list.items().size() != 3) {
      throw malformed(found, "depth, width and the most channels");
    }
    return new Scale(
        name,
        number(list.items().get(0)),
        number(list.items().get(1)),
        number(list.items().get(2)));
  }

  private static Row row(Yaml yaml, int index) {
    if (!(yaml instanceof Yaml.Sequence list)
        || list.items().size() != 4
        || !(list.items().get(3) instanceof Yaml.Sequence args)) {
      throw malformed(yaml, "a module is `[from, repeats, module, [arguments]]`");
    }
    List<Long> from = new ArrayList<>();
    for (long n : numbers(list.items().get(0))) {
      long layer = n < 0 ? index + n : n;
      boolean input = index == 0 && n == -1;
      if (!input && (layer < 0 || layer >= index)) {
        throw new Refusal(
            Diagnostic.at(
                    Code.BB0905,
                    list.items().get(0).span(),
                    "module %d reads module %d, which is not before it".formatted(index, layer),
                    "")
                .note("modules of `backbone` and `head` are counted from 0; -1 is the one before"));
      }
      from.add(layer);
    }
    return new Row(
        from,
        whole(list.items().get(1), 1, 1_000),
        word(list.items().get(2)).text(),
        args.items(),
        yaml.span());
  }

  private static List<Long> numbers(Yaml yaml) {
    return yaml instanceof Yaml.Sequence list
        ? list.items().stream().map(n -> whole(n, -10_000, 10_000)).toList()
        : List.of(whole(yaml, -10_000, 10_000));
  }

  static Yaml.Scalar word(Yaml yaml) {
    if (yaml instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
      return scalar;
    }
    throw malformed(yaml, "expected a word");
  }

  static long whole(Yaml yaml, long least, long most) {
    if (yaml instanceof Yaml.Scalar scalar && scalar.text().matches("[-+]?\\d{1,18}")) {
      long number = Long.parseLong(scalar.text());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw malformed(yaml, "expected a whole number from %,d to %,d".formatted(least, most));
  }

  static double number(Yaml yaml) {
    if (yaml instanceof Yaml.Scalar scalar
        && scalar.text().matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}|inf|\\.inf")) {
      return scalar.text().endsWith("inf")
          ? Double.POSITIVE_INFINITY
          : Double.parseDouble(scalar.text());
    }
    throw malformed(yaml, "expected a number");
  }

  static Refusal malformed(Yaml yaml, String label) {
    return new Refusal(
        Diagnostic.at(Code.BB0911, yaml.span(), "this is no table of a network", label));
  }
}
