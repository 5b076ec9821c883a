package bb.backend.tornado;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.HashMap;
import java.util.Map;

/** Statements from text with {@code $name:L} in it. */
final class Code {
  static final ClassName PARALLEL =
      ClassName.get("uk.ac.manchester.tornado.api.annotations", "Parallel");

  private Code() {}

  /**
   * The text with names replaced; {@code $parallel:T} is TornadoVM's annotation.
   *
   * @param arguments name, value, name, value
   */
  static CodeBlock of(String text, Object... arguments) {
    Map<String, Object> named = new HashMap<>(Map.of("parallel", PARALLEL));
    for (int i = 0; i < arguments.length; i += 2) {
      named.put((String) arguments[i], arguments[i + 1]);
    }
    return CodeBlock.builder().addNamed(text, named).build();
  }
}
