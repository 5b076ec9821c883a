package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network as it is asked for from outside of its file: {@code ResNet(depths: [3, 4, 6, 3])}. It
 * is a variant that nobody has to write down.
 *
 * @param name of the network; empty for any
 * @param arguments what it is given, in terms of the names that its file knows
 */
public record NetworkCall(Optional<String> name, List<Ast.Argument> arguments) {
  /** Whatever there is, as it is. */
  public static final NetworkCall NONE = new NetworkCall(Optional.empty(), List.of());

  public NetworkCall {
    arguments = List.copyOf(arguments);
  }

  /** Whether it asks for a network of this name; if it names none, for any. */
  public boolean asksFor(String network) {
    return name.isEmpty() || name.get().equals(network);
  }

  boolean isFor(String network) {
    return !arguments.isEmpty() && asksFor(network);
  }

  /**
   * Reads a call and single arguments.
   *
   * @param call the name of a network, or a call of one
   * @param settings arguments in the form {@code name=value}
   * @return what can be read of it; whatever is wrong is in the problems
   */
  public static NetworkCall read(
      Optional<SourceFile> call, List<SourceFile> settings, Problems problems) {
    Optional<String> name = Optional.empty();
    List<Ast.Argument> arguments = new ArrayList<>();
    if (call.isPresent()) {
      SourceFile file = call.get();
      Span whole = file.span(0, file.text().length());
      switch (file.text().contains("(") ? Parser.parseExpression(whole, problems) : null) {
        case null -> name = Optional.of(file.text());
        case Ast.Call made -> {
          name = Optional.of(made.callee().text());
          arguments.addAll(made.arguments());
        }
        case Ast.Missing _ -> {}
        default ->
            problems.add(
                Diagnostic.at(
                        Code.BB0709, whole, "this calls no network", "neither a name nor a call")
                    .help("name one, or call it: `--network \"ResNet(depths: [3, 4, 6, 3])\"`"));
      }
    }
    for (SourceFile setting : settings) {
      setting(setting, problems).ifPresent(arguments::add);
    }
    return new NetworkCall(name, arguments);
  }

  private static Optional<Ast.Argument> setting(SourceFile file, Problems problems) {
    String text = file.text();
    Span whole = file.span(0, text.length());
    int equals = text.indexOf('=');
    String name = text.substring(0, Math.max(equals, 0)).strip();
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      problems.add(
          Diagnostic.at(
                  Code.BB0709, whole, "this sets no parameter", "not of the form `name=value`")
              .help("write its name, `=` and its value: `--set classes=10`"));
      return Optional.empty();
    }
    int from = text.indexOf(name);
    Ast.Expr value = Parser.parseExpression(file.span(equals + 1, text.length()), problems);
    return Optional.of(
        new Ast.Argument(
            Optional.of(new Ast.Name(name, file.span(from, from + name.length()))), value, whole));
  }
}
