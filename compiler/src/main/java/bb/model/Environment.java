package bb.model;

import bb.source.Span;
import bb.syntax.Ast;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names in sight at one place of a body. Bodies nest: {@code let} and patterns bind in the
 * innermost one, {@code as} in the innermost block call or repeat iteration, so that a branch can
 * name a tensor for what follows the join, and {@code as skip[i]} in the block call itself, so that
 * a repeat can fill a table.
 */
final class Environment {
  /** What a nested body is to the names bound with {@code as}. */
  enum Kind {
    BLOCK,
    ITERATION,
    BODY
  }

  private final Environment parent;
  private final Kind kind;
  private final Map<String, Term> terms = new LinkedHashMap<>();
  private final Map<String, String> labels = new HashMap<>();

  /** Where tensors got their names, with their index if they have one. */
  private final Map<String, Span> places = new HashMap<>();

  /** Names that were bound in bodies inside this one, and the kind of body that they belong to. */
  private final Map<String, Kind> inner = new HashMap<>();

  private Environment(Environment parent, Kind kind) {
    this.parent = parent;
    this.kind = kind;
  }

  /** An environment with nothing in it, for the body of a block or network. */
  static Environment block() {
    return new Environment(null, Kind.BLOCK);
  }

  Environment nested(Kind kind) {
    return new Environment(this, kind);
  }

  Optional<Term> find(String name) {
    for (Environment e = this; e != null; e = e.parent) {
      Term term = e.terms.get(name);
      if (term != null) {
        return Optional.of(term);
      }
    }
    return Optional.empty();
  }

  /** The numbers, truth values and words that have names here. */
  SequencedMap<String, Object> numbers() {
    SequencedMap<String, Object> numbers = new LinkedHashMap<>();
    terms.forEach((name, term) -> {
      switch (term) {
        case Term.IntTerm(var value) -> numbers.put(name, value);
        case Term.FloatTerm(var value) -> numbers.put(name, value);
        case Term.BoolTerm(var value) -> numbers.put(name, value);
        case Term.StringTerm(var value) -> numbers.put(name, value);
        default -> {}
      }
    });
    return numbers;
  }

  /** The scope path of a labelled step of this block call. */
  Optional<String> label(String name) {
    for (Environment e = this; e != null; e = e.parent) {
      String path = e.labels.get(name);
      if (path != null) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  void bind(String name, Term term) {
    terms.put(name, term);
    owned(this, name);
  }

  /** Remembers outside of {@code home} that a name belongs there. */
  private static void owned(Environment home, String name) {
    for (Environment e = home.parent; e != null; e = e.parent) {
      e.inner.putIfAbsent(name, home.kind);
    }
  }

  /** The kind of the body inside this one that a name belongs to which is not in sight. */
  Optional<Kind> owner(String name) {
    for (Environment e = this; e != null; e = e.parent) {
      if (e.inner.containsKey(name)) {
        return Optional.of(e.inner.get(name));
      }
    }
    return Optional.empty();
  }

  void bindLabel(String name, String path) {
    home(Kind.ITERATION).labels.put(name, path);
  }

  /** Binds what a step yields; false if the name is taken. */
  boolean bindTensor(String name, Span place, Term term) {
    Environment home = home(Kind.ITERATION);
    owned(home, name);
    home.places.putIfAbsent(name, place);
    return home.terms.putIfAbsent(name, term) == null;
  }

  /** Binds one element of an indexed name; false if the name or the index is taken. */
  boolean bindTensor(String name, long index, Span place, Term term) {
    Environment home = home(Kind.BLOCK);
    home.places.putIfAbsent(element(name, index), place);
    Term known = home.terms.computeIfAbsent(name, _ -> new Term.IndexedTensors(new TreeMap<>()));
    return known instanceof Term.IndexedTensors(var elements)
        && elements.putIfAbsent(index, term) == null;
  }

  /** Where a name was first given to what a step yields. */
  Span place(String name) {
    return home(Kind.ITERATION).places.get(name);
  }

  /** The same of one element of an indexed name. */
  Span place(String name, long index) {
    return home(Kind.BLOCK).places.get(element(name, index));
  }

  private static String element(String name, long index) {
    return name + "[" + index + "]";
  }

  /** Binds the names of what a step yields to values that are not known. */
  void declare(Ast.Binding binding) {
    for (Ast.Name name : binding.names()) {
      if (binding.index().isPresent()) {
        bindTensor(name.text(), 0, name.span(), Term.UNKNOWN);
      } else {
        bindTensor(name.text(), name.span(), Term.UNKNOWN);
      }
    }
  }

  /** All names in sight, for suggestions. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Environment e = this; e != null; e = e.parent) {
      names.addAll(e.terms.keySet());
      names.addAll(e.labels.keySet());
    }
    return names;
  }

  private Environment home(Kind innermost) {
    Environment e = this;
    while (e.kind != Kind.BLOCK && (innermost == Kind.BLOCK || e.kind != Kind.ITERATION)) {
      e = e.parent;
    }
    return e;
  }
}
