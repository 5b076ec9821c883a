package bb.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** A word that is a statement or an operator in Python or elsewhere, and nothing in bb. */
record ForeignWord(Set<String> words, String why, String help) {
  private static final List<ForeignWord> ALL =
      List.of(
          new ForeignWord(
              Set.of("lambda"),
              "there are no functions of one's own: values are computed where they are needed",
              "write the expression itself, or a `block` with a parameter"),
          new ForeignWord(
              Set.of("is"), "values are compared with `==` and `!=`", "write `==` or `!=`"),
          new ForeignWord(
              Set.of("new", "await", "async", "yield"),
              "a layer is there by being written",
              "leave the word out"),
          new ForeignWord(
              Set.of("del", "global", "nonlocal", "raise", "except", "pass"),
              "nothing happens when a network is declared: it is a list of layers",
              "leave the line out; what must hold is checked by `assert condition, \"why\"`"));

  static Optional<ForeignWord> of(Token token) {
    return ALL.stream().filter(word -> word.words.contains(token.getText())).findFirst();
  }
}
