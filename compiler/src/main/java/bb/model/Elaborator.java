package bb.model;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The front end behind the parser: loads imports, resolves names, and elaborates the networks of a
 * file into graphs.
 */
public final class Elaborator {
  /** Variants of variants, at the most. */
  static final int MAX_VARIANTS = 100;

  private final Module module;
  private final Problems problems;
  private final Set<Span> unresolved;
  private final SourceFile standard;
  private final Budget budget = new Budget();
  private final Set<String> sound = new HashSet<>();

  private Elaborator(Module module, Problems problems, Set<Span> unresolved, SourceFile standard) {
    this.module = module;
    this.problems = problems;
    this.unresolved = unresolved;
    this.standard = standard;
  }

  /**
   * A network that a file declares.
   *
   * @param complete whether all its parameters have values, so that it can be elaborated
   */
  public record Network(String name, boolean complete, Span span) {}

  /**
   * Parses a file and all it imports and resolves their names. Empty if there are syntax errors:
   * what they leave of the tree would mislead elaboration.
   *
   * @param standard the standard library, whose blocks need no import
   */
  public static Optional<Elaborator> open(
      SourceFile root, SourceFile standard, SourceLoader loader, Problems problems) {
    Module module = Modules.load(root, standard, loader, problems);
    boolean parsed = !problems.hasErrors();
    Set<Span> unresolved = Resolver.resolve(module, problems);
    if (!problems.hasErrors()) {
      UnusedNames.find(module, standard, problems);
    }
    return parsed
        ? Optional.of(new Elaborator(module, problems, unresolved, standard))
        : Optional.empty();
  }

  /** The networks that the file itself declares, in its order. */
  public List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (Ast.Declaration declaration : module.ast().declarations()) {
      chain(declaration)
          .ifPresent(chain ->
              networks.add(
                  new Network(
                      declaration.name().text(), isComplete(chain), declaration.name().span())));
    }
    return networks;
  }

  /** Elaborates the network of that name; empty after reporting what is wrong. */
  public Optional<Graph> elaborate(String network) {
    Optional<Ast.Declaration> found = module.declaration(network);
    Optional<Chain> chain = found.flatMap(this::chain);
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    Assembly.Heading heading =
        new Assembly.Heading(network, doc(found.get()), found.get().name().span());
    Context context = new Context(problems, unresolved, standard, budget);
    Optional<Graph> graph =
        new Networks(context)
            .elaborate(chain.get().network, chain.get().home, heading, chain.get().arguments);
    if (context.isSound()) {
      sound.add(network);
    }
    return graph;
  }

  /** Whether a network has been elaborated and nothing is wrong with it, warnings apart. */
  public boolean isSound(String network) {
    return sound.contains(network);
  }

  /** The steps of work that elaboration has taken so far. */
  public long steps() {
    return budget.steps();
  }

  /** A network and the arguments its variants give it, the innermost first. */
  private record Chain(Ast.Network network, Module home, List<Networks.Arguments> arguments) {}

  private Optional<Chain> chain(Ast.Declaration declaration) {
    List<Networks.Arguments> arguments = new ArrayList<>();
    Set<Ast.Declaration> seen = new HashSet<>();
    Ast.Declaration current = declaration;
    Module home = module;
    while (current instanceof Ast.Variant variant) {
      if (seen.size() == MAX_VARIANTS) {
        String name = declaration.name().text();
        problems.add(LimitProblems.variantsTooDeep(variant.base().span(), name, MAX_VARIANTS));
        return Optional.empty();
      }
      if (!seen.add(current)) {
        problems.add(NameProblems.variantCycle(variant.base().span(), variant.name().text()));
        return Optional.empty();
      }
      arguments.addFirst(new Networks.Arguments(variant.arguments(), home));
      Optional<Module.Declared> base = home.find(variant.base().text());
      if (base.isEmpty()) {
        return Optional.empty();
      }
      current = base.get().declaration();
      home = base.get().module();
    }
    return current instanceof Ast.Network network
        ? Optional.of(new Chain(network, home, arguments))
        : Optional.empty();
  }

  private static boolean isComplete(Chain chain) {
    List<Ast.Parameter> parameters = chain.network.parameters();
    long positional = 0;
    Set<String> given = new HashSet<>();
    for (Networks.Arguments layer : chain.arguments) {
      for (Ast.Argument argument : layer.arguments()) {
        argument.name().ifPresent(n -> given.add(n.text()));
        positional += argument.name().isEmpty() ? 1 : 0;
      }
    }
    parameters.stream().limit(positional).forEach(p -> given.add(p.name().text()));
    return parameters.stream()
        .allMatch(p -> p.defaultValue().isPresent() || given.contains(p.name().text()));
  }

  private static Optional<String> doc(Ast.Declaration declaration) {
    return switch (declaration) {
      case Ast.Network network -> network.doc();
      case Ast.Variant variant -> variant.doc();
      case Ast.Block block -> block.doc();
      case Ast.Let _ -> Optional.empty();
    };
  }
}
