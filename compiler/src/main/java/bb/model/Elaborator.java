package bb.model;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.PeakMemory;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final NetworkCall call;
  private final PeakMemory memory;
  private final Budget budget = new Budget();
  private final Tables tables = new Tables();
  private final Set<String> sound = new HashSet<>();

  private Elaborator(
      Module module,
      Problems problems,
      Set<Span> unresolved,
      SourceFile standard,
      NetworkCall call,
      PeakMemory memory) {
    this.module = module;
    this.problems = problems;
    this.unresolved = unresolved;
    this.standard = standard;
    this.call = call;
    this.memory = memory;
  }

  /**
   * A network that a file declares.
   *
   * @param complete whether all its parameters have values, so that it can be elaborated
   * @param form how it may be called, with a value for each parameter that has none
   * @param parameters their types, as they are written
   */
  public record Network(
      String name,
      boolean complete,
      String form,
      SequencedMap<String, String> parameters,
      Span span) {}

  /**
   * Parses a file and all it imports and resolves their names. Empty if there are syntax errors:
   * what they leave of the tree would mislead elaboration.
   *
   * @param standard the standard library, whose blocks need no import
   * @param call which network is wanted, and what it is given from outside of the file
   * @param memory what assertions about it ask
   */
  public static Optional<Elaborator> open(
      SourceFile root,
      SourceFile standard,
      SourceLoader loader,
      NetworkCall call,
      PeakMemory memory,
      Problems problems) {
    Module module = Modules.load(root, standard, loader, problems);
    boolean parsed = !problems.hasErrors();
    Set<Span> unresolved = Resolver.resolve(module, problems);
    if (!problems.hasErrors()) {
      UnusedNames.find(module, standard, problems);
    }
    return parsed
        ? Optional.of(new Elaborator(module, problems, unresolved, standard, call, memory))
        : Optional.empty();
  }

  /** The networks that the file itself declares, in its order. */
  public List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (Ast.Declaration declaration : module.ast().declarations()) {
      Ast.Name name = declaration.name();
      chain(declaration)
          .ifPresent(chain ->
              networks.add(
                  new Network(
                      name.text(),
                      isComplete(chain),
                      form(name, chain),
                      types(chain.network),
                      name.span())));
    }
    return networks;
  }

  private static SequencedMap<String, String> types(Ast.Network network) {
    SequencedMap<String, String> types = new LinkedHashMap<>();
    network.parameters().forEach(p -> types.put(p.name().text(), p.type().span().text()));
    return types;
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
    if (call.isFor(network)) {
      Resolver.resolve(module, call.arguments(), problems, unresolved);
    }
    Context context = new Context(problems, unresolved, standard, budget, tables);
    Optional<Graph> graph =
        new Networks(context, memory)
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
    if (call.isFor(declaration.name().text())) {
      arguments.add(new Networks.Arguments(call.arguments(), module));
    }
    return current instanceof Ast.Network network
        ? Optional.of(new Chain(network, home, arguments))
        : Optional.empty();
  }

  /** Also where elaboration will say of a name that no parameter has it. */
  private boolean isComplete(Chain chain) {
    Set<String> names =
        chain.network.parameters().stream().map(p -> p.name().text()).collect(Collectors.toSet());
    return missing(chain).isEmpty()
        || call.arguments().stream()
            .flatMap(a -> a.name().stream())
            .anyMatch(n -> !names.contains(n.text()));
  }

  /** The parameters that have neither a default nor an argument. */
  private static List<Ast.Parameter> missing(Chain chain) {
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
        .filter(p -> p.defaultValue().isEmpty() && !given.contains(p.name().text()))
        .toList();
  }

  private String form(Ast.Name name, Chain chain) {
    return name.text()
        + missing(chain).stream()
            .map(p -> p.name().text() + ": " + example(p, chain.network))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What a variant of the network gives for a parameter, or else any value of its type. */
  private String example(Ast.Parameter parameter, Ast.Network network) {
    String name = parameter.name().text();
    for (Ast.Declaration declaration : module.ast().declarations()) {
      if (declaration instanceof Ast.Variant variant
          && variant.base().text().equals(network.name().text())) {
        List<Ast.Argument> arguments = variant.arguments();
        int at = network.parameters().indexOf(parameter);
        for (int i = 0; i < arguments.size(); i++) {
          Ast.Argument argument = arguments.get(i);
          if (argument.name().map(n -> n.text().equals(name)).orElse(i == at)) {
            return argument.value().span().text().replaceAll("\\s+", " ");
          }
        }
      }
    }
    return example(parameter.type());
  }

  private static String example(Ast.TypeExpr type) {
    return switch (type) {
      case Ast.TupleType(var types, _) ->
          types.stream().map(Elaborator::example).collect(Collectors.joining(", ", "(", ")"));
      case Ast.NamedType(var name, _) ->
          switch (name.text()) {
            case "float" -> "0.5";
            case "bool" -> "true";
            case "string" -> "\"name\"";
            case "list" -> "[1, 2]";
            case "layer" -> "relu";
            default -> "10";
          };
    };
  }

  private static Optional<String> doc(Ast.Declaration declaration) {
    return switch (declaration) {
      case Ast.Network network -> network.doc();
      case Ast.Variant variant -> variant.doc();
      case Ast.Block block -> block.doc();
      case Ast.Let _, Ast.Const _ -> Optional.empty();
    };
  }
}
