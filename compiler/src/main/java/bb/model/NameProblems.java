package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.Suggest;
import bb.foreign.Foreign;
import bb.ops.Attribute;
import bb.ops.Operators;
import bb.source.Hidden;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Translation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is said about names, arguments and imports. */
final class NameProblems {
  /** Names in a message, at the most. */
  private static final int LISTED = 24;

  private NameProblems() {}

  static Diagnostic unknownName(Span span, String name, Collection<String> known) {
    return nearest(
        Diagnostic.at(
            Code.BB0201, span, "nothing is called `%s` here".formatted(name), "not found"),
        span,
        name,
        known);
  }

  /** {@code repeated} says that the name has another value each time. */
  static Diagnostic ofIteration(Span span, String name, boolean repeated) {
    if (!repeated) {
      return Diagnostic.at(
              Code.BB0230,
              span,
              "`%s` is known only inside of the braces that set it".formatted(name),
              "not known here")
          .note("a `let` is known up to the end of its body")
          .help("move the `let` out of the braces");
    }
    return Diagnostic.at(
            Code.BB0230,
            span,
            "`%s` belongs to an iteration that is over".formatted(name),
            "not known here")
        .note(
            "every iteration of a `repeat`, `collect` or `group` has its own `%s`".formatted(name))
        .help(
            "a tensor of each iteration has an index: `as %1$s[i]`, then `%1$s[0]`".formatted(name))
        .help("the last one flows out: `repeat … { … } as %s`".formatted(name));
  }

  /** Sizes of an input in letters, as other frameworks have them for sizes that are not known. */
  static Diagnostic openSize(
      Ast.Name first, List<Ast.Name> letters, Optional<Ast.Network> network) {
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0201,
                first.span(),
                "the size `%s` of an input is not known".formatted(first.text()),
                "no number")
            .note("every size is known when the file is compiled");
    if (network.isEmpty()) {
      return problem.help("write a number");
    }
    if (!network.get().parameters().isEmpty()) {
      return problem.help(
          "write a number, or declare a parameter `%s: int`".formatted(first.text()));
    }
    String parameters =
        letters.stream()
            .map(Ast.Name::text)
            .distinct()
            .map(name -> name + ": int = 224")
            .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
    Span name = network.get().name().span();
    return problem.help(
        Help.replace(
            "write a number, or make it a parameter",
            name.file().span(name.end(), name.end()),
            parameters));
  }

  /** A word of another framework for something that exists; {@code whole} is the call. */
  static Diagnostic foreignLayer(Ast.Name name, Span whole, Translation.Result translation) {
    Diagnostic problem =
        unknown(name.span(), name.text(), "a word of another framework or language");
    for (String why : translation.whys()) {
      problem = problem.note(why);
    }
    return problem.help(
        Help.replace("write `%s`".formatted(translation.text()), whole, translation.text()));
  }

  static Diagnostic foreignAdvice(Ast.Name name, Foreign.Advice advice) {
    return unknown(name.span(), name.text(), "a word of another framework or language")
        .note(advice.why())
        .help(advice.help());
  }

  /** A word for a layer that exists, in a call that has no counterpart. */
  static Diagnostic foreignOther(Ast.Name name, Foreign foreign) {
    String ours = foreign instanceof Foreign.Layer layer ? layer.name() : "";
    return unknown(name.span(), name.text(), "a word of another framework")
        .help(
            "use `%s`; its arguments are in `bbc explain` and the language reference"
                .formatted(ours));
  }

  static Diagnostic foreignValue(Ast.Name name, Foreign.Advice advice) {
    return Diagnostic.at(
            Code.BB0201,
            name.span(),
            "nothing is called `%s` here".formatted(name.text()),
            "a word of another language")
        .note(advice.why())
        .help(advice.help());
  }

  /** An argument that is given as nothing. */
  static Diagnostic noneGiven(Ast.Argument argument) {
    Span value = argument.value().span();
    Diagnostic problem =
        Diagnostic.at(Code.BB0201, value, "there is no `None` here", "a word of another language")
            .note("an argument that is not given has its default");
    if (argument.name().isPresent() && argument.name().get().text().equals("bias")) {
      return problem.help(Help.replace("without a bias is `bias: false`", value, "false"));
    }
    String before = value.file().text().substring(0, argument.span().start()).stripTrailing();
    int from = before.endsWith(",") ? before.length() - 1 : argument.span().start();
    return problem.help(
        Help.replace("leave the argument out", value.file().span(from, argument.span().end()), ""));
  }

  static Diagnostic unknownModule(Span span, String name) {
    return unknown(span, name, "not a layer, a block or a function")
        .note("there are no modules: layers and blocks have bare names, such as `conv` and `relu`");
  }

  /** {@code whole} is the call, {@code pipeline} what it is in bb, where that is known. */
  static Diagnostic methodCall(Ast.Name callee, Span whole, Optional<Translation.Result> fixed) {
    String text = callee.text();
    String receiver = text.substring(0, text.lastIndexOf('.'));
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0135,
                callee.span(),
                "layers and tensors have no methods",
                "calls something behind a `.`")
            .note("a layer is applied to what flows: `%s -> relu`".formatted(receiver));
    if (fixed.isEmpty()) {
      return problem.help("a tensor's dimensions are `%s.shape[0]` and so on".formatted(receiver));
    }
    for (String why : fixed.get().whys()) {
      problem = problem.note(why);
    }
    String layer = fixed.get().text();
    return problem.help(
        Help.replace(
            "write a pipeline", whole, receiver.equals("it") ? layer : receiver + " -> " + layer));
  }

  static Diagnostic foreignArguments(
      Span span, String callee, String name, Span call, Translation.Result translation) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0204,
            span,
            "`%s` has no argument `%s`".formatted(callee, name),
            "a word of another framework");
    for (String why : translation.whys()) {
      problem = problem.note(why);
    }
    return problem.help(
        Help.replace("write `%s`".formatted(translation.text()), call, translation.text()));
  }

  static Diagnostic noValueHere(Span span, String name) {
    if (name.equals("_")) {
      return Diagnostic.at(Code.BB0201, span, "`_` names nothing", "cannot be read")
          .note("`_` stands for tensors that nothing needs")
          .help("give the tensor a name where it is made");
    }
    return Diagnostic.at(
            Code.BB0201, span, "`%s` has no value here".formatted(name), "not set at this point")
        .note(
            "the step that names it was not taken: it stands in an `if` or a `when` that is false")
        .help("name the tensor on both ways, or use it under the same condition");
  }

  static Diagnostic unknownLayer(Span span, String name, Collection<String> known) {
    return nearest(unknown(span, name, "not a layer, a block or a function"), span, name, known);
  }

  private static Diagnostic unknown(Span span, String name, String label) {
    return Diagnostic.at(
        Code.BB0202, span, "there is no layer or block called `%s`".formatted(name), label);
  }

  static Diagnostic notALayer(Span span, String name, String kind) {
    return Diagnostic.at(
        Code.BB0203, span, "`%s` is %s, not a layer".formatted(name, kind), "cannot be applied");
  }

  static Diagnostic networkAsLayer(Span span, String name) {
    return Diagnostic.at(
            Code.BB0203,
            span,
            "`%s` is a network, not a layer".formatted(name),
            "cannot be applied")
        .help("declare it as a `block` and call it from both networks");
  }

  static Diagnostic unknownArgument(
      Span span, String callee, String name, Collection<String> known) {
    Diagnostic problem =
        nearest(
            Diagnostic.at(
                Code.BB0204,
                span,
                "`%s` has no argument `%s`".formatted(callee, name),
                "unknown argument"),
            span,
            name,
            known);
    return problem.note(
        known.isEmpty()
            ? "`%s` takes no arguments".formatted(callee)
            : "`%s` takes %s".formatted(callee, list(known)));
  }

  /** {@code span} is the call, if it is written as one. */
  static Diagnostic missingArgument(Span span, String callee, String name, String doc) {
    String call = span.text();
    boolean empty = !call.endsWith(")") || call.matches("\\w+\\(\\s*\\)");
    String head = empty ? callee + "(" : call.substring(0, call.length() - 1) + ", ";
    return Diagnostic.at(
            Code.BB0205,
            span,
            "`%s` needs the argument `%s`".formatted(callee, name),
            "`%s` is missing".formatted(name))
        .note("`%s` is %s".formatted(name, doc))
        .help("give it: `%s%s: …)`".formatted(head, name));
  }

  /** A call of a block with more arguments than it has parameters. */
  static Diagnostic tooManyFor(Span span, String callee, List<String> parameters) {
    Diagnostic problem = tooManyArguments(span, callee, parameters.size());
    if (parameters.isEmpty()) {
      return problem.help("leave it out, or declare a parameter");
    }
    String before = span.file().text().substring(0, span.start()).stripTrailing();
    Diagnostic listed = problem.note("`%s` takes %s".formatted(callee, list(parameters)));
    return before.endsWith(",")
        ? listed.help(
            Help.replace(
                "leave it out, or declare a parameter",
                span.file().span(before.length() - 1, span.end()),
                ""))
        : listed;
  }

  static Diagnostic tooManyArguments(Span span, String callee, int max) {
    return Diagnostic.at(
        Code.BB0206,
        span,
        max == 0
            ? "`%s` takes no positional arguments".formatted(callee)
            : "`%s` takes at most %d positional argument%s".formatted(callee, max, plural(max)),
        "one too many");
  }

  /** A value without a name where only an option is left. */
  static Diagnostic optionByPosition(
      Span span, String callee, String option, List<Attribute> positional) {
    List<String> names = positional.stream().map(Attribute::name).toList();
    return Diagnostic.at(
            Code.BB0232,
            span,
            "`%s` of `%s` can only be given by name".formatted(option, callee),
            "has no name")
        .note(
            names.isEmpty()
                ? "`%s` takes nothing without a name".formatted(callee)
                : "`%s` takes only %s without a name".formatted(callee, list(names)));
  }

  /**
   * The width of what flows in, as PyTorch writes it.
   *
   * @param taken the argument that it would be taken for
   */
  static Diagnostic writtenWidth(Span span, String callee, String taken, OptionalLong flows) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0232,
            span,
            "the width that flows into `%s` is inferred, and not written".formatted(callee),
            "would be `%s`".formatted(taken));
    return flows.isPresent()
        ? problem.note("the width of what flows in here is " + flows.getAsLong())
        : problem;
  }

  /** A layer that takes no arguments got one. */
  static Diagnostic noArguments(Span span, String layer, Span call) {
    return Diagnostic.at(
            Code.BB0206, span, "`%s` takes no arguments".formatted(layer), "one too many")
        .note("the batch and the channels are not written: a layer knows what flows in")
        .help(Help.replace("write `%s`".formatted(layer), call, layer));
  }

  static Diagnostic argumentTwice(Span span, String callee, String name) {
    return Diagnostic.at(
        Code.BB0207,
        span,
        "`%s` is given twice to `%s`".formatted(name, callee),
        "given before already");
  }

  static Diagnostic declaredTwice(Span span, String name, Span first) {
    return Diagnostic.at(
            Code.BB0208, span, "`%s` is declared twice".formatted(name), "declared again")
        .with(new Label(first, "first declared here"))
        .help("give one of them another name");
  }

  /**
   * @param first where the name was bound first; the same place if something else has that name
   */
  static Diagnostic boundTwice(Span span, String name, Span first) {
    return setTwice(span, "`%s` is set twice".formatted(name), first)
        .note("a name stands for one tensor, and an indexed name for one tensor an index")
        .help("use another name, or an index: `as %s[i]`".formatted(name));
  }

  /**
   * @param first likewise
   */
  static Diagnostic indexTwice(Span span, String name, long index, Span first) {
    return setTwice(span, "`%s[%d]` is set twice".formatted(name, index), first)
        .note("a name stands for one tensor, and an indexed name for one tensor an index")
        .help("use an index that is not set yet");
  }

  private static Diagnostic setTwice(Span span, String message, Span first) {
    Diagnostic problem = Diagnostic.at(Code.BB0209, span, message, "set here again");
    return span.equals(first) ? problem : problem.with(new Label(first, "first set here"));
  }

  static Diagnostic stepTwice(Span span, String path, Span first) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0210, span, "two steps are both called `%s`".formatted(path), "the second one");
    return (first.equals(span) ? problem : problem.with(new Label(first, "the first one")))
        .note("parameters are named after their steps, so the names in a scope must differ")
        .help(
            first.equals(span)
                ? "put the repeat's variable in the label, `\"%s{i}\": …`, or in one around all that is repeated: `\"{i}\": { … }`"
                    .formatted(path.substring(path.lastIndexOf('.') + 1))
                : "change one of the labels");
  }

  static Diagnostic tensorTwice(Span span, String name, Span first) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0210,
            span,
            "two tensors are both called `%s`".formatted(name),
            "the second one");
    return (first.equals(span) ? problem : problem.with(new Label(first, "the first one")))
        .note("the weights hold one tensor for each name")
        .help("change one of the names");
  }

  static Diagnostic unknownMember(Span span, String name, String of, List<String> known) {
    return nearest(
        Diagnostic.at(Code.BB0211, span, "%s has no `%s`".formatted(of, name), "unknown property"),
        span,
        name,
        known);
  }

  static Diagnostic unknownType(Span span, String name, List<String> known) {
    return nearest(
            Diagnostic.at(
                Code.BB0212, span, "there is no type `%s`".formatted(name), "unknown type"),
            span,
            name,
            known)
        .note("the types are " + list(known));
  }

  static Diagnostic importNotRead(Span span, String path, String reason) {
    return Diagnostic.at(Code.BB0213, span, "cannot read `%s`".formatted(path), reason)
        .note(
            "an import is looked up beside the file that has it, then in each folder given by"
                + " `-I`");
  }

  static Diagnostic hiddenInPath(Span span, int codePoint) {
    return Diagnostic.at(
            Code.BB0123,
            span,
            "the path of an import holds " + Hidden.describe(codePoint),
            "names a file that cannot be seen for what it is")
        .help("rename the file");
  }

  static Diagnostic absoluteImport(Span span, String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0218,
            span,
            "`%s` names a place on one machine".formatted(path),
            "an absolute path");
    return name.endsWith(".bb")
        ? problem.help(
            "write the path from this file, or `import \"%s\"` and give its folder with `-I`"
                .formatted(name))
        : problem.note("only `.bb` files can be imported, by a path from this file");
  }

  static Diagnostic importOfOtherKind(Span span, String path) {
    return Diagnostic.at(
            Code.BB0219,
            span,
            "only `.bb` files can be imported, and `%s` is none".formatted(path),
            "its name does not end in `.bb`")
        .note("it was not opened");
  }

  static Diagnostic importCycle(Span span, List<String> files, String first) {
    return Diagnostic.at(
            Code.BB0214,
            span,
            "these files import each other in a circle",
            "this closes the circle")
        .note(String.join(" imports ", files) + " imports " + first)
        .help("move what they share to a file of its own");
  }

  static Diagnostic unknownBase(Span span, String name, Collection<String> networks) {
    return nearest(
        Diagnostic.at(
            Code.BB0215, span, "there is no network called `%s`".formatted(name), "not a network"),
        span,
        name,
        networks);
  }

  static Diagnostic variantCycle(Span span, String name) {
    return Diagnostic.at(
        Code.BB0216,
        span,
        "`%s` is a variant of itself".formatted(name),
        "this leads back to `%s`".formatted(name));
  }

  static Diagnostic hidesLayer(Span span, String name, String kind) {
    return Diagnostic.at(
            Code.BB0217, span, "`%s` is already the name of a %s".formatted(name, kind), "taken")
        .help("choose another name");
  }

  private static Diagnostic nearest(
      Diagnostic problem, Span span, String name, Collection<String> known) {
    return Suggest.nearest(name, known)
        .map(n ->
            Operators.find(n).isPresent() && !Suggest.isSlip(name, n)
                ? problem.note("the layer with the nearest name is `%s`".formatted(n))
                : problem.help(Help.replace("did you mean `%s`?".formatted(n), span, n)))
        .orElse(problem);
  }

  static String list(Collection<String> names) {
    String text =
        names.stream()
            .limit(LISTED)
            .map(n -> "`" + n + "`")
            .collect(java.util.stream.Collectors.joining(", "));
    return names.size() > LISTED ? text + " and " + (names.size() - LISTED) + " more" : text;
  }

  private static String plural(long n) {
    return n == 1 ? "" : "s";
  }
}
