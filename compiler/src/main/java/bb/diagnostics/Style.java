package bb.diagnostics;

/** How a piece of a rendered diagnostic looks where colour is wanted. */
enum Style {
  PLAIN(""),
  STRONG("1"),
  ERROR("1;31"),
  WARNING("1;33"),
  SECONDARY("1;34"),
  GUTTER("34"),
  HELP("1;36"),
  ADDED("32");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String paint(String text, boolean colour) {
    return !colour || this == PLAIN || text.isEmpty()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
