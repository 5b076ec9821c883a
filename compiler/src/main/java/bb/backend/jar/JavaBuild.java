package bb.backend.jar;

import bb.backend.GeneratedFile;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles generated sources in memory. */
public final class JavaBuild {
  /** The oldest Java that compiled networks run on. */
  private static final String RUNS_ON = "21";

  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "-Xlint:all,-incubating,-options",
          "-Werror",
          "-source",
          RUNS_ON,
          "-target",
          RUNS_ON,
          "--add-modules",
          "jdk.incubator.vector");

  /** TornadoVM reads the names of a kernel's variables. */
  private static final String DEBUG_INFORMATION = "-g";

  private JavaBuild() {}

  /** The classes of a model; empty, with a diagnostic, if this Java has no compiler. */
  public static Optional<CompiledModel> compile(List<GeneratedFile> files, Problems problems) {
    return classes(files, OPTIONS, List.of(), problems)
        .map(classes -> new CompiledModel(files.getFirst().className(), classes));
  }

  /**
   * The classes of a model that TornadoVM can run, likewise.
   *
   * @param device the class in {@code files} that runs it with TornadoVM
   */
  public static Optional<CompiledModel> compile(
      List<GeneratedFile> files, String device, TornadoSdk sdk, Problems problems) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add(DEBUG_INFORMATION);
    return classes(files, options, sdk.jars(), problems)
        .map(classes ->
            new CompiledModel(files.getFirst().className(), Optional.of(device), classes));
  }

  private static Optional<SortedMap<String, byte[]>> classes(
      List<GeneratedFile> files, List<String> options, List<Path> libraries, Problems problems) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      problems.add(
          Diagnostic.general(Code.BB0502, "this Java cannot compile")
              .note(
                  "it is a runtime without the module `jdk.compiler`: "
                      + System.getProperty("java.home"))
              .help("run `bbc` with a JDK"));
      return Optional.empty();
    }
    List<Path> classPath = new ArrayList<>(List.of(RuntimeClasses.runtime()));
    classPath.addAll(libraries);
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager standard =
            compiler.getStandardFileManager(null, Locale.ROOT, null);
        Memory memory = new Memory(standard)) {
      standard.setLocationFromPaths(javax.tools.StandardLocation.CLASS_PATH, classPath);
      List<Source> sources = files.stream().map(Source::new).toList();
      if (!compiler.getTask(messages, memory, null, options, null, sources).call()) {
        throw new IllegalStateException("generated code does not compile:\n" + messages);
      }
      return Optional.of(memory.classes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(GeneratedFile file) {
      super(URI.create("memory:///" + file.path()), Kind.SOURCE);
      this.text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** A class file in memory. */
  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String className) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /** Keeps the classes that the compiler writes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final SortedMap<String, Output> outputs = new TreeMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return outputs.computeIfAbsent(className, Output::new);
    }

    SortedMap<String, byte[]> classes() {
      return outputs.entrySet().stream()
          .collect(
              Collectors.toMap(
                  java.util.Map.Entry::getKey,
                  entry -> entry.getValue().bytes.toByteArray(),
                  (a, _) -> a,
                  TreeMap::new));
    }
  }
}
