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
    return code.toString().replaceAll(",\\n +", ", ");
  }

  /**
   * Code from text in which some classes have their full names: they are imported, and long lines
   * are broken.
   */
  public static CodeBlock withImports(String text, ClassName... classes) {
    String code = indented(text.replace("$", "$$"));
    Map<String, ClassName> named = new HashMap<>();
    for (ClassName type : classes) {
      String name = "c" + named.size();
      code = code.replace(type.canonicalName(), "$" + name + ":T");
      named.put(name, type);
    }
    return CodeBlock.builder().addNamed(code, named).build();
  }

  /**
   * Text whose lines begin with JavaPoet's marks: what it breaks a line into lies under the line.
   * Where it may break a line is marked in those only that may be too long, as it takes its time
   * over each mark.
   */
  private static String indented(String text) {
    StringBuilder code = new StringBuilder();
    int level = 0;
    for (String line : text.lines().toList()) {
      String words = line.stripLeading();
      int next = words.isEmpty() ? level : (line.length() - words.length()) / INDENT;
      code.append((next > level ? "$>" : "$<").repeat(Math.abs(next - level)));
      code.append(line.length() < SHORT ? words : words.replace(", ", ",$W")).append('\n');
      level = next;
    }
    return code.append("$<".repeat(level)).toString();
  }
}
