package bb.review;

import bb.report.Reported;
import bb.report.html.ComparisonPage;
import java.util.Map;
import java.util.stream.Collectors;

/** Two networks, or two versions of one, beside each other in a page. */
public final class DiffPage {
  private DiffPage() {}

  /**
   * @param name how the command line named it
   */
  public record Side(String name, Reported network) {}

  public static String render(Side before, Side after, NetworkDiff diff) {
    return ComparisonPage.render(
        side(before, diff.was()),
        side(after, diff.is()),
        diff.changes().stream()
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
