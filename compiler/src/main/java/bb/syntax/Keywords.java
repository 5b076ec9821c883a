package bb.syntax;

import bb.diagnostics.Suggest;
import bb.grammar.BbParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of the language, and the one that somebody meant who wrote another where one belongs.
 */
public final class Keywords {
  private static final Map<String, Integer> DECLARATIONS =
      Map.of(
          "block", BbParser.BLOCK,
          "network", BbParser.NETWORK,
          "import", BbParser.IMPORT,
          "let", BbParser.LET,
          "const", BbParser.CONST);

  private static final Map<String, Integer> STATEMENTS =
      Map.ofEntries(
          Map.entry("let", BbParser.LET),
          Map.entry("input", BbParser.INPUT),
          Map.entry("output", BbParser.OUTPUT),
          Map.entry("const", BbParser.CONST),
          Map.entry("param", BbParser.PARAM),
          Map.entry("buffer", BbParser.BUFFER),
          Map.entry("share", BbParser.SHARE),
          Map.entry("assert", BbParser.ASSERT),
          Map.entry("warn", BbParser.WARN),
          Map.entry("repeat", BbParser.REPEAT),
          Map.entry("collect", BbParser.COLLECT));

  /** Words of other languages, and ours for them. */
  private static final Map<String, List<String>> FOREIGN =
      Map.of(
          "block", List.of("class", "def", "fn", "func", "function", "fun", "layer", "module"),
          "network", List.of("model", "net", "architecture"),
          "import", List.of("include", "from", "use", "using", "require"),
          "let", List.of("var", "val", "static", "int", "float"),
          "const", List.of("constant"),
          "repeat", List.of("for", "foreach", "loop", "while", "times"),
          "output", List.of("return", "yield"),
          "param", List.of("parameter", "weight"),
          "buffer", List.of("register_buffer"));

  private static final int LONGEST = 20;

  private Keywords() {}

  /** What {@code word} was meant to be, at file level or in a body. */
  static Optional<String> meant(String word, boolean inBody) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    Map<String, Integer> candidates = inBody ? STATEMENTS : DECLARATIONS;
    Map<String, String> ours = new HashMap<>();
    for (String keyword : candidates.keySet()) {
      ours.put(keyword, keyword);
      FOREIGN.getOrDefault(keyword, List.of()).forEach(foreign -> ours.put(foreign, keyword));
    }
    ours.put("const", "let"); // with a shape it would have been one
    String exact = ours.get(word);
    return exact != null ? Optional.of(exact) : Suggest.nearest(word, ours.keySet()).map(ours::get);
  }

  static int type(String keyword) {
    Integer type = DECLARATIONS.get(keyword);
    return type != null ? type : STATEMENTS.get(keyword);
  }

  /** Whether a label can be written without quotes. */
  static boolean isLabel(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_]*")
        && (!isKeyword(text) || text.equals("block") || text.equals("network"));
  }

  /** Whether a word cannot be the name of something. */
  public static boolean isKeyword(String text) {
    for (int type = BbParser.LET; type <= BbParser.FALSE; type++) {
      if (BbParser.VOCABULARY.getLiteralName(type).equals("'" + text + "'")) {
        return true;
      }
    }
    return false;
  }
}
