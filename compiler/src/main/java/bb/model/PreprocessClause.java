package bb.model;

import bb.graph.Preprocess;
import bb.graph.Preprocess.Fit;
import bb.graph.Preprocess.Interpolation;
import bb.model.Term.FloatTerm;
import bb.model.Term.Given;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Evaluates the {@code preprocess} clause of an input. */
final class PreprocessClause {
  private static final long MOST_PIXELS = 65_536;
  private static final long WHITE = 255;

  private final Context context;
  private final Evaluator evaluator;
  private final Shape shape;

  /**
   * @param shape of the input
   */
  PreprocessClause(Context context, Evaluator evaluator, Shape shape) {
    this.context = context;
    this.evaluator = evaluator;
    this.shape = shape;
  }

  /** What the clause says, as far as it makes sense; what does not is reported. */
  Preprocess of(Ast.Input input, Evaluator.Place place) {
    Fit fit = new Fit.Stretch();
    List<Double> mean = List.of();
    List<Double> std = List.of();
    Interpolation interpolation = Interpolation.BILINEAR;
    boolean bgr = false;
    double scale = 1;
    SequencedMap<Given, List<Double>> scales = new LinkedHashMap<>();
    for (Given given : evaluator.arguments(input.preprocess(), place)) {
      if (given.value().isUnknown()) {
        continue;
      }
      switch (given.name().orElse("")) {
        case "resize" -> fit = fit(fit, given, resize(given));
        case "letterbox" -> fit = fit(fit, given, letterbox(given));
        case "mean" -> {
          mean = channels(given, false);
          scales.put(given, mean);
        }
        case "std" -> {
          std = channels(given, true);
          scales.put(given, std);
        }
        case "interpolation" -> interpolation = interpolation(given);
        case "order" -> bgr = bgr(given);
        case "scale" -> scale = scale(given);
        default ->
            bad(
                given.nameSpan(),
                given
                    .name()
                    .map(n -> "`preprocess` has no argument `" + n + "`")
                    .orElse("the arguments of `preprocess` have names"),
                "unknown argument");
      }
    }
    double most = Math.max(1, scale);
    scales.values().removeIf(values -> values.stream().allMatch(v -> v <= most));
    if (!scales.isEmpty()) {
      context.report(StructureProblems.byteScale(scales));
    }
    if (!input.preprocess().isEmpty() && shape.rank() != 3) {
      bad(input.span(), "only an image can be preprocessed", "this input is " + shape);
    }
    return new Preprocess(fit, mean, std, interpolation, bgr, scale);
  }

  /** What a second argument about the size makes of the first. */
  private Fit fit(Fit before, Given given, Optional<Fit> now) {
    if (!(before instanceof Fit.Stretch)) {
      bad(given.nameSpan(), "`resize` and `letterbox` do not go together", "the second of them");
    }
    return now.orElse(before);
  }

  private Optional<Fit> resize(Given given) {
    Optional<Long> pixels = evaluator.integer(given.value(), given.span(), "`resize`");
    if (pixels.isPresent() && (pixels.get() < 1 || pixels.get() > MOST_PIXELS)) {
      bad(given.span(), "`resize` must be 1 to 65536 pixels", given.value().show());
      return Optional.empty();
    }
    return pixels.map(Fit.Crop::new);
  }

  private Optional<Fit> letterbox(Given given) {
    Optional<Long> grey = evaluator.integer(given.value(), given.span(), "`letterbox`");
    if (grey.isPresent() && (grey.get() < 0 || grey.get() > WHITE)) {
      bad(
          given.span(),
          "`letterbox` is a grey, from 0 for black to 255 for white",
          given.value().show());
      return Optional.empty();
    }
    return grey.map(Fit.Letterbox::new);
  }

  private List<Double> channels(Given given, boolean positive) {
    String name = given.name().orElseThrow();
    List<Term> terms = new ArrayList<>();
    if (given.value() instanceof Sequence s && s.size() <= shape.dim(0)) {
      for (long i = 0; i < s.size(); i++) {
        terms.add(s.get(i));
      }
    } else if (Arithmetic.isNumber(given.value())) {
      terms.add(given.value());
    }
    boolean fits =
        terms.size() == shape.dim(0)
            && terms.stream()
                .allMatch(t -> Arithmetic.isNumber(t) && Double.isFinite(Arithmetic.toDouble(t)));
    List<Double> values =
        fits ? terms.stream().map(Arithmetic::toDouble).toList() : List.<Double>of();
    if (!fits || positive && values.stream().anyMatch(v -> v <= 0)) {
      bad(
          given.span(),
          "`%s` takes %s number for each of the %d channels"
              .formatted(name, positive ? "a positive" : "a", shape.dim(0)),
          given.value() instanceof FloatTerm ? "one number" : given.value().show());
    }
    return values;
  }

  private Interpolation interpolation(Given given) {
    Optional<Interpolation> found =
        Stream.of(Interpolation.values())
            .filter(i ->
                given.value() instanceof StringTerm(var word)
                    && i.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst();
    if (found.isEmpty()) {
      bad(
          given.span(),
          "`interpolation` is `nearest`, `bilinear` or `bicubic`",
          given.value().show());
    }
    return found.orElse(Interpolation.BILINEAR);
  }

  private boolean bgr(Given given) {
    boolean bgr = given.value() instanceof StringTerm(var word) && word.equals("bgr");
    boolean rgb = given.value() instanceof StringTerm(var word) && word.equals("rgb");
    if (!bgr && !rgb) {
      bad(given.span(), "`order` is `rgb` or `bgr`", given.value().show());
    }
    if (bgr && shape.rank() == 3 && shape.dim(0) != 3) {
      bad(given.span(), "an order of colours is for three channels", "this input is " + shape);
    }
    return bgr;
  }

  private double scale(Given given) {
    double scale = Arithmetic.isNumber(given.value()) ? Arithmetic.toDouble(given.value()) : 0;
    if (!(scale > 0 && scale <= MOST_PIXELS)) {
      bad(
          given.span(),
          "`scale` is what the brightest sample becomes: 1, 255 or another positive number",
          given.value().show());
      return 1;
    }
    return scale;
  }

  private void bad(Span span, String message, String label) {
    context.report(StructureProblems.badPreprocess(span, message, label));
  }
}
