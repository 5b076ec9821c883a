package bb.cli;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.report.Reported;
import bb.review.Change;
import bb.review.ChangeClass;
import bb.review.DiffPage;
import bb.review.DiffText;
import bb.review.FileDiff;
import bb.review.NetworkDiff;
import bb.review.Renames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What has changed in networks, for people: as text, as Markdown, and as a page. */
final class ChangeReport {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder markdown = new StringBuilder();
  private final List<Drawn> drawn = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> renamed = new TreeMap<>();

  /** What is drawn if a page is asked for. */
  private record Drawn(String before, Graph was, String now, Graph is, NetworkDiff diff) {}

  /**
   * A network that both versions have.
   *
   * @param title of what is compared
   * @param before how the earlier version is called
   * @param now how the later one is called
   */
  void changed(String title, String before, String now, FileDiff.Changed changed) {
    renamed.putAll(changed.renamed());
    say(title, changed.changes());
    if (changed.changes().isEmpty()) {
      notes.add("%s: nothing has changed.".formatted(title));
    } else if (changed.layers().isPresent()) {
      Graph was = changed.before().graph().orElseThrow();
      Graph is = changed.now().graph().orElseThrow();
      drawn.add(new Drawn(before, was, now, is, changed.layers().get()));
    }
  }

  void gone(String network) {
    lost(network, "is gone");
  }

  /** A network that needs arguments now, and needed none. */
  void closed(String network) {
    lost(network, "needs arguments now");
  }

  private void lost(String network, String what) {
    notes.add("%s %s.".formatted(network, what));
    say(network, List.of(new Change(ChangeClass.CONTRACT, "the network " + what)));
  }

  private void say(String title, List<Change> changes) {
    text.append(DiffText.text(title, changes));
    markdown.append(DiffText.markdown(title, changes));
  }

  void added(String network) {
    note(network, "is new");
  }

  void skipped(String network) {
    note(network, "is skipped: it needs arguments");
  }

  private void note(String network, String what) {
    notes.add("%s %s.".formatted(network, what));
    text.append("%s %s\n".formatted(network, what));
    markdown.append("**%s** %s\n\n".formatted(network, what));
  }

  String text() {
    return text.toString();
  }

  String markdown() {
    return markdown.toString();
  }

  /** Writes rules for the tensors that have other names. */
  void writeRenames(Session session, String file, Problems problems) {
    byte[] rules = Renames.rules(renamed).orElse("").getBytes(StandardCharsets.UTF_8);
    session.write(file, stream -> stream.write(rules), problems);
  }

  /**
   * @param reported all that is known of a network
   */
  String page(Function<Graph, Reported> reported) {
    return DiffPage.render(
        drawn.stream()
            .map(d ->
                new DiffPage.Pair(
                    new DiffPage.Side(d.before, reported.apply(d.was)),
                    new DiffPage.Side(d.now, reported.apply(d.is)),
                    d.diff))
            .toList(),
        notes);
  }
}
