package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.model.Term.BoolTerm;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.ops.Attribute;
import bb.ops.Attribute.Type;
import bb.ops.OpSpec;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Values without a name that a layer has no place for: options, and the width of what flows in,
 * which PyTorch writes and bb infers.
 */
final class ByPosition {
  private final OpSpec spec;
  private final Span call;
  private final List<Given> unnamed;
  private final List<Attribute> unsaid;

  private ByPosition(OpSpec spec, Span call, List<Given> given) {
    this.spec = spec;
    this.call = call;
    this.unnamed = given.stream().filter(g -> g.name().isEmpty()).toList();
    List<String> named = given.stream().flatMap(g -> g.name().stream()).toList();
    this.unsaid = spec.attributes().stream().filter(a -> !named.contains(a.name())).toList();
  }

  /**
   * What is wrong with a call that has too many values without a name, if it has.
   *
   * @param width that of what flows in, if it is known
   */
  static Optional<Diagnostic> problem(
      OpSpec spec, List<Given> given, Span call, OptionalLong width) {
    var values = new ByPosition(spec, call, given);
    if (!values.extras().isEmpty()) {
      return Optional.of(values.problem(width));
    }
    return values.isSaidTwice() ? values.widthBefore(width) : Optional.empty();
  }

  /** Whether a value without a name stands where one does that is given by name, too. */
  private boolean isSaidTwice() {
    return !unsaid.containsAll(
        spec.positional().subList(0, Math.min(spec.positional().size(), unnamed.size())));
  }

  /** {@code conv(3, 64, kernel: 3)}: the width stands before what is given by position and name. */
  private Optional<Diagnostic> widthBefore(OptionalLong width) {
    return writtenWidth()
        .filter(written -> isWide(1) || isWidth(written, width))
        .map(written -> inferred(written, width));
  }

  private static boolean isWidth(Given given, OptionalLong width) {
    return given.value() instanceof IntTerm(var value) && width.equals(OptionalLong.of(value));
  }

  private List<Given> extras() {
    return unnamed.subList(Math.min(spec.positional().size(), unnamed.size()), unnamed.size());
  }

  private Diagnostic problem(OptionalLong width) {
    if (isSaidTwice() && fit(unsaid, unnamed)) {
      // slice(0, 4, axis: 1): all of them are meant for what is left
      return NameProblems.optionByPosition(
              unnamed.getFirst().span(), spec.name(), unsaid.getFirst().name(), spec.positional())
          .help(name(unsaid, unnamed));
    }
    List<Given> extras = extras();
    int taken = spec.positional().size();
    List<Attribute> options = spec.attributes().subList(taken, spec.attributes().size());
    boolean named = fit(options, extras);
    Optional<Given> written = writtenWidth();
    if (written.isPresent()) {
      boolean flows = isWidth(written.get(), width);
      boolean only = !named || spec.width().getAsInt() >= taken;
      if (only || isWide(1) || flows && !isWindow(1)) {
        return inferred(written.get(), width);
      }
      if (!flows && isWindow(1)) {
        written = Optional.empty();
      }
    }
    Given first = extras.getFirst();
    if (extras.size() > options.size()) {
      return NameProblems.tooManyArguments(first.span(), spec.name(), taken);
    }
    Diagnostic problem =
        NameProblems.optionByPosition(
            first.span(), spec.name(), options.getFirst().name(), spec.positional());
    if (taken == 0) {
      List<String> names = options.stream().map(Attribute::name).toList();
      return problem.help("give it the name that is meant: " + NameProblems.list(names));
    }
    Diagnostic helped = named ? problem.help(name(options, extras)) : problem;
    return written
        .map(w ->
            helped.help(
                "or leave out %s: the width that flows in is inferred".formatted(w.span().text())))
        .orElse(helped);
  }

  /** Whether a value is larger than the sizes of windows are. */
  private boolean isWide(int position) {
    return position < unnamed.size()
        && unnamed.get(position).value() instanceof IntTerm(var size)
        && size > 32;
  }

  /** Whether a value is as the sizes of windows mostly are: 1, 3, 5, 7, 9 or 11. */
  private boolean isWindow(int position) {
    return unnamed.get(position).value() instanceof IntTerm(var size) && size % 2 == 1 && size < 12;
  }

  /**
   * The value that PyTorch would take for the width of what flows in, if without it the others are
   * what the layer takes.
   */
  private Optional<Given> writtenWidth() {
    int position = spec.width().orElse(unnamed.size());
    if (position >= unnamed.size()) {
      return Optional.empty();
    }
    List<Given> others = new ArrayList<>(unnamed);
    Given width = others.remove(position);
    return width.value() instanceof IntTerm && fit(spec.attributes(), others)
        ? Optional.of(width)
        : Optional.empty();
  }

  private Diagnostic inferred(Given width, OptionalLong flows) {
    List<Given> others = new ArrayList<>(unnamed);
    others.remove(width);
    int taken = Math.min(spec.positional().size(), others.size());
    List<Given> extras = others.subList(taken, others.size());
    Diagnostic problem =
        NameProblems.writtenWidth(
            width.span(), spec.name(), spec.attributes().get(unnamed.indexOf(width)).name(), flows);
    if (extras.isEmpty()) {
      return problem.help(without(width.span()));
    }
    List<String> arguments = new ArrayList<>();
    others.subList(0, taken).forEach(g -> arguments.add(g.span().text()));
    arguments.addAll(named(spec.attributes().subList(taken, spec.attributes().size()), extras));
    return problem.help("write `%s(%s)`".formatted(spec.name(), String.join(", ", arguments)));
  }

  /** Takes a value out of the list of arguments, with its comma or the parentheses around it. */
  private Help without(Span value) {
    String text = value.file().text();
    int start = value.start();
    int end = value.end();
    int after = skip(text, end, 1);
    int before = skip(text, start - 1, -1);
    if (after < text.length() && text.charAt(after) == ',') {
      end = skip(text, after + 1, 1);
    } else if (before >= 0 && text.charAt(before) == ',') {
      start = before;
    } else if (before >= 0 && text.charAt(before) == '(' && text.startsWith(")", after)) {
      start = before;
      end = after + 1;
    }
    Span gone = value.file().span(start, end);
    boolean inside = call.file().equals(value.file()) && call.start() <= start && end <= call.end();
    String written =
        inside
            ? text.substring(call.start(), start) + text.substring(end, call.end())
            : spec.name();
    return Help.replace("write `%s`".formatted(written.replaceAll("\\s+", " ")), gone, "");
  }

  /** The first place from {@code at} on that is no space. */
  private static int skip(String text, int at, int step) {
    int i = at;
    while (i >= 0 && i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i += step;
    }
    return i;
  }

  private static Help name(List<Attribute> options, List<Given> extras) {
    String named = String.join(", ", named(options, extras));
    Span all = extras.getFirst().span().to(extras.getLast().span());
    String what = extras.size() == 1 ? "it" : "them";
    return Help.replace("give %s by name: `%s`".formatted(what, named), all, named);
  }

  private static List<String> named(List<Attribute> options, List<Given> values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(options.get(i).name() + ": " + values.get(i).span().text());
    }
    return texts;
  }

  private static boolean fit(List<Attribute> attributes, List<Given> values) {
    boolean fit = values.size() <= attributes.size();
    for (int i = 0; fit && i < values.size(); i++) {
      fit = fits(attributes.get(i).type(), values.get(i).value());
    }
    return fit;
  }

  private static boolean fits(Type type, Term value) {
    return switch (type) {
      case Type.Int _, Type.Number _ -> Arithmetic.isNumber(value);
      case Type.Pair _, Type.Triple _, Type.Padding _, Type.Ints _, Type.Numbers _ ->
          Arithmetic.isNumber(value) || value instanceof Term.Sequence;
      case Type.Flag _ -> value instanceof BoolTerm;
      case Type.Tensor _ -> value instanceof TensorTerm;
      case Type.Choice(var words) -> value instanceof StringTerm(var w) && words.contains(w);
    };
  }
}
