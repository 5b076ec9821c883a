package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.importing.darknet.Cfg.Section;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.read.Refusal;
import bb.importing.tables.Numbers;
import bb.importing.tables.TableGraph;
import bb.importing.tables.Texts;
import bb.importing.write.Source;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes a source of darknet's configuration of a network. */
public final class DarknetImporter {
  private final Cfg cfg;
  private final List<Options> options;
  private final List<Head> heads = new ArrayList<>();
  private final Set<String> left = new TreeSet<>();

  private DarknetImporter(Cfg cfg) {
    this.cfg = cfg;
    this.options = cfg.layers().stream().map(Options::new).toList();
  }

  /**
   * @param called what the configuration is called, without its folder
   * @param trained the network's weights
   * @param reader what compiles sources
   * @return nothing after reporting why not
   */
  public static Optional<Source> run(
      SourceFile file,
      String called,
      Optional<Trained> trained,
      Source.Reader reader,
      Problems problems) {
    try {
      Texts.check(file);
      DarknetImporter importer = new DarknetImporter(CfgReader.read(file));
      LayerGraph graph = importer.graph(trained);
      String name = called.replaceFirst("\\.cfg$", "");
      return Optional.of(
          Source.of(graph, importer.doc(called), Names.capitalised(name, "Network"), reader));
    } catch (Refusal e) {
      problems.add(e.diagnostic());
      return Optional.empty();
    }
  }

  private LayerGraph graph(Optional<Trained> trained) {
    if (cfg.layers().isEmpty()) {
      throw new Refusal(
          Diagnostic.at(
              Code.BB0911, cfg.net().span(), "the network has no layers", "the only section"));
    }
    refuseUnknown();
    List<Set<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      reads.add(
          Sections.reads(options.get(i), i).stream()
              .map(Long::intValue)
              .collect(Collectors.toCollection(HashSet::new)));
    }
    Optional<WeightsFile> weights = trained.map(t -> WeightsFile.open(t.name(), t.bytes()));
    TableGraph table = new TableGraph(weights.<Numbers>map(w -> w).orElse(Numbers.NONE));
    List<String> paths = Paths.of(cfg.layers(), reads, table.graph().places());
    Sections sections = new Sections(table);
    Ref flow = input(table);
    Set<Ref> ends = new HashSet<>();
    for (int i = 0; i < options.size(); i++) {
      flow =
          section(table, sections, new Sections.Site(i, paths.get(i), options.get(i), flow), ends);
      left.addAll(Keys.left(options.get(i)));
    }
    LayerGraph graph = table.graph();
    if (ends.isEmpty() || !ends.contains(flow)) {
      graph.output(heads.isEmpty() ? "output" : "output" + options.size(), flow);
    }
    weights.ifPresent(WeightsFile::end);
    graph.prune();
    return graph;
  }

  private Ref input(TableGraph table) {
    Options net = new Options(cfg.net());
    long channels = net.whole("channels", 0, 0, 10_000);
    long height = net.whole("height", 0, 0, 100_000);
    long width = net.whole("width", 0, 0, 100_000);
    long inputs = net.whole("inputs", 0, 0, 1_000_000);
    left.addAll(Keys.left(net));
    try {
      if (channels > 0 && height > 0 && width > 0) {
        return table.input("image", List.of(channels, height, width));
      }
      if (inputs > 0) {
        return table.input("input", List.of(inputs));
      }
    } catch (LayerGraph.Impossible e) {
      throw new Refusal(
          Diagnostic.at(Code.BB0908, cfg.net().span(), "the input is too large", e.getMessage()));
    }
    throw new Refusal(
        Diagnostic.at(
                Code.BB0908,
                cfg.net().span(),
                "the size of the input is not known",
                "lacks `channels`, `height` or `width`")
            .help("add them: `channels=3`, `height=416`, `width=416`"));
  }

  private Ref section(TableGraph table, Sections sections, Sections.Site site, Set<Ref> ends) {
    Section section = site.options().section();
    try {
      if (!Head.is(section.type())) {
        return sections.apply(site);
      }
      Head head = Head.of(site.options(), site.index(), table.width(site.in()));
      heads.add(head);
      table.graph().output(head.name(), site.in());
      sections.head();
      ends.add(site.in());
      return site.in();
    } catch (LayerGraph.Impossible e) {
      throw new Refusal(
          Diagnostic.at(
              Code.BB0904,
              section.span(),
              "layer %d, `[%s]`, has no counterpart".formatted(site.index(), section.type()),
              e.getMessage()));
    }
  }

  /** All types of sections at once that nothing here computes. */
  private void refuseUnknown() {
    Map<String, List<Section>> unknown = new TreeMap<>();
    for (Section section : cfg.layers()) {
      if (!Sections.know(section.type()) && !Head.is(section.type())) {
        unknown.computeIfAbsent(section.type(), _ -> new ArrayList<>()).add(section);
      }
    }
    if (!unknown.isEmpty()) {
      throw Texts.withoutCounterpart(
          "section",
          unknown.entrySet().stream()
              .sorted(Comparator.comparing(e -> e.getValue().getFirst().span().start()))
              .map(e ->
                  new Texts.Unknown(
                      "[" + e.getKey() + "]",
                      e.getValue().stream().map(Section::span).toList(),
                      kind(e.getKey())))
              .toList());
    }
  }

  private static String kind(String type) {
    return switch (type) {
      case "rnn", "gru", "lstm", "crnn", "conv_lstm", "history" ->
          ", which keeps a state from one input to the next";
      case "local" -> ", with weights of its own for each pixel";
      case "implicit", "contrastive", "normalization", "lrn", "deconvolutional" -> "";
      default -> ", which darknet may not have either";
    };
  }

  private String doc(String called) {
    StringBuilder doc = new StringBuilder();
    doc.append("Imported from %s (darknet). ".formatted(Texts.visible(called)));
    doc.append("Layers are called by darknet's numbers, those of residual units by their stage's.");
    for (Head head : heads) {
      doc.append("\n\n%s: %s.".formatted(head.name(), head.says()));
    }
    if (!heads.isEmpty()) {
      doc.append(" Boxes are made of these numbers by who runs it.");
    }
    if (!left.isEmpty()) {
      doc.append(
          "\n\nLeft out, as nothing is computed by it: %s.".formatted(String.join(", ", left)));
    }
    return Texts.wrapped(doc.toString());
  }
}
