package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Suggest;
import bb.graph.Graph;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.Shape;
import java.util.List;

/** What is said about source that is right, and probably not what was meant. */
final class WarningProblems {
  private WarningProblems() {}

  /** What can be declared and never read. */
  enum Unused {
    LET(Code.BB0801, "this value"),
    CONST(Code.BB0801, "this constant"),
    PARAMETER(Code.BB0802, "this parameter"),
    BLOCK(Code.BB0803, "this block"),
    TENSOR(Code.BB0804, "the tensor of this name"),
    PARAM(Code.BB0805, "this learnable tensor"),
    SHARE(Code.BB0806, "this layer"),
    VARIABLE(Code.BB0807, "this variable");

    private final Code code;
    private final String noun;

    Unused(Code code, String noun) {
      this.code = code;
      this.noun = noun;
    }
  }

  static Diagnostic unused(Unused what, Ast.Name name) {
    Diagnostic problem =
        Diagnostic.at(
            what.code,
            name.span(),
            "`%s` is never used".formatted(name.text()),
            "nothing reads " + what.noun);
    String meant = "_" + name.text();
    return switch (what) {
      case PARAMETER -> problem.help("remove it, or use it: a call that gives it changes nothing");
      case BLOCK -> problem.help("remove it, or call it from a network");
      case VARIABLE ->
          problem.help(Help.replace("write `_` for what is not needed", name.span(), "_"));
      case TENSOR ->
          problem.help(
              Help.replace(
                  "use it further down, or call it `%s`".formatted(meant), name.span(), meant));
      case LET, CONST ->
          problem.help(
              Help.replace("remove it, or call it `%s`".formatted(meant), name.span(), meant));
      case PARAM -> problem.help("add it to what flows, or remove it: nothing is learned here");
      case SHARE -> problem.help("apply it, or remove it");
    };
  }

  static Diagnostic batchAxis(Span span, String layer, Shape shape) {
    return Diagnostic.at(
            Code.BB0810,
            span,
            "axis 1 of `%s` is the height of an image, not its channels".formatted(layer),
            "has %d of %s".formatted(shape.dim(1), shape))
        .note(
            "in PyTorch axis 1 is that of the channels, since the batch is axis 0; here it is not one")
        .help(
            "write `axis: 0` for the channels; `axis: -2` is the height, with and without a batch");
  }

  /**
   * @param other what else may be meant
   */
  static Diagnostic assumedFeatures(Span span, String layer, Shape shape, String other) {
    return Diagnostic.at(
            Code.BB0814,
            span,
            "`%s` takes the last axis of %s for its features".formatted(layer, shape),
            "of %d, at %d positions".formatted(shape.dim(-1), shape.elements() / shape.dim(-1)))
        .note("nothing says whether this is an image, or tensors that have their features last")
        .help("write `axis: -1` where that is meant; " + other);
  }

  /**
   * @param layers how many lead only there
   */
  static Diagnostic unreadLayer(Span span, String name, int layers, long parameters, long macs) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0811, span, "nothing reads what `%s` makes".formatted(name), "flows nowhere");
    String chain = layers == 1 ? "it has" : "the %,d layers that lead only there have";
    Diagnostic counted =
        problem.note(
            chain.formatted(layers)
                + " %,d parameters and %,d multiply-adds, which are counted"
                    .formatted(parameters, macs));
    return (parameters + macs > 0 ? counted : problem)
        .help("use it further down, by a name or in a branch, or remove it");
  }

  static Diagnostic unreadInput(Span span, String name) {
    return Diagnostic.at(
            Code.BB0812, span, "nothing reads the input `%s`".formatted(name), "flows nowhere")
        .help("begin a pipeline with it: `%s -> …`, or remove it".formatted(name));
  }

  static Diagnostic channelsLast(Graph.Input input) {
    Shape shape = input.value().type().shape();
    return Diagnostic.at(
            Code.BB0813,
            ChannelsLast.place(input.span()),
            "the input `%s` looks like %s that has its channels last"
                .formatted(input.name(), shape.rank() == 3 ? "an image" : "a volume"),
            "%d channels of %s".formatted(shape.dim(0), ChannelsLast.sides(shape)))
        .note(
            ChannelsLast.rule(shape)
                + ", as in PyTorch; Keras and TensorFlow have the channels last")
        .help(ChannelsLast.help(input.span(), shape));
  }

  static Diagnostic unknownAllow(Span span, String name) {
    List<String> names = Code.warnings().stream().map(Code::shortest).toList();
    Diagnostic problem =
        Code.find(name).isPresent()
            ? Diagnostic.at(Code.BB0820, span, "`%s` cannot be allowed".formatted(name), "an error")
            : Diagnostic.at(
                Code.BB0820,
                span,
                "there is no warning called `%s`".formatted(name),
                "allows nothing");
    return Suggest.nearest(name, names)
        .map(near -> problem.help(Help.replace("did you mean `%s`?".formatted(near), span, near)))
        .orElseGet(() -> problem.note("the warnings are " + NameProblems.list(names)));
  }

  static Diagnostic unknownDirective(Span span) {
    return Diagnostic.at(
            Code.BB0820, span, "this comment for the compiler allows nothing", "not understood")
        .help("write `# bb: allow(unused-let)`, with the names of warnings");
  }
}
