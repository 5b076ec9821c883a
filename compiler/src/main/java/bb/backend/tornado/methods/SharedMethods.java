package bb.backend.tornado.methods;

import bb.backend.tornado.code.Param;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of a class. Those that are the same but for their sizes are one, which takes the
 * sizes that differ: TornadoVM knows the numbers of a task when it compiles its kernel, and makes
 * constants of them, so that nothing is slower than with literals.
 */
public final class SharedMethods {
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Likeness, List<SharedMethod>> alike = new HashMap<>();
  private final List<SharedMethod> all = new ArrayList<>();

  /** What methods must have in common to become one, apart from their numbers. */
  private record Likeness(
      String name, List<Param> params, List<String> before, List<String> after) {}

  /**
   * One of those that share a method.
   *
   * @param member its number among them
   */
  public record Use(SharedMethod method, int member) {
    /** How it is called; known when all methods have been added. */
    public Call call() {
      return new Call(method.name(), method.arrays(member), method.arguments(member));
    }
  }

  /**
   * A call.
   *
   * @param params the kernel's arrays, as the method takes them
   * @param sizes the arguments after {@code n}
   */
  public record Call(String method, List<Param> params, List<Integer> sizes) {
    public Call {
      params = List.copyOf(params);
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * Adds a method, or finds it among those that there are.
   *
   * @param body its statements
   * @param most how many arrays and sizes it may take
   */
  public Use add(String name, List<Param> params, String body, int most) {
    return add(name, params, KernelText.of(body), most);
  }

  Use add(String name, List<Param> params, KernelText text, int most) {
    Likeness likeness =
        new Likeness(
            name,
            text.hasResult() ? List.of() : params,
            text.before().pieces(),
            text.after().pieces());
    List<SharedMethod> known = alike.computeIfAbsent(likeness, _ -> new ArrayList<>());
    for (SharedMethod method : known) {
      if (method.add(params, text, most)) {
        return new Use(method, method.members() - 1);
      }
    }
    int number = names.merge(name, 1, Integer::sum);
    SharedMethod method = new SharedMethod(number == 1 ? name : name + "_" + number, params, text);
    known.add(method);
    all.add(method);
    return new Use(method, 0);
  }

  public List<SharedMethod> all() {
    return all;
  }
}
