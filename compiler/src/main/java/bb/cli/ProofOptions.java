package bb.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How an import is to be compared with what it was made of. */
final class ProofOptions {
  @Option(
      names = "--check",
      description = {
        "Run the import and compare what it computes with ONNX Runtime or --reference;",
        "exit status 2, and nothing written, if they are more than 1e-4 apart",
        "(2e-3 where the model computes in float16, 2e-2 in bfloat16)."
      })
  private boolean check;

  @Option(
      names = "--onnxruntime",
      paramLabel = "JAR",
      description = {
        "ONNX Runtime for Java, which runs the model itself to be compared with;",
        "BBC_ONNXRUNTIME in the environment unless stated."
      })
  private Optional<String> jar;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = {
        "What to run both on, as for bbc run; NAME=FILE where there are several inputs,",
        "synthetic numbers unless stated."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = {
        "What the model computes of the input, as .npy: compared with instead;",
        "one for each output, in their order."
      })
  private List<String> references = List.of();

  boolean check() {
    return check;
  }

  Optional<String> jar() {
    return jar;
  }

  List<String> inputs() {
    return inputs;
  }

  List<String> references() {
    return references;
  }

  /** Whether anything is to be compared. */
  boolean asked() {
    return check || jar.isPresent() || !references.isEmpty();
  }

  /** The files that are read. */
  List<String> files() {
    return Stream.of(jar.stream(), inputs.stream(), references.stream())
        .flatMap(files -> files)
        .map(file -> file.substring(file.indexOf('=') + 1))
        .toList();
  }
}
