package bb.model;

import bb.diagnostics.Diagnostic;
import bb.model.WarningProblems.Unused;
import bb.syntax.Ast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which blocks and values of files no network leads to. */
final class Reachability {
  private final Map<Ast.Declaration, Set<Ast.Declaration>> reads;

  /**
   * @param reads which declarations each declaration names
   */
  Reachability(Map<Ast.Declaration, Set<Ast.Declaration>> reads) {
    this.reads = reads;
  }

  /**
   * What is said about them: one warning for what only an unused block uses. All of a file without
   * a network is for others to use.
   */
  List<Diagnostic> unread(Collection<Module> modules) {
    Set<Ast.Declaration> seen = identitySet();
    modules.forEach(module -> roots(module).forEach(root -> reach(root, seen)));
    List<Ast.Declaration> left =
        modules.stream()
            .flatMap(module -> module.ast().declarations().stream())
            .filter(declaration -> !seen.contains(declaration))
            .toList();
    Set<Ast.Declaration> named = identitySet();
    left.forEach(d -> reads.get(d).stream().filter(other -> other != d).forEach(named::add));
    // a circle that nobody enters has no beginning, so its first declaration is taken for it
    List<Ast.Declaration> order = new ArrayList<>(left);
    order.sort(Comparator.comparing(named::contains));
    List<Diagnostic> found = new ArrayList<>();
    for (Ast.Declaration declaration : order) {
      if (!seen.contains(declaration)) {
        reach(declaration, seen);
        if (!UnusedNames.isMeant(declaration.name())) {
          found.add(WarningProblems.unused(kind(declaration), declaration.name()));
        }
      }
    }
    return found;
  }

  private static List<Ast.Declaration> roots(Module module) {
    List<Ast.Declaration> all = module.ast().declarations();
    List<Ast.Declaration> networks = all.stream().filter(Reachability::isNetwork).toList();
    return networks.isEmpty() ? all : networks;
  }

  private static boolean isNetwork(Ast.Declaration declaration) {
    return declaration instanceof Ast.Network || declaration instanceof Ast.Variant;
  }

  private static Unused kind(Ast.Declaration declaration) {
    return switch (declaration) {
      case Ast.Let _ -> Unused.LET;
      case Ast.Const _ -> Unused.CONST;
      case Ast.Block _, Ast.Network _, Ast.Variant _ -> Unused.BLOCK;
    };
  }

  private void reach(Ast.Declaration from, Set<Ast.Declaration> seen) {
    Deque<Ast.Declaration> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Ast.Declaration next = open.pop();
      if (seen.add(next)) {
        open.addAll(reads.getOrDefault(next, Set.of()));
      }
    }
  }

  private static Set<Ast.Declaration> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
