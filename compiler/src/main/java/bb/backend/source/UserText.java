package bb.backend.source;

import bb.graph.Architecture;
import bb.graph.Graph;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.Visible;
import bb.source.Span;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Text that the author of a network chose, which backends can only use as {@link SourceText}. They
 * read no names, labels, docs or paths of graphs and programs themselves ({@code
 * ArchitectureTest}).
 */
public final class UserText {
  private final String text;

  private UserText(String text) {
    this.text = text;
  }

  public static UserText name(Graph graph) {
    return new UserText(graph.name());
  }

  /** Where the caller's tensor comes in: {@code input image}. */
  public static UserText place(Program.Input input) {
    return new UserText("input " + input.name());
  }

  /** Where the caller's tensor goes out: {@code output logits}. */
  public static UserText place(Program.Output output) {
    return new UserText("output " + output.name());
  }

  public static UserText name(InputInfo input) {
    return new UserText(input.name());
  }

  public static UserText name(OutputInfo output) {
    return new UserText(output.name());
  }

  public static List<UserText> labels(OutputInfo output) {
    return output.labels().stream().map(UserText::new).toList();
  }

  public static UserText name(TensorInfo tensor) {
    return new UserText(tensor.name());
  }

  public static UserText network(ModelInfo card) {
    return new UserText(card.network());
  }

  public static UserText file(ModelInfo card) {
    return new UserText(card.source());
  }

  public static UserText type(InputInfo input) {
    return new UserText(input.dtype());
  }

  public static UserText interpolation(ModelInfo.Preprocess preprocess) {
    return new UserText(preprocess.interpolation());
  }

  public static List<UserText> prefixes(ModelInfo.Checkpoint rules) {
    return rules.prefixes().stream().map(UserText::new).toList();
  }

  public static List<UserText> ignored(ModelInfo.Checkpoint rules) {
    return rules.ignored().stream().map(UserText::new).toList();
  }

  public static UserText from(ModelInfo.Rename rule) {
    return new UserText(rule.from());
  }

  public static UserText to(ModelInfo.Rename rule) {
    return new UserText(rule.to());
  }

  /** What tells a network's weights from another's. */
  public static UserText checksum(Graph graph) {
    return new UserText(Architecture.of(graph));
  }

  static UserText name(WeightExpr.Tensor tensor) {
    return new UserText(tensor.name());
  }

  /** The file of a network, without the folders, which differ from machine to machine. */
  public static UserText file(Graph graph) {
    return new UserText(fileName(graph.span()));
  }

  /** The layers of a step and where they stand: {@code stem.conv, stem.bn (net.bb:12)}. */
  public static UserText place(Step step) {
    Span origin = step.origin();
    return new UserText(
        "%s (%s:%d)".formatted(String.join(", ", step.paths()), fileName(origin), origin.line()));
  }

  /** A network's doc comment, line by line, or another sentence. */
  public static CodeBlock doc(Graph graph) {
    return graph
        .doc()
        .orElse("Network " + graph.name() + ".")
        .strip()
        .lines()
        .map(line -> CodeBlock.of("$L", SourceText.comment(line)))
        .collect(CodeBlock.joining("\n"));
  }

  static String fileName(Span span) {
    String path = span.file().path().replace('\\', '/');
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public SourceText identifier() {
    return SourceText.identifier(text);
  }

  public SourceText className() {
    return SourceText.className(text);
  }

  public SourceText literal() {
    return SourceText.literal(text);
  }

  /** For a terminal: {@link Visible}. */
  public String visible() {
    return Visible.line(text);
  }

  public SourceText comment() {
    return SourceText.comment(text);
  }
}
