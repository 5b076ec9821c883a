package bb.backend.tornado.code;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.HashMap;
import java.util.Map;

/** Statements from text with {@code $name:L} in it. */
public final class Code {
  public static final ClassName PARALLEL =
      ClassName.get("uk.ac.manchester.tornado.api.annotations", "Parallel");

  /** Spaces by which JavaPoet indents a block. */
  private static final int INDENT = 2;

  /** Lines that are shorter need no break, in the methods of a class. */
  private static final int SHORT = 90;

  /** The package whose classes are known by their simple names. */
  private static final String NO_IMPORT = "java.lang";

  /** Where JavaPoet breaks a line, before its next line's margin. */
  private static final String BREAK = ",\n ";

  private Code() {}

  /**
   * The text with names replaced; {@code $parallel:T} is TornadoVM's annotation.
   *
   * @param arguments name, value, name, value
   */
  public static CodeBlock of(String text, Object... arguments) {
    Map<String, Object> named = new HashMap<>(Map.of("parallel", PARALLEL));
    for (int i = 0; i < arguments.length; i += 2) {
      named.put((String) arguments[i], arguments[i + 1]);
    }
    return CodeBlock.builder().addNamed(text, named).build();
  }

  /** Code without the breaks of long lines, with full names. */
  public static String text(CodeBlock code) {
    String text = code.toString();
    StringBuilder joined = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(BREAK); at >= 0; at = text.indexOf(BREAK, from)) {
      joined.append(text, from, at).append(", ");
      from = at + BREAK.length();
      while (text.charAt(from) == ' ') {
        from++;
      }
    }
    return joined.append(text, from, text.length()).toString();
  }

  /**
   * Code from text in which some classes have their full names: they are imported, and long lines
   * are broken.
   */
  public static CodeBlock withImports(String text, ClassName... classes) {
    String code = indented(text.replace("$", "$$"));
    Map<String, ClassName> named = new HashMap<>();
    for (ClassName type : classes) {
      if (type.packageName().equals(NO_IMPORT)) {
        code = code.replace(type.canonicalName(), type.simpleName());
      } else {
        String name = "c" + named.size();
        code = code.replace(type.canonicalName(), "$" + name + ":T");
        named.put(name, type);
      }
    }
    return CodeBlock.builder().addNamed(code, named).build();
  }

  /**
   * Text in which those lines that may be too long have JavaPoet's marks: what it breaks a line
   * into lies under the line. All others have their own margin, as it takes its time over each
   * mark.
   */
  private static String indented(String text) {
    StringBuilder code = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.length() < SHORT) {
        code.append(line).append('\n');
      } else {
        String words = line.stripLeading();
        int level = (line.length() - words.length()) / INDENT;
        code.append("$>".repeat(level)).append(words.replace(", ", ",$W")).append('\n');
        code.append("$<".repeat(level));
      }
    }
    return code.toString();
  }
}
