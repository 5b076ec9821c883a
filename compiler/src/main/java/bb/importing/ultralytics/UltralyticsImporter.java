package bb.importing.ultralytics;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.read.Refusal;
import bb.importing.tables.Numbers;
import bb.importing.tables.TableGraph;
import bb.importing.tables.Texts;
import bb.importing.ultralytics.Table.Row;
import bb.importing.write.Source;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a source of a table of modules. */
public final class UltralyticsImporter {
  /** The letter of a network's size, as {@code yolov8n-seg.yaml} has it. */
  private static final Pattern SIZE = Pattern.compile("yolo(?:e-)?v?\\d+([nslmx]).*");

  private UltralyticsImporter() {}

  /** What a person may say beside the table: the letter of a size, and the image's. */
  public record Wanted(Optional<String> scale, Optional<List<Long>> image) {}

  /**
   * @param called what the table is called, without its folder
   * @param reader what compiles sources
   * @return nothing after reporting why not
   */
  public static Optional<Source> run(
      SourceFile file, String called, Wanted wanted, Source.Reader reader, Problems problems) {
    try {
      Texts.check(file);
      Matcher size = SIZE.matcher(called);
      Optional<String> guessed = size.matches() ? Optional.of(size.group(1)) : Optional.empty();
      Table table = Table.of(YamlReader.read(file), wanted.scale(), guessed);
      refuseUnknown(table);
      TableGraph graph = new TableGraph(Numbers.NONE);
      String outputs = modules(graph, table, wanted.image());
      graph.graph().prune();
      String name = called.replaceFirst("\\.ya?ml$", "");
      if (guessed.isEmpty() && !table.scale().name().isEmpty()) {
        name += "_" + table.scale().name();
      }
      return Optional.of(
          Source.of(
              graph.graph(),
              doc(called, table, outputs),
              Names.capitalised(name, "Network"),
              reader));
    } catch (Refusal e) {
      problems.add(e.diagnostic());
      return Optional.empty();
    }
  }

  private static String modules(TableGraph graph, Table table, Optional<List<Long>> image) {
    Parts parts = new Parts(graph, Activation.of(table.activation()));
    Modules modules = new Modules(parts, table);
    Heads heads = new Heads(parts, table);
    Row last = table.rows().getLast();
    boolean classifies = last.module().equals("Classify");
    long side = classifies ? 224 : 640;
    Ref flow;
    try {
      flow = graph.input("image", image.orElse(List.of(table.channels(), side, side)));
    } catch (LayerGraph.Impossible e) {
      throw Refusal.of(Code.BB0908, "the input is too large: %s", e.getMessage());
    }
    List<Ref> made = new ArrayList<>();
    String outputs = "";
    for (int i = 0; i < table.rows().size(); i++) {
      Row row = table.rows().get(i);
      List<Ref> in = new ArrayList<>();
      for (long from : row.from()) {
        in.add(from < 0 ? flow : made.get((int) from));
      }
      Modules.Site site =
          new Modules.Site(
              "model." + i, new Args(row, table), table.scale().repeats(row.repeats()), in);
      try {
        if (Heads.know(row.module())) {
          if (row != last) {
            throw site.args().unfit("a head is the last module");
          }
          outputs = heads.apply(site);
        } else {
          made.add(modules.apply(site));
        }
      } catch (LayerGraph.Impossible e) {
        throw new Refusal(
            Diagnostic.at(
                Code.BB0904,
                row.span(),
                "module %d, `%s`, has no counterpart".formatted(i, row.module()),
                e.getMessage()));
      } catch (ArithmeticException _) {
        throw site.args().unfit("its sizes are too large");
      }
    }
    if (!Heads.know(last.module())) {
      graph.graph().output("output", made.getLast());
    }
    return outputs;
  }

  private static void refuseUnknown(Table table) {
    Map<String, List<Span>> unknown = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      if (!Modules.know(row.module()) && !Heads.know(row.module())) {
        unknown.computeIfAbsent(row.module(), _ -> new ArrayList<>()).add(row.span());
      }
    }
    if (!unknown.isEmpty()) {
      throw Texts.withoutCounterpart(
          "module",
          unknown.entrySet().stream()
              .map(e -> new Texts.Unknown(Texts.visible(e.getKey()), e.getValue(), ""))
              .toList());
    }
  }

  private static String doc(String called, Table table, String outputs) {
    String scale =
        table.scale().name().isEmpty()
            ? ""
            : ", of size `%s`".formatted(Texts.visible(table.scale().name()));
    String doc =
        "Imported from %s (Ultralytics%s). Names are those of the published checkpoints."
            .formatted(Texts.visible(called), scale);
    return Texts.wrapped(outputs.isEmpty() ? doc : doc + "\n\n" + outputs);
  }
}
