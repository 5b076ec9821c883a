package bb.backend.tornado.index;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * An expression of ints in generated Java: where an element lies, or how many of something there
 * are. What changes nothing is left out when one is made of others: there is no {@code + 0} and no
 * {@code * 1}. It becomes text in {@link #toString}, and text never becomes an expression.
 *
 * <p>Terms keep their order, and constants among them stay apart: kernels of the same shape then
 * differ in numbers only, and share a method. Quotients and remainders are Java's, and mean what
 * they say for what is not negative.
 *
 * <p>Where kernels share a method although a number changes nothing in one of them, and something
 * in another, the number is given to {@link #timesShared} or {@link #plusShared}: it is written
 * where one of them needs it.
 */
public sealed interface IndexExpr {
  IndexExpr ZERO = new Constant(0);

  /** A number. */
  record Constant(long value) implements IndexExpr {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A variable of the kernel, or a field. */
  record Variable(String name) implements IndexExpr {
    public Variable {
      if (!SourceVersion.isName(name)) {
        throw new IllegalArgumentException("not a variable: " + name);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The sum of two or more terms, none of which is a sum or 0. */
  record Sum(List<IndexExpr> terms) implements IndexExpr {
    public Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      StringBuilder sum = new StringBuilder(terms.getFirst().toString());
      for (IndexExpr term : terms.subList(1, terms.size())) {
        switch (term) {
          case Constant(long value) when value < 0 -> sum.append(" - ").append(-value);
          case Product(IndexExpr x, long factor) when factor < 0 ->
              sum.append(" - ").append(x.times(-factor).operand());
          case Constant _,
              Variable _,
              Sum _,
              Product _,
              Quotient _,
              Remainder _,
              Extreme _,
              Scaled _,
              Cast _ ->
              sum.append(" + ").append(term);
          case Added(IndexExpr x, boolean isNeutral) ->
              sum.append(Neutral.mark(after(x), isNeutral));
        }
      }
      return sum.toString();
    }

    /** A term with its sign. */
    private static String after(IndexExpr term) {
      return new Sum(List.of(variable("x"), term)).toString().substring(1);
    }
  }

  /** A multiple. */
  record Product(IndexExpr x, long factor) implements IndexExpr {
    @Override
    public String toString() {
      return x.operand() + " * " + factor;
    }
  }

  /** A multiple by a number that is 1 in some of those that share the method. */
  record Scaled(IndexExpr x, long factor) implements IndexExpr {
    @Override
    public String toString() {
      return x.operand() + Neutral.mark(" * " + factor, factor == 1);
    }
  }

  /** A term of a sum, not its first, that is 0 in some of those that share the method. */
  record Added(IndexExpr x, boolean isNeutral) implements IndexExpr {
    @Override
    public String toString() {
      return x.toString();
    }
  }

  /** {@code x / divisor}. */
  record Quotient(IndexExpr x, long divisor) implements IndexExpr {
    @Override
    public String toString() {
      return x.operand() + " / " + divisor;
    }
  }

  /** {@code x % divisor}. */
  record Remainder(IndexExpr x, long divisor) implements IndexExpr {
    @Override
    public String toString() {
      return x.operand() + " % " + divisor;
    }
  }

  /** The smaller or the larger of two. */
  record Extreme(boolean larger, IndexExpr x, IndexExpr y) implements IndexExpr {
    @Override
    public String toString() {
      return "Math.%s(%s, %s)".formatted(larger ? "max" : "min", x, y);
    }
  }

  /** The same number in 64 bits, or in 32 again. */
  record Cast(boolean longer, IndexExpr x) implements IndexExpr {
    @Override
    public String toString() {
      return longer ? "(long) " + x.operand() : "(int) (" + x + ")";
    }
  }

  static IndexExpr constant(long value) {
    return value == 0 ? ZERO : new Constant(value);
  }

  /**
   * A variable.
   *
   * @param name with a dot if it is a field
   */
  static IndexExpr variable(String name) {
    return new Variable(name);
  }

  default IndexExpr plus(IndexExpr other) {
    if (equals(ZERO) || other.equals(ZERO)) {
      return equals(ZERO) ? other : this;
    }
    List<IndexExpr> terms = new ArrayList<>(terms());
    terms.addAll(other.terms());
    return new Sum(terms);
  }

  default IndexExpr plus(long number) {
    return plus(constant(number));
  }

  default IndexExpr minus(IndexExpr other) {
    IndexExpr difference = this;
    for (IndexExpr term : other.terms()) {
      difference = difference.plus(term.times(-1));
    }
    return difference;
  }

  /** The product; two factors become one if it is an int. */
  default IndexExpr times(long factor) {
    if (factor == 1) {
      return this;
    }
    if (factor == 0) {
      return ZERO;
    }
    return switch (this) {
      case Constant(long value) -> constant(Math.multiplyExact(value, factor));
      case Product(IndexExpr x, long own) when isInt(Math.multiplyExact(own, factor)) ->
          x.times(own * factor);
      case Variable _,
          Sum _,
          Product _,
          Scaled _,
          Added _,
          Quotient _,
          Remainder _,
          Extreme _,
          Cast _ ->
          new Product(this, factor);
    };
  }

  /** The product, in which a factor of 1 is written in a method that others need it in. */
  default IndexExpr timesShared(long factor) {
    return new Scaled(this, factor);
  }

  /** The sum with {@code x * factor}, which is written if the factor is 0 and others need it. */
  default IndexExpr plusShared(IndexExpr x, long factor) {
    return plus(new Added(new Product(x, factor), factor == 0));
  }

  /** The sum, in which 0 is written in a method that others need it in. */
  default IndexExpr plusShared(long number) {
    return plus(new Added(new Constant(number), number == 0));
  }

  private static boolean isInt(long value) {
    return value == (int) value;
  }

  default IndexExpr over(long divisor) {
    if (divisor == 1) {
      return this;
    }
    return this instanceof Constant(long value)
        ? constant(value / divisor)
        : new Quotient(this, divisor);
  }

  default IndexExpr modulo(long divisor) {
    if (divisor == 1) {
      return ZERO;
    }
    return this instanceof Constant(long value)
        ? constant(value % divisor)
        : new Remainder(this, divisor);
  }

  /** This, or the bound if this is larger. */
  default IndexExpr atMost(IndexExpr bound) {
    return new Extreme(false, this, bound);
  }

  default IndexExpr atMost(long bound) {
    return atMost(constant(bound));
  }

  /** This, or the bound if this is smaller. */
  default IndexExpr atLeast(long bound) {
    return new Extreme(true, this, constant(bound));
  }

  /** This, where what is made of it may need 64 bits; {@link #narrow} ends that. */
  default IndexExpr wide() {
    return new Cast(true, this);
  }

  default IndexExpr narrow() {
    return new Cast(false, this);
  }

  private List<IndexExpr> terms() {
    return this instanceof Sum(List<IndexExpr> terms) ? terms : List.of(this);
  }

  /** The text as an operand of what binds closer than a sum. */
  private String operand() {
    return this instanceof Sum ? "(" + this + ")" : toString();
  }
}
