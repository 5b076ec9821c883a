package bb.torch;

import bb.python.Py;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A class of the file.
 *
 * @param parameters of its constructor, with what they are where they are left out
 * @param kept those that {@code forward} reads, by what it calls them
 * @param children what the constructor makes, in order
 * @param inputs the names of what flows in
 * @param sequential whether it is a {@code Sequential} of its children and has no {@code forward}
 */
record PyModule(
    String name,
    String doc,
    List<Parameter> parameters,
    SequencedMap<String, String> kept,
    List<Child> children,
    List<String> inputs,
    List<Statement> statements,
    List<Py> results,
    boolean sequential) {
  PyModule {
    parameters = List.copyOf(parameters);
    children = List.copyOf(children);
    inputs = List.copyOf(inputs);
    statements = List.copyOf(statements);
    results = List.copyOf(results);
  }

  /** What a constructor takes. */
  record Parameter(String name, Optional<String> otherwise) {}

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

    /** {@code if condition:} and what is done then. */
    record If(Py condition, List<Statement> then) implements Statement {
      public If {
        then = List.copyOf(then);
      }
    }

    /** An expression for what it does. */
    record Do(Py value) implements Statement {}

    /** {@code for variable in over:} and what is done with each. */
    record Loop(String variable, Py over, List<Statement> each) implements Statement {
      public Loop {
        each = List.copyOf(each);
      }
    }
  }
}
