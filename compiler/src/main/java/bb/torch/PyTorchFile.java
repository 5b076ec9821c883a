package bb.torch;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network as a Python file of PyTorch modules. */
public final class PyTorchFile {
  private PyTorchFile() {}

  /**
   * The file's text; empty after reporting the layers that PyTorch has nothing for.
   *
   * @param file the name of the source, for the reader
   */
  public static Optional<String> of(Graph graph, String file, Problems problems) {
    return of(graph, file, false, problems);
  }

  /** The same with a loop that trains the network. */
  public static Optional<String> withTraining(Graph graph, String file, Problems problems) {
    return of(graph, file, true, problems);
  }

  private static Optional<String> of(Graph graph, String file, boolean train, Problems problems) {
    Graph hoisted = Hoisting.of(graph);
    Spellings spellings = new Spellings(hoisted);
    if (!spellings.gaps().isEmpty()) {
      spellings.gaps().forEach(gap -> problems.add(TorchProblems.missing(gap.node(), gap.why())));
      return Optional.empty();
    }
    List<PyModule> classes = Classes.of(Drafting.of(hoisted, spellings));
    List<String> parts = new ArrayList<>();
    classes.forEach(each -> parts.add(String.join("\n", ModuleText.of(each))));
    List<String> support = Support.of(String.join("\n", parts));
    List<String> all = new ArrayList<>(support);
    all.addAll(parts);
    if (train) {
      all.addFirst(Training.before());
      all.addAll(Training.after(graph));
    }
    String body = String.join("\n\n\n", all);
    return Optional.of(
        head(graph, file) + imports(body, train) + (train ? "\n" : "\n\n") + body + "\n");
  }

  private static String head(Graph graph, String file) {
    List<String> lines = new ArrayList<>();
    lines.add(graph.name() + ", which bbc wrote of " + file + ".");
    lines.add("");
    graph
        .inputs()
        .forEach(input ->
            lines.add(
                "    "
                    + input.name()
                    + ": "
                    + input.value().type().dtype()
                    + " "
                    + batched(input.value().type().shape().dims())));
    graph
        .outputs()
        .forEach(output ->
            lines.add(
                "    " + output.name() + " -> " + batched(output.value().type().shape().dims())));
    lines.add("");
    return String.join("\n", ModuleText.doc("", String.join("\n", lines).strip() + "\n"))
        .replaceAll("\"\"\"$", "\n\"\"\"\n\n");
  }

  private static String batched(List<Long> dims) {
    List<String> all = new ArrayList<>(List.of("batch"));
    dims.forEach(dim -> all.add(dim.toString()));
    return "[" + String.join(", ", all) + "]";
  }

  private static String imports(String body, boolean train) {
    StringBuilder imports = new StringBuilder();
    for (String module : List.of("argparse", "base64", "math", "zlib")) {
      if (body.contains(module + ".")) {
        imports.append("import ").append(module).append('\n');
      }
    }
    if (body.contains("OrderedDict(")) {
      imports.append("from collections import OrderedDict\n");
    }
    if (!imports.isEmpty()) {
      imports.append('\n');
    }
    if (train) {
      imports.append("import numpy as np\n");
    }
    if (body.contains("torch.")) {
      imports.append("import torch\n");
    }
    if (body.contains("F.")) {
      imports.append("import torch.nn.functional as F\n");
    }
    if (train) {
      imports.append("from safetensors.torch import load_file, save_file\n");
    }
    imports.append("from torch import nn\n");
    if (train) {
      imports.append("from torch.utils.data import DataLoader, TensorDataset\n");
    }
    return imports.toString();
  }
}
