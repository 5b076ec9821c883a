package bb.diagnostics;

import java.util.Locale;

/**
 * The stable codes of all diagnostics, grouped by phase: 01xx syntax, 02xx names and values, 03xx
 * layers and shapes, 04xx limits and contracts, 05xx targets, 06xx files and weights, 07xx the
 * command line. A code is never reused. Each has a page under {@code docs/errors}.
 */
public enum Code {
  // 01xx syntax
  BB0101("unexpected token"),
  BB0102("unknown character"),
  BB0103("unterminated string"),
  BB0104("malformed number"),
  BB0105("number too large"),
  BB0106("unclosed bracket"),
  BB0107("unmatched bracket"),
  BB0108("keyword as a name"),
  BB0109("missing branch"),
  BB0110("branch without a join"),
  BB0111("statement outside of a block"),
  BB0112("nested declaration"),
  BB0113("unknown keyword"),
  BB0114("`=` instead of `:`"),
  BB0115("label without a step"),
  BB0116("malformed string"),
  BB0117("chained comparison"),
  BB0118("malformed pattern"),
  BB0119("file too large"),
  BB0120("nesting too deep"),
  BB0121("expression too long"),
  ;

  private final String title;
  private final boolean check;

  Code(String title) {
    this(title, false);
  }

  Code(String title, boolean check) {
    this.title = title;
    this.check = check;
  }

  public String title() {
    return title;
  }

  /**
   * Whether it reports a failed check or budget of the user's own, not a mistake in the program.
   */
  public boolean isCheck() {
    return check;
  }

  /** The page's name: {@code bb0101}. */
  public String page() {
    return name().toLowerCase(Locale.ROOT);
  }
}
