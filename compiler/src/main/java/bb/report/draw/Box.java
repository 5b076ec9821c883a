package bb.report.draw;

import bb.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A part of a drawing. It stands for the layers of a graph from {@code first} to before {@code
 * end}; where equal ones in a row are folded into it, {@code inner} is where the first of them
 * ends.
 */
public sealed interface Box {
  int first();

  int inner();

  int end();

  /** How many equal ones in a row it stands for. */
  int count();

  /** Layers that are drawn as one, each on top of the next: a convolution, its norm, its relu. */
  record Stack(int first, int inner, int end, int count) implements Box {}

  /**
   * A block, a part of the source with a label, or the whole network.
   *
   * @param kind the block's name, or empty
   * @param path the part of the layers' names that they have in common, or empty
   * @param call where the block is called
   * @param boxes what it is made of: those of the first one, if it is folded
   */
  record Group(
      String kind,
      String path,
      int first,
      int inner,
      int end,
      int count,
      Optional<Span> call,
      List<Box> boxes)
      implements Box {
    public Group {
      boxes = List.copyOf(boxes);
    }

    /** What it is called: its block, or else the end of its path that says something. */
    public String title() {
      return kind.isEmpty() ? name(path) : kind;
    }

    /** The label beside the block's name; empty if there is none, or only a number. */
    public String label() {
      String name = name(path);
      return kind.isEmpty() || name.equals(kind) || isNumber(name) ? "" : name;
    }

    private static String name(String path) {
      int dot = path.lastIndexOf('.');
      String last = path.substring(dot + 1);
      return isNumber(last) && dot > 0 ? path.substring(path.lastIndexOf('.', dot - 1) + 1) : last;
    }

    private static boolean isNumber(String text) {
      return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }
  }
}
