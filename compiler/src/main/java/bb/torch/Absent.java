package bb.torch;

import bb.python.Py;
import java.util.List;
import java.util.Optional;

/** The number of a part that a module does not have: any would do. */
enum Absent {
  ABSENT;

  static boolean is(Object value) {
    return value == ABSENT;
  }

  /** Whether values can be one parameter's, those that any would do for aside. */
  static boolean agree(List<Object> some, List<Object> others) {
    for (int i = 0; i < some.size(); i++) {
      if (!is(some.get(i)) && !is(others.get(i)) && !some.get(i).equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What both say together. */
  static List<Object> joined(List<Object> some, List<Object> others) {
    Object[] joined = some.toArray();
    for (int i = 0; i < joined.length; i++) {
      joined[i] = is(joined[i]) ? others.get(i) : joined[i];
    }
    return List.of(joined);
  }

  /** A part as a module writes it that does not have it. */
  static Py part(Py part) {
    return part.replace(py ->
        switch (py) {
          case Py.Const(_, var hint) -> Optional.of(new Py.Const(ABSENT, hint));
          case Py.Call(var function, _) when Skeleton.instance(py).isPresent() ->
              Optional.of(new Py.Call(function, List.of(Py.arg(new Py.Const(ABSENT, "")))));
          default -> Optional.empty();
        });
  }

  /** Whether an instance is of a part that is not there. */
  static boolean isPart(Py instance) {
    return instance instanceof Py.Call(_, var arguments) && !arguments.isEmpty();
  }

  @Override
  public String toString() {
    return "None";
  }
}
