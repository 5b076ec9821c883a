package bb.backend.source;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** Cuts long code into methods that Java can have. */
public final class MethodSize {
  /**
   * Characters in a method. Its bytecode may have 65,535 bytes (JVMS 4.7.3), and no statement of
   * ours takes four for a character.
   */
  private static final int MOST_CHARACTERS = 16_000;

  private MethodSize() {}

  /** The statements in order, at most {@code most} of them to a method. */
  public static List<List<CodeBlock>> split(List<CodeBlock> statements, int most) {
    List<List<CodeBlock>> methods = new ArrayList<>();
    List<CodeBlock> method = new ArrayList<>();
    int characters = 0;
    for (CodeBlock statement : statements) {
      int length = statement.toString().length();
      boolean full = method.size() == most || characters + length > MOST_CHARACTERS;
      if (full && !method.isEmpty()) {
        methods.add(method);
        method = new ArrayList<>();
        characters = 0;
      }
      method.add(statement);
      characters += length;
    }
    if (!method.isEmpty()) {
      methods.add(method);
    }
    return methods;
  }
}
