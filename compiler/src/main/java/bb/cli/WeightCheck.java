package bb.cli;

import bb.backend.source.ModelCard;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.report.Numbers;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.WeightBinding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the tensors of a network with those of a file, before anything is compiled. */
final class WeightCheck {
  private WeightCheck() {}

  /** What a network needs of its weights, without what the back end knows of it. */
  static ModelInfo card(Graph graph, String file) {
    Set<String> read = Lowering.lower(graph).tensors();
    List<TensorInfo> tensors =
        graph.parameters().stream()
            .map(p ->
                new TensorInfo(
                    p.name(),
                    p.type().shape().dims().stream().map(Math::toIntExact).toList(),
                    read.contains(p.name())))
            .toList();
    return new ModelInfo(
        graph.name(), file, 0, 0, 0, 0, List.of(), List.of(), tensors, ModelCard.checkpoint(graph));
  }

  /**
   * Says everything that does not fit.
   *
   * @param listed whether what does not fit is returned as lines, and not as notes
   * @return lines for standard output
   */
  static String compare(ModelInfo card, WeightSource weights, boolean listed, Problems problems) {
    Optional<UserError> found = WeightBinding.compare(card, weights, Integer.MAX_VALUE);
    if (found.isEmpty()) {
      long required = card.tensors().stream().filter(TensorInfo::required).count();
      return "ok: `%s` fits %s: %s tensors are read of it\n"
          .formatted(weights.description(), card.network(), Numbers.exact(required));
    }
    UserError error = found.get();
    List<String> lines = error.notes().stream().flatMap(String::lines).toList();
    Diagnostic problem = CommandProblems.of(error, listed ? List.of() : lines);
    problems.add(problem);
    return listed ? String.join("\n", lines) + "\n" : "";
  }
}
