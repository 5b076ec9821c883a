package bb.backend.tornado.methods;

import bb.backend.tornado.tiles.TiledKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * A method's statements, taken apart at what a kernel does to each of its sums, which may be
 * another thing in each of those that share the method.
 */
record KernelText(NumberedText before, NumberedText result, NumberedText after) {
  /** Statements that are the same in all that share the method, but for numbers. */
  static KernelText of(String body) {
    return new KernelText(NumberedText.of(body), NumberedText.of(""), NumberedText.of(""));
  }

  static KernelText of(TiledKernel kernel) {
    String body = kernel.body().toString();
    int at = body.indexOf(TiledKernel.RESULT);
    if (at < 0) {
      return of(body);
    }
    return new KernelText(
        NumberedText.of(body.substring(0, at)),
        NumberedText.of(kernel.result().toString()),
        NumberedText.of(body.substring(at + TiledKernel.RESULT.length())));
  }

  /** Whether kernels may differ in what they do to a sum. */
  boolean hasResult() {
    return after.pieces().size() > 1 || !after.pieces().getFirst().isEmpty();
  }

  /** Those outside of the result. */
  List<Integer> numbers() {
    return both(before.numbers(), after.numbers());
  }

  /** Which of them are in what changes nothing. */
  List<Boolean> neutral() {
    return both(before.neutral(), after.neutral());
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * What tells the text from others: all of it in parts, with marks around what may be left out.
   */
  List<String> parts() {
    return List.of(before.marked(), result.marked(), after.marked());
  }

  /** The text. */
  String whole() {
    return joined(before.whole(), result.whole(), after.whole());
  }

  /**
   * The text with other numbers, and another result.
   *
   * @param others for those outside of the result
   */
  String with(List<String> others, String sums) {
    int first = before.numbers().size();
    return joined(
        before.with(others.subList(0, first)),
        sums,
        after.with(others.subList(first, others.size())));
  }

  /** The margin that the statements of a result need is before the first of them. */
  private static String joined(String head, String sums, String tail) {
    if (sums.isEmpty()) {
      return head + tail;
    }
    String margin = head.substring(head.lastIndexOf('\n') + 1);
    return head + SumResults.indented(sums, margin).substring(margin.length()) + tail;
  }
}
