package bb.torch;

import bb.graph.Graph;
import bb.graph.Preprocess;
import bb.graph.Preprocess.Fit;
import bb.python.Py;
import bb.python.PyText;
import bb.types.DType;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A loop that trains a network, to begin from: over a folder of pictures where a picture flows in
 * and classes come out, and over arrays. What is trained is the first output.
 */
final class Training {
  /** The functions that the file has then. */
  static final Set<String> NAMES =
      Set.of("tqdm", "pictures", "arrays", "loss_of", "train", "main", "parser", "args");

  private static final String PROGRESS =
      """
      try:
          from tqdm import tqdm
      except ImportError:

          def tqdm(batches, desc):
              for done, batch in enumerate(batches, 1):
                  end = "\\n" if done == len(batches) else ""
                  print(f"\\r{desc}: batch {done} of {len(batches)}", end=end, flush=True)
                  yield batch\
      """;

  private static final String ARRAYS =
      """
      def arrays(*files):
          \"""Examples of .npy files, the last of which has what to answer.\"""
          tensors = [torch.from_numpy(np.load(file)) for file in files]
          return TensorDataset(*[t.float() if t.is_floating_point() else t for t in tensors])\
      """;

  private static final String TRAIN =
      """
      def train(net, data, epochs, batch, rate):
          device = "cuda" if torch.cuda.is_available() else "cpu"
          net.to(device).train()
          loader = DataLoader(data, batch, shuffle=True, drop_last=len(data) > batch)
          optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
          for epoch in range(1, epochs + 1):
              total = 0.0
              for %s in tqdm(loader, desc=f"epoch {epoch}"):
                  loss = loss_of(%s, y.to(device))
                  optimizer.zero_grad()
                  loss.backward()
                  optimizer.step()
                  total += loss.item()
              print(f"epoch {epoch}: loss {total / len(loader):.4f}")\
      """;

  private static final String MAIN =
      """
      def main():
          parser = argparse.ArgumentParser(description="Trains %1$s.")
          parser.add_argument(
              "data",
              nargs="+",
              help="%2$s",
          )
          parser.add_argument("--epochs", type=int, default=10)
          parser.add_argument("--batch", type=int, default=32)
          parser.add_argument("--rate", type=float, default=1e-3)
          parser.add_argument("--weights", help="a file to go on from")
          parser.add_argument("-o", "--output", default="%3$s.safetensors")
          args = parser.parse_args()
          net = %1$s()
          if args.weights:
              net.load_state_dict(load_file(args.weights))
          data = %4$s
          train(net, data, args.epochs, args.batch, args.rate)
          save_file(net.cpu().state_dict(), args.output)


      if __name__ == "__main__":
          main()\
      """;

  private Training() {}

  /** What stands before the classes. */
  static String before() {
    return PROGRESS;
  }

  /** What stands behind the classes. */
  static List<String> after(Graph graph) {
    List<String> parts = new ArrayList<>();
    boolean pictures = takesPictures(graph);
    if (pictures) {
      parts.add(pictures(graph.inputs().getFirst()));
    }
    parts.add(ARRAYS);
    parts.add(loss(graph));
    boolean one = graph.inputs().size() == 1;
    String output = "net(" + (one ? "x.to(device)" : "*[each.to(device) for each in x]") + ")";
    parts.add(
        TRAIN.formatted(
            one ? "x, y" : "*x, y", graph.outputs().size() == 1 ? output : output + "[0]"));
    String files =
        String.join(" ", graph.inputs().stream().map(input -> input.name() + ".npy").toList())
            + " answers.npy";
    String arrays = "arrays(*args.data)";
    parts.add(
        MAIN.formatted(
            Names.variable(graph.name()),
            pictures ? "a folder that has one of pictures for each class, or " + files : files,
            graph.name().toLowerCase(Locale.ROOT),
            pictures ? "pictures(args.data[0]) if len(args.data) == 1 else " + arrays : arrays));
    return parts;
  }

  private static boolean takesPictures(Graph graph) {
    Graph.Input input = graph.inputs().getFirst();
    Shape shape = input.value().type().shape();
    return graph.inputs().size() == 1
        && input.value().type().dtype() == DType.FLOAT32
        && shape.rank() == 3
        && (shape.dim(0) == 1 || shape.dim(0) == 3)
        && graph.outputs().getFirst().value().type().shape().rank() == 1;
  }

  // ---- pictures

  private static String pictures(Graph.Input input) {
    List<Py> steps = transforms(input.value().type().shape(), input.preprocess());
    boolean pads = input.preprocess().fit() instanceof Fit.Letterbox;
    List<String> lines = new ArrayList<>();
    lines.add("def pictures(folder):");
    lines.add(
        "    \"\"\"Pictures in a folder for each class, prepared as bbc prepares them.\"\"\"");
    if (pads) {
      lines.add("    from PIL import ImageOps");
    }
    lines.add("    from torchvision import datasets, transforms");
    lines.add("");
    lines.add("    prepare = transforms.Compose(");
    lines.add("        [");
    for (Py step : steps) {
      lines.addAll(PyText.lines("            ", "", step, ","));
    }
    lines.add("        ]");
    lines.add("    )");
    lines.add("    return datasets.ImageFolder(folder, prepare)");
    return String.join("\n", lines);
  }

  private static List<Py> transforms(Shape shape, Preprocess preprocess) {
    List<Py> steps = new ArrayList<>();
    if (shape.dim(0) == 1) {
      steps.add(transform("Grayscale"));
    }
    Py.Arg size = Py.arg(new Py.Tuple(List.of(Py.of(shape.dim(1)), Py.of(shape.dim(2)))));
    switch (preprocess.fit()) {
      case Fit.Stretch _ -> steps.add(resize(size, preprocess));
      case Fit.Crop(var shorter) -> {
        steps.add(resize(Py.arg(Py.of(shorter)), preprocess));
        steps.add(transform("CenterCrop", size));
      }
      case Fit.Letterbox(var grey) ->
          steps.add(
              Py.name(
                  "lambda image: ImageOps.pad(image, (%d, %d), color=%s)"
                      .formatted(
                          shape.dim(2),
                          shape.dim(1),
                          shape.dim(0) == 1
                              ? String.valueOf(grey)
                              : "(%1$d, %1$d, %1$d)".formatted(grey))));
    }
    steps.add(transform("ToTensor"));
    if (preprocess.bgr()) {
      steps.add(Py.name("lambda x: x.flip(0)"));
    }
    if (preprocess.scale() != 1) {
      steps.add(Py.name("lambda x: x * " + PyText.literal(preprocess.scale())));
    }
    if (!preprocess.mean().isEmpty() || !preprocess.std().isEmpty()) {
      steps.add(
          transform(
              "Normalize",
              Py.arg(numbers(preprocess.mean(), 0.0)),
              Py.arg(numbers(preprocess.std(), 1.0))));
    }
    return steps;
  }

  private static Py resize(Py.Arg size, Preprocess preprocess) {
    return switch (preprocess.interpolation()) {
      case BILINEAR -> transform("Resize", size);
      case NEAREST, BICUBIC ->
          transform(
              "Resize",
              size,
              Py.arg(
                  "interpolation",
                  Py.name("transforms.InterpolationMode." + preprocess.interpolation())));
    };
  }

  private static Py transform(String name, Py.Arg... arguments) {
    return Py.call("transforms." + name, arguments);
  }

  private static Py numbers(List<Double> numbers, double otherwise) {
    List<Double> all = numbers.isEmpty() ? List.of(otherwise) : numbers;
    return new Py.Tuple(all.stream().map(Py::of).toList());
  }

  // ---- the loss

  private static String loss(Graph graph) {
    Graph.Output output = graph.outputs().getFirst();
    String last =
        graph.nodes().stream()
            .filter(node -> node.outputs().contains(output.value()))
            .map(node -> node.op().spec().name())
            .findFirst()
            .orElse("");
    boolean rows = output.value().type().shape().rank() == 2;
    String scores = rows ? "output.flatten(0, 1)" : "output";
    String classes = rows ? "y.flatten().long()" : "y.long()";
    String classified =
        last.equals("softmax")
            ? "F.nll_loss(" + scores + ".clamp(min=1e-12).log(), " + classes + ")"
            : "F.cross_entropy(" + scores + ", " + classes + ")";
    String otherwise =
        last.equals("sigmoid") ? "F.binary_cross_entropy(output, y)" : "F.mse_loss(output, y)";
    return """
    def loss_of(output, y):
        \"""What to lower: y has numbers of classes, or what the output should be.\"""
        if y.is_floating_point():
            return %s
        return %s\
    """
        .formatted(otherwise, classified);
  }
}
