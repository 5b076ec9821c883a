package bb.backend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What Java reads in sources besides names and values: the kind of each part of their trees, in
 * order, from files that parse without a mistake.
 */
final class JavaShape {
  private JavaShape() {}

  static List<String> of(List<GeneratedFile> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> mistakes = new DiagnosticCollector<>();
    var task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                mistakes,
                List.of("-proc:none"),
                null,
                files.stream().map(Source::new).toList());
    List<String> shape = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        shape.add("file");
        new Kinds(shape).scan(unit, 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!mistakes.getDiagnostics().isEmpty()) {
      throw new AssertionError(mistakes.getDiagnostics().getFirst().getMessage(Locale.ROOT));
    }
    return shape;
  }

  private static final class Kinds extends TreeScanner<Void, Integer> {
    private final List<String> kinds;

    Kinds(List<String> kinds) {
      this.kinds = kinds;
    }

    @Override
    public Void scan(Tree tree, Integer depth) {
      if (tree != null) {
        String flags = tree instanceof ModifiersTree m ? m.getFlags().toString() : "";
        kinds.add("%d %s %s".formatted(depth, tree.getKind(), flags));
      }
      return super.scan(tree, depth + 1);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final GeneratedFile file;

    Source(GeneratedFile file) {
      super(URI.create("memory:///" + file.path()), Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
