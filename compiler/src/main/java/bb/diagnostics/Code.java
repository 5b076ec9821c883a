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

  // 03xx layers and shapes
  BB0301("wrong number of dimensions"),
  BB0302("wrong element type"),
  BB0303("window larger than the input"),
  BB0304("groups that do not divide the channels"),
  BB0305("shapes that do not match"),
  BB0306("tensors that cannot be concatenated"),
  BB0307("axis that the tensor lacks"),
  BB0308("tensor too large"),
  BB0309("padding larger than half the window"),
  BB0310("shape that does not hold the elements"),
  BB0311("order that is not a permutation"),
  BB0312("slice outside the tensor"),
  BB0313("arguments that contradict each other"),
  BB0314("`same` padding with a stride"),
  BB0315("output padding as large as the stride"),
  BB0316("number out of range"),
  BB0317("slopes that do not match the channels"),

  // 07xx the command line
  BB0701("no such file"),
  BB0702("unreadable file"),
  BB0703("unknown network"),
  BB0704("several networks"),
  BB0705("network needs arguments"),
  BB0706("no network"),
  BB0707("output not written"),
  BB0708("unknown code"),
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

  /** Whether it reports a failed check or budget of the user's own, not a mistake in the program. */
  public boolean isCheck() {
    return check;
  }

  /** The page's name: {@code bb0101}. */
  public String page() {
    return name().toLowerCase(Locale.ROOT);
  }
}
