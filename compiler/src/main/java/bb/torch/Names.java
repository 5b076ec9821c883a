package bb.torch;

import java.util.Locale;
import java.util.Set;

/** Words of the source as Python has them. */
final class Names {
  private static final Set<String> KEYWORDS =
      Set.of(
          "False",
          "None",
          "True",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield",
          "self",
          "torch",
          "nn",
          "F",
          "math");

  /** What every module has already. */
  private static final Set<String> TAKEN =
      Set.of(
          "add_module",
          "apply",
          "bfloat16",
          "buffers",
          "children",
          "compile",
          "cpu",
          "cuda",
          "double",
          "dump_patches",
          "eval",
          "extra_repr",
          "float",
          "forward",
          "get_buffer",
          "get_extra_state",
          "get_parameter",
          "get_submodule",
          "half",
          "ipu",
          "load_state_dict",
          "modules",
          "mtia",
          "named_buffers",
          "named_children",
          "named_modules",
          "named_parameters",
          "parameters",
          "register_buffer",
          "register_module",
          "register_parameter",
          "requires_grad_",
          "set_extra_state",
          "set_submodule",
          "share_memory",
          "state_dict",
          "to",
          "to_empty",
          "train",
          "training",
          "type",
          "xpu",
          "zero_grad",
          "T_destination",
          "call_super_init");

  private Names() {}

  /** Whether a member of that name is written {@code self.name}. */
  static boolean isAttribute(String name) {
    return isIdentifier(name)
        && (name.equals("self") || !KEYWORDS.contains(name))
        && !TAKEN.contains(name);
  }

  /** Whether a variable may have that name. */
  static boolean isVariable(String name) {
    return isAttribute(name) && variable(name).equals(name);
  }

  /** Whether every module has something of that name. */
  static boolean isTaken(String name) {
    return TAKEN.contains(name);
  }

  private static boolean isIdentifier(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*");
  }

  /** A name for a variable or a parameter. */
  static String variable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    if (plain.isEmpty() || Character.isDigit(plain.charAt(0))) {
      plain = "x" + plain;
    }
    return KEYWORDS.contains(plain) || Training.NAMES.contains(plain) ? plain + "_" : plain;
  }

  /** A name for a class, of the path of a scope. */
  static String camel(String path) {
    StringBuilder name = new StringBuilder();
    String[] parts = path.split("\\.");
    int last = parts.length - 1;
    while (last > 0 && Drafting.isNumber(parts[last])) {
      last--;
    }
    for (String word : parts[last].split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    String plain = name.toString().replaceAll("[0-9]+$", "");
    return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "Part" + plain : plain;
  }

  /** A member's name, of that of a class. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
