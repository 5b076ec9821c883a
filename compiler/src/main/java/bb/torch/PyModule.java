package bb.torch;

import bb.python.Py;
import java.util.List;

/**
 * A class of the file.
 *
 * @param parameters of its constructor
 * @param kept those that {@code forward} reads
 * @param children what the constructor makes, in order
 * @param inputs the names of what flows in
 * @param sequential whether it is a {@code Sequential} of its children and has no {@code forward}
 */
record PyModule(
    String name,
    String doc,
    List<String> parameters,
    List<String> kept,
    List<Child> children,
    List<String> inputs,
    List<Statement> statements,
    List<Py> results,
    boolean sequential) {
  PyModule {
    parameters = List.copyOf(parameters);
    kept = List.copyOf(kept);
    children = List.copyOf(children);
    inputs = List.copyOf(inputs);
    statements = List.copyOf(statements);
    results = List.copyOf(results);
  }

  /** What a module has by a name. */
  record Child(String name, Kind kind, Py make) {}

  /** How a module gets a child. */
  enum Kind {
    MODULE,
    PARAMETER,
    BUFFER,
    /** A buffer that no file has. */
    CONSTANT
  }

  /** A line, or lines, of {@code forward}. */
  sealed interface Statement {
    record Assign(List<String> targets, Py value) implements Statement {
      public Assign {
        targets = List.copyOf(targets);
      }
    }

    /** {@code for variable in over: target = value}. */
    record Loop(String variable, Py over, String target, Py value) implements Statement {}
  }
}
