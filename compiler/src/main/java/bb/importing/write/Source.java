package bb.importing.write;

import bb.diagnostics.Code;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.read.Refusal;
import bb.importing.structure.Branches;
import bb.importing.structure.Derivation;
import bb.importing.structure.Instances;
import bb.importing.structure.Item;
import bb.importing.structure.Motifs;
import bb.importing.structure.Scopes;
import bb.importing.structure.Slot;
import bb.importing.structure.Units;
import bb.syntax.Ast;
import bb.syntax.AstPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network as a {@code .bb} file, and its tensors under the names that the file gives them.
 *
 * @param unnamed how many layers with tensors the model has no names for
 * @param digits to how many binary digits the model rounds what it computes
 */
public record Source(String text, Weights weights, int unnamed, int digits) {
  /** Those of a float. */
  private static final int FLOAT = 24;

  /** How much of its structure a network is written with. */
  private enum Form {
    REPEATS,
    BLOCKS,
    SCOPES,
    BRANCHES,
    FLAT
  }

  private static final List<Form> ALL = List.of(Form.values());

  /** In the others are no blocks, which modules are that a network applies several times. */
  private static final List<Form> STRUCTURED = List.of(Form.REPEATS, Form.BLOCKS);

  /** What compiles a source: the shapes of the tensors that it asks for, by their names. */
  @FunctionalInterface
  public interface Reader {
    /** Nothing if there are mistakes in it. */
    Optional<Map<String, List<Long>>> tensors(String text);
  }

  /**
   * The source with the most structure that asks for the very tensors that there are: structure is
   * found by names, and names may mean nothing.
   *
   * @param doc where it came from
   * @param name of the network
   */
  public static Source of(LayerGraph graph, String doc, String name, Reader reader) {
    Names plain = Names.of(graph, true);
    LayerGraph shared = Instances.of(graph, plain);
    if (shared != graph) {
      Optional<Source> source = of(shared, Names.of(shared, true), STRUCTURED, doc, name, reader);
      if (source.isPresent()) {
        return source.get();
      }
    }
    return of(graph, plain, ALL, doc, name, reader)
        .or(() ->
            plain.ties().isEmpty()
                ? Optional.empty()
                : of(graph, Names.of(graph, false), ALL, doc, name, reader))
        .orElseThrow(Source::refused);
  }

  /** The first form of these that asks for the very tensors that there are. */
  private static Optional<Source> of(
      LayerGraph graph, Names names, List<Form> forms, String doc, String name, Reader reader) {
    String about = doc + unnamed(names);
    for (Form form : forms) {
      Motifs.Found structure = structure(graph, names, form);
      Weights weights = Weights.of(graph, structure.names());
      Map<String, List<Long>> expected =
          weights.tensors().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().dims()));
      String text = text(graph, structure, about, name, form);
      if (reader.tensors(text).equals(Optional.of(expected))) {
        return Optional.of(new Source(text, weights, names.unnamed(), FLOAT));
      }
    }
    return Optional.empty();
  }

  /** The same of a model that rounds to so many binary digits. */
  public Source rounding(int digits) {
    return new Source(text, weights, unnamed, digits);
  }

  private static Refusal refused() {
    return Refusal.of(Code.BB0904, "the model's layers do not go together in a source")
        .note(
            "a source of all of them, one after the other, has mistakes or asks for other tensors");
  }

  private static String unnamed(Names names) {
    return switch (names.unnamed()) {
      case 0 -> "";
      case 1 -> "\n\nThe model has no name for one of the layers, which is named after what it is.";
      default ->
          "\n\nThe model has no names for %d of the layers, which are named after what they are."
              .formatted(names.unnamed());
    };
  }

  private static Motifs.Found structure(LayerGraph graph, Names names, Form form) {
    return switch (form) {
      case REPEATS, BLOCKS, SCOPES -> {
        Map<Integer, String> paths = graph.places().with(names.given());
        yield Motifs.of(graph, names, Scopes.of(graph, paths, names.places()));
      }
      case BRANCHES -> new Motifs.Found(Branches.of(graph), names);
      case FLAT ->
          new Motifs.Found(
              graph.layers().stream().filter(l -> !l.isSource()).<Item>map(Item.Call::new).toList(),
              names);
    };
  }

  private static String text(
      LayerGraph graph, Motifs.Found structure, String doc, String name, Form form) {
    Names names = structure.names();
    boolean blocks = form == Form.REPEATS || form == Form.BLOCKS;
    List<Item> items =
        blocks ? Units.labelled(structure.items(), names.paths()) : structure.items();
    Units units =
        blocks
            ? Units.of(graph, names.paths(), items, Constants::said)
            : Units.none(graph, names.paths());
    TreeWriter writer = new TreeWriter(graph, names, units, blocks);
    List<Ast.Declaration> declarations = new ArrayList<>();
    for (Units.Block block : units.blocks()) {
      declarations.add(block(writer, block));
    }
    // above the first declaration a comment is the file's, directly above it that declaration's
    Optional<String> own = declarations.isEmpty() ? Optional.of(doc) : Optional.empty();
    declarations.add(Make.network(own, name, writer.network(items)));
    if (form == Form.REPEATS) {
      declarations.replaceAll(d -> Bodies.change(d, Source::shortened));
    }
    declarations.replaceAll(d -> Bodies.change(d, (body, _) -> Defaults.without(body)));
    String text = AstPrinter.printClosely(Make.file(declarations));
    return own.isPresent() ? text : AstPrinter.comment(doc) + "\n" + text;
  }

  /** With what repeats written once; each step goes on with what those before it left. */
  private static Ast.Body shortened(Ast.Body body, List<Ast.Parameter> parameters) {
    Set<String> names = new HashSet<>(Slots.of(body.statements()).names());
    parameters.forEach(p -> names.add(p.name().text()));
    Ast.Body collected = Unread.in(Collects.in(body, names));
    return Ahead.in(Braces.in(Repeats.in(Unread.in(Tables.in(collected, names)), names)));
  }

  private static Ast.Block block(TreeWriter writer, Units.Block block) {
    Map<Slot, Ast.Expr> changed = new HashMap<>();
    block.slots().forEach((slot, derivation) -> changed.put(slot, expression(derivation)));
    Stream<Ast.Parameter> numbers =
        block.parameters().stream()
            .map(p -> Make.parameter(p.name(), p.isWhole() ? "int" : "float"));
    Stream<Ast.Parameter> tensors =
        block.beside().keySet().stream().map(p -> Make.parameter(p, "tensor"));
    return Make.block(
        block.name(), Stream.concat(numbers, tensors).toList(), writer.block(block, changed));
  }

  private static Ast.Expr expression(Derivation derivation) {
    return switch (derivation) {
      case Derivation.Multiple(var parameter, long factor) ->
          Make.times(factor, Make.reference(parameter));
      case Derivation.Sum(var parameter, long factor, long more) ->
          Make.plus(expression(new Derivation.Multiple(parameter, factor)), more);
      case Derivation.Area(var parameter, Derivation.Multiple(_, long factor)) ->
          Make.times(
              factor, Make.binary(Ast.BinaryOp.POWER, Make.reference(parameter), Make.integer(2)));
      case Derivation.Area(var parameter, var side) ->
          Make.binary(Ast.BinaryOp.MULTIPLY, Make.reference(parameter), expression(side));
      case Derivation.Part(var parameter, long divisor) -> part(parameter, divisor);
      case Derivation.Half(var parameter) -> part(parameter, 2);
      case Derivation.InverseRoot(var of) ->
          Make.binary(
              Ast.BinaryOp.DIVIDE,
              Make.integer(1),
              Make.call("sqrt", List.of(Make.argument(expression(of)))));
    };
  }

  private static Ast.Expr part(String parameter, long divisor) {
    return Make.binary(Ast.BinaryOp.FLOOR_DIVIDE, Make.reference(parameter), Make.integer(divisor));
  }
}
