package bb.torch;

import bb.python.Py;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module as one call of a block has it, with all numbers: calls of equal form become one class.
 * Modules that are made by another draft stand in it as a call of {@code #number}; tensors that
 * flow as {@code %number}, members as {@code @path}.
 *
 * @param kind what its class is called, if it gets the name
 * @param numbers those that have names in the source
 * @param members by their paths from here, in order
 * @param inputs the tensors that flow in
 * @param sequential whether the members are called one after the other
 */
record Draft(
    String kind,
    String doc,
    Map<String, Object> numbers,
    List<Member> members,
    List<Integer> inputs,
    List<String> inputNames,
    List<Step> steps,
    List<Py> results,
    boolean sequential) {

  /** Something that a module has. */
  record Member(String path, PyModule.Kind kind, Py make) {}

  /**
   * Tensors that are computed.
   *
   * @param heavy whether it does most of the work, so that a line has one such step at the most
   * @param name what a new variable could be called
   * @param over the list whose modules are called one after the other, from the first of {@code
   *     outputs}' predecessor on
   */
  record Step(
      List<Integer> outputs, Py value, boolean heavy, Optional<String> name, Optional<Loop> over) {
    static Step of(List<Integer> outputs, Py value, boolean heavy, Optional<String> name) {
      return new Step(outputs, value, heavy, name, Optional.empty());
    }
  }

  /**
   * A loop over modules.
   *
   * @param list the path of the list
   * @param in the tensor that flows into the first
   */
  record Loop(String list, int from, int to, int size, int in) {}

  /** All expressions, in a fixed order. */
  List<Py> expressions() {
    List<Py> all = new ArrayList<>();
    members.forEach(member -> all.add(member.make()));
    steps.forEach(step -> all.add(step.value()));
    all.addAll(results);
    return all;
  }

  static Py flow(int value) {
    return Py.name("%" + value);
  }

  static Py member(String path) {
    return Py.name("@" + path);
  }

  static Py instance(int draft) {
    return Py.call("#" + draft, new Py[0]);
  }
}
