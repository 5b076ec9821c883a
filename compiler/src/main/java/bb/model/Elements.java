package bb.model;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The elements of a list or tuple. What is asked of all of them is found once, when they are put
 * together: values share structure, so a walk could take as long as a list of all paths through it.
 */
final class Elements extends AbstractList<Term> implements RandomAccess {
  private static final long MOST = Long.MAX_VALUE / 4;

  private final List<Term> terms;
  private final long weight;
  private final int depth;
  private final boolean unknown;
  private final boolean tensors;

  private Elements(List<Term> terms) {
    this.terms = terms;
    long sum = 1;
    int deepest = 0;
    boolean anyUnknown = false;
    boolean allTensors = !terms.isEmpty();
    for (Term term : terms) {
      sum = Math.min(MOST, sum + term.weight());
      deepest = Math.max(deepest, depth(term));
      anyUnknown |= term.isUnknown();
      allTensors &= term instanceof Term.TensorTerm;
    }
    this.weight = sum;
    this.depth = deepest + 1;
    this.unknown = anyUnknown;
    this.tensors = allTensors;
  }

  static Elements of(List<Term> terms) {
    return terms instanceof Elements known ? known : new Elements(List.copyOf(terms));
  }

  private static int depth(Term term) {
    return switch (term) {
      case Term.ListTerm(var elements) -> elements.depth;
      case Term.TupleTerm(var elements) -> elements.depth;
      default -> 0;
    };
  }

  @Override
  public Term get(int index) {
    return terms.get(index);
  }

  @Override
  public int size() {
    return terms.size();
  }

  /** The number of values in the nested list, itself too; one that stands twice counts twice. */
  long weight() {
    return weight;
  }

  /** How many lists stand inside each other. */
  int depth() {
    return depth;
  }

  /** Whether some element is, or contains, something that could not be computed. */
  boolean areUnknown() {
    return unknown;
  }

  /** Whether there are elements, and all are tensors. */
  boolean areTensors() {
    return tensors;
  }
}
