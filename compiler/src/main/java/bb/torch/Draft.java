package bb.torch;

import bb.python.Py;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
   * @param branch what is done instead, under a condition
   */
  record Step(
      List<Integer> outputs,
      Py value,
      boolean heavy,
      Optional<String> name,
      Optional<Loop> over,
      Optional<Branch> branch) {
    static Step of(List<Integer> outputs, Py value, boolean heavy, Optional<String> name) {
      return new Step(outputs, value, heavy, name, Optional.empty(), Optional.empty());
    }

    /** The same with other steps under its condition. */
    static Step branch(Step step, List<Step> steps) {
      Branch branch = new Branch(step.branch().orElseThrow().condition(), steps);
      return new Step(
          step.outputs(),
          step.value(),
          step.heavy(),
          step.name(),
          step.over(),
          Optional.of(branch));
    }

    /** All of its expressions, in a fixed order. */
    List<Py> expressions() {
      List<Py> all = new ArrayList<>(List.of(value));
      branch.ifPresent(b -> {
        all.add(b.condition());
        b.steps().forEach(step -> all.addAll(step.expressions()));
      });
      return all;
    }

    /** With other expressions, made in that order. */
    Step map(UnaryOperator<Py> by) {
      Py mapped = by.apply(value);
      return new Step(
          outputs,
          mapped,
          heavy,
          name,
          over,
          branch.map(b ->
              new Branch(
                  by.apply(b.condition()), b.steps().stream().map(s -> s.map(by)).toList())));
    }
  }

  /** Steps that are done under a condition; the output of the last is the step's. */
  record Branch(Py condition, List<Step> steps) {
    int result() {
      return steps.getLast().outputs().getFirst();
    }
  }

  /**
   * A loop over modules. What the last makes is the first output of its step.
   *
   * @param list the path of the list
   * @param part of the list, unless it is all of it
   * @param in the tensor that flows into the first
   * @param gathered a list of tensors, to which what each module makes is added; with them it is
   *     the second output
   */
  record Loop(String list, Optional<Part> part, int in, Optional<Integer> gathered) {}

  /** A list's modules from a number to another one; no end is that of the list. */
  record Part(int from, Optional<Integer> to) {}

  /** All expressions, in a fixed order. */
  List<Py> expressions() {
    List<Py> all = new ArrayList<>();
    members.forEach(member -> all.add(member.make()));
    steps.forEach(step -> all.addAll(step.expressions()));
    all.addAll(results);
    return all;
  }

  /** The draft with other expressions, made in that order. */
  Draft map(UnaryOperator<Py> member, UnaryOperator<Py> forward) {
    return new Draft(
        kind,
        doc,
        numbers,
        members.stream().map(m -> new Member(m.path(), m.kind(), member.apply(m.make()))).toList(),
        inputs,
        inputNames,
        steps.stream().map(step -> step.map(forward)).toList(),
        results.stream().map(forward).toList(),
        sequential);
  }

  /** The draft of the same call with other content. */
  Draft with(
      List<Member> others,
      List<Step> otherSteps,
      List<Integer> otherInputs,
      List<Py> otherResults) {
    return new Draft(
        kind, doc, numbers, others, otherInputs, inputNames, otherSteps, otherResults, sequential);
  }

  static Py flow(int value) {
    return Py.name("%" + value);
  }

  /** The tensors that an expression reads, once for each time. */
  static List<Integer> flows(Py value) {
    List<Integer> flows = new ArrayList<>();
    value.replace(py -> {
      Skeleton.flow(py).ifPresent(flows::add);
      return Optional.empty();
    });
    return flows;
  }

  static Py member(String path) {
    return Py.name("@" + path);
  }

  static Py instance(int draft) {
    return Py.call("#" + draft, new Py[0]);
  }
}
