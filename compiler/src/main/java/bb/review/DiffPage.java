package bb.review;

import bb.report.Reported;
import bb.report.html.ComparisonPage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Two networks, or two versions of one or of several, beside each other in a page. */
public final class DiffPage {
  private DiffPage() {}

  /**
   * @param name how the command line named it
   */
  public record Side(String name, Reported network) {}

  public record Pair(Side before, Side after, NetworkDiff diff) {}

  /**
   * @param notes what there is to say besides, as sentences
   */
  public static String render(List<Pair> pairs, List<String> notes) {
    return ComparisonPage.render(pairs.stream().map(DiffPage::pair).toList(), notes);
  }

  private static ComparisonPage.Pair pair(Pair pair) {
    return new ComparisonPage.Pair(
        side(pair.before, pair.diff.was()),
        side(pair.after, pair.diff.is()),
        pair.diff.changes().stream()
            .map(change ->
                new ComparisonPage.Difference(
                    change.kind().word(), change.kind().meaning(), change.text()))
            .toList());
  }

  private static ComparisonPage.Side side(Side side, Map<Integer, ChangeClass> marks) {
    return new ComparisonPage.Side(
        side.name,
        side.network,
        marks.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, mark -> mark.getValue().word())));
  }
}
