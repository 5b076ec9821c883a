package bb.examples;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Model;
import bb.runtime.WeightSource;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The files of this module: networks by name, and the reference data they are held to. */
final class Examples {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** What several tests ask for is made once: elaborating and compiling are most of their work. */
  private static final Map<Key, Graph> GRAPHS = new ConcurrentHashMap<>();

  private static final Map<Key, CompiledModel.Loaded> MODELS = new ConcurrentHashMap<>();

  /** Names a network. */
  record Key(Path file, String network) {}

  private Examples() {}

  static Path reference(String name) {
    return RESOURCES.resolve("reference").resolve(name);
  }

  static Path digits(String name) {
    return RESOURCES.resolve("digits").resolve(name);
  }

  /** All files with networks, the test's own ones not among them. */
  static Stream<Path> files() {
    return Stream.of("digits", "zoo", "gallery")
        .flatMap(folder -> list(Path.of(folder)).stream())
        .filter(file -> file.toString().endsWith(".bb"));
  }

  /** The entries of a folder, in order. */
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a table with tabs between columns, without its head. */
  static Stream<List<String>> table(Path file) {
    return lines(file).stream().skip(1).map(Examples::columns);
  }

  static List<String> columns(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines that are neither blank nor comment. */
  static int code(Path file) {
    return (int)
        lines(file).stream()
            .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
            .count();
  }

  /** The network of that name; fails with the diagnostics if the file has any. */
  static Graph graph(Path file, String network) {
    return GRAPHS.computeIfAbsent(new Key(file, network), _ -> newGraph(file, network));
  }

  /** The same, elaborated again. */
  static Graph newGraph(Path file, String network) {
    Problems problems = new Problems();
    Optional<Graph> graph = open(file, problems).flatMap(compiler -> compiler.graph(network));
    return graph.orElseThrow(() -> new AssertionError(network + ": " + problems.sorted()));
  }

  /** The network of that name, compiled for the CPU. */
  static Model model(Path file, String network, WeightSource weights) {
    return MODELS
        .computeIfAbsent(new Key(file, network), _ -> compile(graph(file, network), false).load())
        .withWeights(weights);
  }

  /**
   * @param embedded whether the weights will lie beside the classes
   */
  static CompiledModel compile(Graph graph, boolean embedded) {
    Problems problems = new Problems();
    return Compiler.plan(Compiler.program(graph), problems)
        .map(plan -> Compiler.generate(graph, plan, JavaPackage.of(graph), embedded))
        .flatMap(files -> JavaBuild.compile(files, problems))
        .orElseThrow(() -> new AssertionError(graph.name() + ": " + problems.sorted()));
  }

  static Optional<Compiler> open(Path file, Problems problems) {
    return Compiler.open(source(file), Examples::imported, problems);
  }

  /** The file that another imports. */
  static Optional<SourceFile> imported(SourceFile importer, String path) {
    return Optional.of(source(Path.of(importer.path()).resolveSibling(path)));
  }

  static SourceFile source(Path file) {
    try {
      return new SourceFile(file.normalize().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
