package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Suggest;
import bb.foreign.Foreign;
import bb.foreign.Foreign.Advice;
import bb.foreign.ForeignLayers;
import bb.foreign.ForeignNames;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Translation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what was meant by a name that means nothing: a name that belongs to an iteration, a
 * word of another framework, or a slip of the pen, in this order.
 */
final class Unknowns {
  private final Module module;

  Unknowns(Module module) {
    this.module = module;
  }

  Diagnostic name(Ast.Name name, Environment names) {
    return elsewhere(name, names)
        .or(() -> foreignValue(name))
        .or(() ->
            ForeignLayers.find(name.text())
                .filter(foreign -> foreign instanceof Foreign.Layer)
                .flatMap(_ -> foreignLayer(name, name.span(), Translation.of(name.text()))))
        .orElseGet(() -> NameProblems.unknownName(name.span(), name.text(), candidates(names)));
  }

  /** A bare name as a step. */
  Diagnostic layer(Ast.Name name, Environment names) {
    return elsewhere(name, names)
        .or(() -> foreignValue(name))
        .or(() -> foreignLayer(name, name.span(), Translation.of(name.text())))
        .orElseGet(() -> NameProblems.unknownLayer(name.span(), name.text(), candidates(names)));
  }

  Diagnostic call(Ast.Call call, Environment names) {
    Ast.Name callee = call.callee();
    return elsewhere(callee, names)
        .or(() -> foreignLayer(callee, call.span(), Translation.of(call)))
        .orElseGet(() ->
            root(callee).isPresent()
                ? NameProblems.foreignAdvice(callee, root(callee).get())
                : callee.text().contains(".")
                    ? NameProblems.unknownModule(callee.span(), callee.text())
                    : NameProblems.unknownLayer(callee.span(), callee.text(), candidates(names)));
  }

  /** The names of the arguments of a layer or a block, if there is one of that name. */
  Optional<Set<String>> argumentNames(String callee) {
    if (module.find(callee).isPresent()) {
      return module.find(callee).get().declaration() instanceof Ast.Block block
          ? Optional.of(ordered(block.parameters().stream().map(p -> p.name().text())))
          : Optional.empty();
    }
    return Operators.find(callee)
        .map(spec -> ordered(spec.attributes().stream().map(Attribute::name)));
  }

  private static Set<String> ordered(Stream<String> names) {
    return names.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A name for a word that a layer takes: no name of the file is as near, and it is no word. */
  static Optional<Diagnostic> word(
      Ast.Name callee, Ast.Argument argument, Ast.Name value, Environment names) {
    return argument
        .name()
        .filter(name -> !BareWords.contains(name.text(), value.text()))
        .filter(_ -> names.owner(value.text()).isEmpty())
        .filter(_ -> Suggest.nearest(value.text(), names.names()).isEmpty())
        .flatMap(name -> BareWords.unknown(callee, name, value));
  }

  /** What stands before the first dot of a dotted name. */
  static Ast.Expr root(Ast.Member member) {
    Ast.Expr root = member;
    while (root instanceof Ast.Member(var target, _, _)) {
      root = target;
    }
    return root;
  }

  /** A call behind the name of something that is known: {@code x.view(-1)}. */
  static Diagnostic method(Ast.Call call) {
    Ast.Name name = call.callee();
    String method = name.text().substring(name.text().lastIndexOf('.') + 1);
    boolean isLayer = Operators.find(method).isPresent() || ForeignLayers.find(method).isPresent();
    Ast.Call applied =
        new Ast.Call(new Ast.Name(method, name.span()), call.arguments(), call.span());
    return NameProblems.methodCall(
        name, call.span(), isLayer ? Translation.of(applied) : Optional.empty());
  }

  /**
   * Sizes of an input in letters: the first for a batch, others for what is known only when the
   * network runs.
   */
  static Diagnostic sizes(Ast.Input input, List<Ast.Name> letters, Optional<Ast.Network> network) {
    Ast.Name first = letters.getFirst();
    boolean batch =
        letters.size() == 1
            && input.shape().size() > 1
            && input.shape().getFirst().span().equals(first.span())
            && (input.shape().size() == 4 || first.text().matches("None|B|N|batch.*"));
    return (batch ? Causes.firstDimension(input.span()) : Optional.<Span>empty())
        .map(span -> StructureProblems.batchDimension(first.span(), span))
        .orElseGet(() -> NameProblems.openSize(first, letters, network));
  }

  /** What is said about the first part of a dotted name. */
  private static Optional<Advice> root(Ast.Name name) {
    int dot = name.text().indexOf('.');
    return dot < 0 ? Optional.empty() : ForeignNames.find(name.text().substring(0, dot));
  }

  private static Optional<Diagnostic> elsewhere(Ast.Name name, Environment names) {
    return names
        .owner(name.text())
        .map(kind ->
            NameProblems.ofIteration(name.span(), name.text(), kind == Environment.Kind.ITERATION));
  }

  private static Optional<Diagnostic> foreignValue(Ast.Name name) {
    return ForeignNames.find(name.text()).map(advice -> NameProblems.foreignValue(name, advice));
  }

  private static Optional<Diagnostic> foreignLayer(
      Ast.Name name, Span whole, Optional<Translation.Result> translation) {
    if (translation.isPresent()) {
      boolean same = translation.get().text().equals(whole.text());
      return same
          ? Optional.empty()
          : Optional.of(NameProblems.foreignLayer(name, whole, translation.get()));
    }
    return ForeignLayers.find(name.text())
        .map(foreign ->
            foreign instanceof Advice advice
                ? NameProblems.foreignAdvice(name, advice)
                : NameProblems.foreignOther(name, foreign));
  }

  /** What a name can be; the networks of the file are nothing that flows. */
  private List<String> candidates(Environment names) {
    List<String> candidates = new ArrayList<>(names.names());
    module.names().entrySet().stream()
        .filter(e -> !isNetwork(e.getValue().declaration()))
        .map(Map.Entry::getKey)
        .forEach(candidates::add);
    Operators.ALL.stream().map(OpSpec::name).forEach(candidates::add);
    candidates.addAll(Functions.NAMES);
    candidates.addAll(List.of(Target.Split.NAME, "it", "true", "false"));
    return candidates;
  }

  private static boolean isNetwork(Ast.Declaration declaration) {
    return declaration instanceof Ast.Network || declaration instanceof Ast.Variant;
  }
}
