package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.model.Term.Given;
import bb.ops.Inference;
import bb.source.Hidden;
import bb.source.Span;
import bb.types.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What is said about how tensors flow: signatures, branches, tuples, inputs and outputs. */
final class StructureProblems {
  private StructureProblems() {}

  /** {@code cause} is what to do upstream; without one, the rule says what to do. */
  static Diagnostic shapeRule(Span span, Inference.Failed failed, Optional<Cause> cause) {
    Diagnostic problem = Diagnostic.at(failed.code(), span, failed.message(), failed.label());
    for (String note : failed.notes()) {
      problem = problem.note(note);
    }
    if (cause.isPresent()) {
      return cause.get().label().map(problem::with).orElse(problem).help(cause.get().help());
    }
    for (String help : failed.helps()) {
      problem = problem.help(help);
    }
    return problem;
  }

  /** A place before the layer that fails, where it can be mended. */
  record Cause(Optional<Label> label, Help help) {}

  static Cause unpadded(Span layer, Span edited, String text, String padding, Shapes sizes) {
    return new Cause(
        Optional.of(new Label(layer, "makes %s of %s".formatted(sizes.after(), sizes.before()))),
        Help.replace(
            "`padding: %s` here makes both %s".formatted(padding, sizes.wanted()), edited, text));
  }

  /** A layer's input and output, and the size that both branches should have. */
  record Shapes(Shape before, Shape after, String wanted) {}

  static Cause flattened(Span layer, Shape before) {
    return new Cause(
        Optional.of(new Label(layer, "makes one dimension of " + before)),
        Help.replace("leave it out, or do it later", layer, ""));
  }

  static Cause unmatched(Span identity, String help, String layer) {
    return new Cause(Optional.empty(), Help.replace(help, identity, layer));
  }

  static Cause batchInInput(Span input, Span batch, int dimensions) {
    return new Cause(
        Optional.of(new Label(input, "has " + (dimensions == 4 ? "four" : "five") + " dimensions")),
        Help.replace("leave out the batch, which is never written", batch, ""));
  }

  static Cause channelsLast(Span input, Shape shape) {
    return new Cause(
        Optional.of(new Label(ChannelsLast.place(input), ChannelsLast.rule(shape))),
        ChannelsLast.help(input, shape));
  }

  static Diagnostic nothingFlows(Span span, String layer) {
    return Diagnostic.at(
            Code.BB0330,
            span,
            "nothing flows into `%s`".formatted(layer),
            "there is no tensor to apply it to")
        .help("declare the input first: `input image: [3, 224, 224]`");
  }

  /** {@code fixed} is what to write in the place of {@code span}, or empty. */
  static Diagnostic inputCount(Span span, String layer, String takes, String flows, String fixed) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0331,
            span,
            "`%s` takes %s, and %s".formatted(layer, takes, flows),
            "wrong number of tensors");
    if (fixed.equals("{}")) {
      return problem
          .note("`identity` passes one tensor on, and braces pass on whatever flows")
          .help(Help.replace("write `{}`", span, fixed));
    }
    if (fixed.startsWith("concat -> ")) {
      return problem
          .help(Help.replace("join the tensors first, with `concat`, `add` or `mul`", span, fixed))
          .help("or name the tensor to use before the arguments");
    }
    return fixed.isEmpty()
        ? problem.help(
            "name the tensors before the arguments, such as `%s(it, other)`".formatted(layer))
        : problem.help(Help.replace("name what it is applied to", span, fixed));
  }

  static Diagnostic notATensor(Span span, String what, Term found) {
    return Diagnostic.at(
        Code.BB0332,
        span,
        "%s must be a tensor, and this is %s".formatted(what, found.kind()),
        found.show());
  }

  static Diagnostic tensorInMiddle(Span span) {
    return Diagnostic.at(
            Code.BB0333, span, "a tensor can only begin a pipeline", "what flows in would be lost")
        .help("join the two: `concat(it, other)` or `add(it, other)`");
  }

  static Diagnostic signatureInput(
      Span call, String block, String expects, String receives, Span pattern, String why) {
    return Diagnostic.at(
            Code.BB0334,
            call,
            "`%s` expects %s, and receives %s".formatted(block, expects, receives),
            "receives " + receives)
        .with(new Label(pattern, why));
  }

  static Diagnostic signatureOutput(
      Span pattern, String block, String declared, String computed, String produced, Span call) {
    return Diagnostic.at(
            Code.BB0335,
            pattern,
            "`%s` says it yields %s, and its body yields %s".formatted(block, declared, produced),
            declared.equals(computed) ? "not what the body yields" : "this is " + computed)
        .with(new Label(call, "in this call"));
  }

  /** {@code source} is one of the tensors by name, where the branches do not use what flows in. */
  static Diagnostic branchCount(Span span, long branches, long tensors) {
    return Diagnostic.at(
            Code.BB0336,
            span,
            "%d tensors flow into %d branch%s"
                .formatted(tensors, branches, branches == 1 ? "" : "es"),
            "each branch takes one of them")
        .note("when several tensors flow in, branch i takes tensor i")
        .help(
            "write as many branches as there are tensors, join the tensors first, or begin every"
                + " branch with the name of a tensor");
  }

  static Diagnostic noBranchLeft(Span span) {
    return Diagnostic.at(
            Code.BB0337, span, "no branch is left to join", "every `when` is false here")
        .help("give one branch no condition");
  }

  static Diagnostic notDivisible(Span span, String what, long channels, long parts) {
    return Diagnostic.at(
            Code.BB0338,
            span,
            "%s cannot divide %d channels into %d equal parts".formatted(what, channels, parts),
            "%d = %d × %d + %d".formatted(channels, parts, channels / parts, channels % parts))
        .help("use a divisor of %d: %s".formatted(channels, divisors(channels)));
  }

  static Diagnostic splitSum(Span span, List<Long> sizes, long channels) {
    long sum = sizes.stream().mapToLong(Long::longValue).sum();
    return Diagnostic.at(
        Code.BB0339,
        span,
        "the parts of this `split` add up to %d, and the tensor has %d there"
            .formatted(sum, channels),
        String.join(" + ", sizes.stream().map(String::valueOf).toList()) + " = " + sum);
  }

  static Diagnostic misplaced(Span span, String statement) {
    return Diagnostic.at(
            Code.BB0340,
            span,
            "`%s` belongs at the top of a network".formatted(statement),
            "not allowed in here")
        .help(
            statement.equals("input")
                ? "a block's inputs are what flows in: declare them in its signature"
                : "name the tensor with `as` and list it in the network's `output`");
  }

  static Diagnostic sharedMismatch(Span span, String has, String needs) {
    return Diagnostic.at(
            Code.BB0341,
            span,
            "a shared layer cannot take inputs of different widths",
            has + ", and here " + needs)
        .note("`share` gives all uses one set of parameters, so their shapes must agree");
  }

  static Diagnostic badLabel(Span span, String label) {
    return Diagnostic.at(
            Code.BB0342,
            span,
            "a label cannot be `%s`".formatted(Hidden.escapeName(label)),
            label.isEmpty() ? "empty" : "has an empty part or a hidden character")
        .note("a dot separates the scopes of a parameter's name: `layer1.0.conv1.weight`");
  }

  static Diagnostic labelledTensor(Span span) {
    return Diagnostic.at(
            Code.BB0343, span, "a label names a layer, and this is a tensor", "nothing to name")
        .help("name a tensor with `as`: `… as skip`");
  }

  static Diagnostic noInput(Span span, String network, Span body) {
    return Diagnostic.at(
            Code.BB0344, span, "`%s` has no input".formatted(network), "nothing can flow")
        .help(
            Help.replace(
                "begin with the shape of one example",
                body.file().span(body.start() + 1, body.start() + 1),
                "\n  input image: [3, 224, 224]"));
  }

  /** {@code first} is the first dimension, with its comma. */
  static Diagnostic batchDimension(Span span, Span first) {
    return Diagnostic.at(
            Code.BB0222, span, "the batch is not written in a shape", "any number of examples")
        .note("a shape is that of one example; any number of them can be computed")
        .help(Help.replace("leave it out", first, ""));
  }

  static Diagnostic openEnd(Span span, long tensors) {
    String what =
        tensors == 0
            ? "nothing flows out of this network"
            : tensors == 1
                ? "a tuple of one tensor flows out of this network without a name"
                : "%d tensors flow out of this network without a name".formatted(tensors);
    return Diagnostic.at(Code.BB0345, span, what, "ends here")
        .help("name what flows out: `… as features` and `output features`");
  }

  static Diagnostic badPreprocess(Span span, String message, String label) {
    return Diagnostic.at(Code.BB0346, span, message, label)
        .note(
            "`preprocess` takes `resize` or `letterbox`, `interpolation`, `order`, `scale`, `mean` and"
                + " `std`, for image inputs of shape [channels, height, width]");
  }

  static Diagnostic channelsLastInPreprocess(Span input, Shape shape) {
    return badPreprocess(
            ChannelsLast.place(input),
            "`preprocess` makes images that have their channels first",
            "has them last")
        .help(ChannelsLast.help(input, shape));
  }

  /** Means or deviations of pixels that were not scaled to 0..1, as given, in their order. */
  static Diagnostic byteScale(SequencedMap<Given, List<Double>> given) {
    Given first = given.firstEntry().getKey();
    Given last = given.lastEntry().getKey();
    String scaled = scaled(given.firstEntry().getValue());
    Span all = first.span().to(last.span());
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0233,
                first.span(),
                "`%s` is for pixels from 0 to 255, and here they are from 0 to 1"
                    .formatted(first.name().orElseThrow()),
                "more than 1")
            .note("values are scaled to 0..1 first; then `mean` is subtracted and `std` divides");
    if (given.size() > 1) {
      problem = problem.with(new Label(last.span(), "and this"));
      String between = all.file().text().substring(first.span().end(), last.span().start());
      scaled += between + scaled(given.lastEntry().getValue());
    }
    return problem.help(
        Help.replace(
            "divide by 255: `%s: %s`".formatted(first.name().orElseThrow(), scaled), all, scaled));
  }

  /** The same statistics of pixels from 0 to 1. */
  private static String scaled(List<Double> values) {
    return values.stream()
        .map(v -> BigDecimal.valueOf(v / 255).round(new MathContext(4)).stripTrailingZeros())
        .map(BigDecimal::toPlainString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static Diagnostic unfitLabels(Span span, String output, int labels, Shape shape) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0350,
            span,
            "%,d labels do not fit output `%s`, which is %s".formatted(labels, output, shape),
            shape.rank() == 1
                ? "%,d, and there are %,d classes".formatted(labels, shape.dim(0))
                : "for classes");
    return shape.rank() == 1
        ? problem
        : problem.note("labels are for an output of one axis, with a number for each class");
  }

  static Diagnostic noLabels(Span span, String found) {
    return Diagnostic.at(Code.BB0350, span, "labels are a list of texts", found)
        .help("write `labels: [\"cat\", \"dog\"]`, or the name of a list that was imported");
  }

  static Diagnostic badAxis(Span span, long axis, int rank) {
    return Diagnostic.at(
        Code.BB0347,
        span,
        "there is no axis %d in a tensor of %d dimension%s"
            .formatted(axis, rank, rank == 1 ? "" : "s"),
        "0 to %d, or -%d to -1".formatted(rank - 1, rank));
  }

  static Diagnostic tooManyDimensions(Span span, int rank) {
    return Diagnostic.at(
        Code.BB0348,
        span,
        "a tensor of %,d dimensions is too large".formatted(rank),
        "more than %d dimensions".formatted(bb.types.Shape.MAX_RANK));
  }

  static Diagnostic shapeTooLarge(Span span, String shape) {
    return Diagnostic.at(
        Code.BB0348,
        span,
        "a tensor of shape %s is too large".formatted(shape),
        "more than 2^40 elements");
  }

  private static String divisors(long n) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (long d = 1; d <= Math.min(n, 100_000) && shown < 8; d++) {
      if (n % d == 0) {
        text.append(shown++ == 0 ? "" : ", ").append(d);
      }
    }
    return text.toString();
  }
}
