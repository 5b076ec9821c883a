package bb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.diagnostics.Problems;
import bb.graph.Checkpoint;
import bb.graph.Checkpoint.Rename;
import bb.graph.PeakMemory;
import bb.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clauses of a source become. */
final class CheckpointClauseTest {
  private static final String SOURCE =
      """
      network Base(prefix: string = "module.", published: bool = true) {
        checkpoint(prefix: [prefix, "net."], ignore: "head.*")
        if published { checkpoint(rename: [("gamma", "weight"), ("h.*", "{prefix}*")]) }
        input x: [4]
        linear(2)
      }

      network Variant = Base(prefix: "a.")
      network Plain = Base(published: false)
      """;

  private static Checkpoint rules(String network) {
    Problems problems = new Problems();
    SourceFile file = new SourceFile("net.bb", SOURCE);
    SourceFile standard = new SourceFile("std.bb", "");
    Checkpoint rules =
        Elaborator.open(
                file,
                standard,
                (_, _) -> Optional.empty(),
                NetworkCall.NONE,
                _ -> new PeakMemory.Peak(0, List.of()),
                problems)
            .flatMap(elaborator -> elaborator.elaborate(network))
            .orElseThrow()
            .checkpoint();
    assertEquals(0, problems.count());
    return rules;
  }

  @Test
  void severalAddUp() {
    assertEquals(
        new Checkpoint(
            List.of("module.", "net."),
            List.of("head.*"),
            List.of(new Rename("gamma", "weight"), new Rename("h.*", "module.*"))),
        rules("Base"));
  }

  @Test
  void variantsHaveThoseOfTheirNetwork() {
    assertEquals(List.of("a.", "net."), rules("Variant").prefixes());
    assertEquals(new Rename("h.*", "a.*"), rules("Variant").renames().getLast());
  }

  @Test
  void aClauseMayDependOnAParameter() {
    assertEquals(List.of(), rules("Plain").renames());
  }
}
