package bb.importing;

import ai.onnx.proto.OnnxMl.ModelProto;
import bb.diagnostics.Code;
import bb.importing.layers.LayerGraph;
import bb.importing.lift.Dimensions;
import bb.importing.lift.Lifter;
import bb.importing.read.DataFiles;
import bb.importing.read.OnnxGraph;
import bb.importing.read.OnnxNode;
import bb.importing.read.OnnxReader;
import bb.importing.read.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The models that import rules are seen on, each of which another test holds to what it means. */
public final class ImportFixtures {
  private static final Path FOLDER = Path.of("src/test/resources/importing");

  /** Of what flows, these make what is known. */
  private static final Set<String> OF_SHAPES = Set.of("Shape", "Size");

  private ImportFixtures() {}

  /** A model, what opens the files beside it, and what is said of its dimensions. */
  public record Fixture(String name, ByteBuffer model, DataFiles data, Dimensions dimensions) {
    static Fixture alone(String name, ModelProto model, Dimensions dimensions) {
      return new Fixture(name, ByteBuffer.wrap(model.toByteArray()), NO_FILES, dimensions);
    }

    /** What it holds, unless it cannot be imported. */
    Optional<OnnxGraph> read() {
      try {
        OnnxGraph graph = OnnxReader.read(model, data);
        return Optional.of(graph).filter(_ -> layers(graph).isPresent());
      } catch (Refusal _) {
        return Optional.empty();
      }
    }

    /** The layers that its nodes become; nothing if it is one of what is refused. */
    public Optional<LayerGraph> layers() {
      try {
        return layers(OnnxReader.read(model, data));
      } catch (Refusal _) {
        return Optional.empty();
      }
    }

    private Optional<LayerGraph> layers(OnnxGraph graph) {
      Lifter.Lifted lifted = Lifter.lift(graph, dimensions);
      return lifted.refused().isEmpty() ? Optional.of(lifted.graph()) : Optional.empty();
    }
  }

  private static final DataFiles NO_FILES =
      (location, _, _) -> {
        throw Refusal.of(Code.BB0907, "there is no `%s`", location);
      };

  /** What exporters write: {@link SpellingsTest} and {@link StructureTest}. */
  public static List<Fixture> networks() throws IOException {
    return Stream.concat(
            cases("spellings.zip").stream()
                .map(each -> Fixture.alone(each.name(), each.model(), Dimensions.NONE)),
            StructureTest.cases().map(ImportFixtures::structure))
        .toList();
  }

  /** ONNX's own, with what may be known of their inputs: {@link ConformanceTest}. */
  public static List<Fixture> operators() throws IOException {
    return cases("conformance.zip").stream().flatMap(ConformanceCase::fixtures).toList();
  }

  /** What the nodes of models that can be imported are, by whether something flows into them. */
  public static Map<Boolean, Set<String>> nodes() throws IOException {
    Map<Boolean, Set<String>> found = Map.of(true, new HashSet<>(), false, new HashSet<>());
    for (Fixture fixture : Stream.of(networks(), operators()).flatMap(List::stream).toList()) {
      fixture.read().ifPresent(model -> nodes(model, found));
    }
    return found;
  }

  private static void nodes(OnnxGraph model, Map<Boolean, Set<String>> found) {
    Set<String> flowing = new HashSet<>();
    model.inputs().forEach(input -> flowing.add(input.name()));
    for (OnnxNode node : model.nodes()) {
      boolean flows = node.inputs().stream().anyMatch(flowing::contains);
      found.get(flows).add(node.operator());
      if (flows && !OF_SHAPES.contains(node.operator())) {
        flowing.addAll(node.outputs());
      }
    }
  }

  static List<ConformanceCase> cases(String archive) throws IOException {
    try (ZipFile zip = new ZipFile(FOLDER.resolve(archive).toFile())) {
      return Collections.list(zip.entries()).stream()
          .map(entry -> {
            try {
              return ConformanceCase.read(entry.getName(), zip.getInputStream(entry));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }

  private static Fixture structure(String name) {
    try {
      return StructureTest.exported(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
