package bb.review;

import bb.graph.Architecture;
import bb.graph.Graph;
import bb.graph.Preprocess;
import bb.ops.ParameterSpec.Role;
import bb.report.Counts;
import bb.report.ReceptiveField;
import bb.report.Report;
import bb.review.Fact.Kind;
import bb.types.TensorType;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a team relies on of one network: its contract, its checkpoint, its cost, and a checksum of
 * what it computes.
 *
 * @param file its source, as the command line named it
 */
public record Facts(String network, String file, List<Fact> facts) {
  public Facts {
    facts = List.copyOf(facts);
  }

  /** {@code ResNet50 of zoo/resnet.bb}: what no two networks of a lock have in common. */
  String title() {
    return network + " of " + file;
  }

  /**
   * @param peakBytes of activations that are needed at the same time
   */
  public static Facts of(Graph graph, Counts counts, long peakBytes, Report.Field field) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact(Kind.STRUCTURE, Architecture.structure(graph), ""));
    for (Graph.Input input : graph.inputs()) {
      facts.add(new Fact(Kind.INPUT, text(input.value().type()), input.name()));
      if (!input.preprocess().equals(Preprocess.NONE)) {
        facts.add(new Fact(Kind.PREPROCESS, text(input.preprocess()), input.name()));
      }
    }
    for (Graph.Output output : graph.outputs()) {
      facts.add(new Fact(Kind.OUTPUT, text(output.value().type()), output.name()));
      if (!output.labels().isEmpty()) {
        facts.add(new Fact(Kind.LABELS, Architecture.checksum(output.labels()), output.name()));
      }
    }
    facts.add(count(Kind.PARAMS, counts.params().trainable()));
    facts.add(count(Kind.BUFFERS, counts.params().buffers()));
    facts.add(count(Kind.MACS, counts.macs()));
    facts.add(count(Kind.PEAK_BYTES, peakBytes));
    field(facts, graph, field);
    rule(facts, "prefix", graph.checkpoint().prefixes().stream().map(Facts::quoted));
    rule(facts, "ignore", graph.checkpoint().ignored().stream().map(Facts::quoted));
    rule(
        facts,
        "rename",
        graph.checkpoint().renames().stream()
            .map(rename -> quoted(rename.from()) + " -> " + quoted(rename.to())));
    for (Graph.Parameter parameter : graph.parameters()) {
      Kind kind = parameter.role() == Role.TRAINABLE ? Kind.PARAM : Kind.BUFFER;
      facts.add(new Fact(kind, text(parameter.type()), parameter.name()));
    }
    return new Facts(graph.name(), graph.span().file().path(), facts);
  }

  /** What answers depend on; names of layers are no part of it. */
  private static void field(List<Fact> facts, Graph graph, Report.Field field) {
    for (int i = 0; i < graph.outputs().size(); i++) {
      ReceptiveField seen = field.outputs().get(i);
      if (!seen.axes().isEmpty()) {
        facts.add(new Fact(Kind.FIELD, seen.plainText(), graph.outputs().get(i).name()));
      }
    }
    field
        .turn()
        .map(ReceptiveField.Turn::before)
        .filter(before -> !before.axes().isEmpty())
        .ifPresent(before -> facts.add(new Fact(Kind.LOCAL_FIELD, before.plainText(), "")));
  }

  /** Those alone that say how the names of published files differ. */
  Facts rules() {
    return new Facts(network, file, only(fact -> fact.kind() == Kind.CHECKPOINT));
  }

  /** The tensors of the checkpoint, in the order of the layers. */
  List<Fact> tensors() {
    return only(fact -> fact.kind().isTensor());
  }

  Facts withoutTensors() {
    return new Facts(network, file, only(fact -> !fact.kind().isTensor()));
  }

  /** What says that two networks compute the same with the same tensors. */
  List<Fact> structure() {
    return only(fact -> fact.kind() == Kind.STRUCTURE);
  }

  private List<Fact> only(Predicate<Fact> wanted) {
    return facts.stream().filter(wanted).toList();
  }

  /** What a {@code checkpoint} clause says of one kind: it decides which files load. */
  private static void rule(List<Fact> facts, String name, Stream<String> texts) {
    List<String> all = texts.toList();
    if (!all.isEmpty()) {
      facts.add(new Fact(Kind.CHECKPOINT, all.toString(), name));
    }
  }

  private static String quoted(String text) {
    return JsonWriter.string(text);
  }

  private static Fact count(Kind kind, long number) {
    return new Fact(kind, String.valueOf(number), "");
  }

  private static String text(TensorType type) {
    return type.dtype() + " " + type.shape();
  }

  private static String text(Preprocess preprocess) {
    List<String> parts = new ArrayList<>();
    preprocess.resize().ifPresent(size -> parts.add("resize " + size));
    preprocess.letterbox().ifPresent(grey -> parts.add("letterbox " + grey));
    if (preprocess.bgr()) {
      parts.add("bgr");
    }
    if (preprocess.scale() != 1) {
      parts.add("scale " + preprocess.scale());
    }
    parts.add("mean " + preprocess.mean());
    parts.add("std " + preprocess.std());
    parts.add(preprocess.interpolation().name().toLowerCase(Locale.ROOT));
    return String.join(" ", parts);
  }
}
