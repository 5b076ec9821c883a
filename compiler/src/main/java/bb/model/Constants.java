package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.kernel.Numbers;
import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.model.Term.Sequence;
import bb.model.Term.TensorTerm;
import bb.ops.LiteralTensor;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes tensors of the numbers that a {@code const} statement computes. */
final class Constants {
  private static final List<DType> TYPES = List.of(DType.FLOAT32, DType.INT32, DType.BOOL);

  /** So many numbers that are computed already are a step, as later stages may copy them. */
  private static final int SHARED = 16;

  private final Context context;
  private final Evaluator evaluator;
  private final Assembly assembly;

  Constants(Context context, Evaluator evaluator, Assembly assembly) {
    this.context = context;
    this.evaluator = evaluator;
    this.assembly = assembly;
  }

  /**
   * The tensor of a constant.
   *
   * @param scope the path of the body that it stands in
   */
  Term of(Ast.Const constant, Evaluator.Place place, String scope) {
    Optional<DType> dtype = dtype(constant);
    Optional<Shape> shape =
        evaluator.dims(constant.shape(), place).flatMap(dims -> shape(dims, constant));
    if (dtype.isEmpty() || shape.isEmpty()) {
      return UNKNOWN;
    }
    TensorType type = new TensorType(dtype.get(), shape.get());
    return numbers(constant, type, place)
        .flatMap(numbers ->
            assembly.add(
                new Assembly.Layer(
                    Scope.join(scope, constant.name().text()),
                    new LiteralTensor(type, numbers, Formulas.of(constant, place.names())),
                    "const %s %s".formatted(type, numbers),
                    List.of(),
                    type,
                    Map.of(),
                    false,
                    constant.name().span())))
        .<Term>map(values -> new TensorTerm(values.getFirst()))
        .orElse(UNKNOWN);
  }

  /** Computes them, or takes those that are computed already. */
  private Optional<Numbers> numbers(Ast.Const constant, TensorType type, Evaluator.Place place) {
    Tables tables = context.tables();
    Optional<Numbers> known = tables.find(constant, type, place);
    if (known.isPresent()) {
      Span span = constant.value().span();
      return known.filter(numbers -> context.charge(numbers.size() / SHARED, span));
    }
    Filling filling = new Filling(type, constant.value().span());
    context.computing(Optional.of(constant.name()));
    boolean whole =
        constant.indices().isEmpty()
            ? filling.fill(evaluator.evaluate(constant.value(), place))
            : filling.fill(constant, place);
    context.computing(Optional.empty());
    if (!whole) {
      return Optional.empty();
    }
    Numbers numbers = Numbers.of(filling.numbers);
    tables.keep(constant, type, place, numbers);
    return Optional.of(numbers);
  }

  private Optional<DType> dtype(Ast.Const constant) {
    if (constant.dtype().isEmpty()) {
      return Optional.of(DType.FLOAT32);
    }
    Ast.Name name = constant.dtype().get();
    Optional<DType> found =
        TYPES.stream().filter(type -> type.toString().equals(name.text())).findFirst();
    if (found.isEmpty()) {
      context.report(
          NameProblems.unknownType(
              name.span(), name.text(), TYPES.stream().map(DType::toString).toList()));
    }
    return found;
  }

  private Optional<Shape> shape(List<Long> dims, Ast.Const constant) {
    if (!Shape.fits(dims) || new Shape(dims).elements() > Numbers.MOST) {
      context.report(
          LimitProblems.valueTooLarge(constant.name().span(), "this constant", Numbers.MOST));
      return Optional.empty();
    }
    return Optional.of(new Shape(dims));
  }

  /** The numbers of one constant, as far as they are known. */
  private final class Filling {
    private final TensorType type;
    private final Span span;
    private final float[] numbers;
    private int at;

    Filling(TensorType type, Span span) {
      this.type = type;
      this.span = span;
      this.numbers = new float[Math.toIntExact(type.shape().elements())];
    }

    /** A value for each element; false after reporting what is wrong. */
    boolean fill(Ast.Const constant, Evaluator.Place place) {
      Shape shape = type.shape();
      if (constant.indices().size() != shape.rank()) {
        context.report(
            ValueProblems.indexCount(
                constant.indices().getFirst().span().to(constant.indices().getLast().span()),
                constant.indices().size(),
                shape));
        return false;
      }
      Evaluator.Place inner = place.nested(Environment.Kind.BODY);
      List<String> names = constant.indices().stream().map(Ast.Name::text).toList();
      long[] bound = new long[shape.rank()];
      Arrays.fill(bound, -1);
      while (at < numbers.length) {
        long rest = at;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
          long index = rest % shape.dim(axis);
          rest /= shape.dim(axis);
          // of those with the same name the first counts
          if (index != bound[axis] && names.indexOf(names.get(axis)) == axis) {
            inner.names().bind(names.get(axis), new IntTerm(index));
            bound[axis] = index;
          }
        }
        if (!put(evaluator.evaluate(constant.value(), inner))) {
          return false;
        }
      }
      return true;
    }

    /** The elements of a list in their order, or one value for all. */
    boolean fill(Term value) {
      if (!context.charge(numbers.length, span)) {
        return false;
      }
      if (!(value instanceof Sequence sequence)) {
        boolean fits = put(value);
        Arrays.fill(numbers, numbers[0]);
        return fits;
      }
      boolean flat = sequence.size() == 0 || !(sequence.get(0) instanceof Sequence);
      return flat ? row(sequence, numbers.length) : nested(sequence, 0);
    }

    private boolean nested(Sequence list, int axis) {
      Shape shape = type.shape();
      if (axis == shape.rank() - 1) {
        return row(list, shape.dim(axis));
      }
      if (list.size() != shape.dim(axis)) {
        context.report(ValueProblems.unfilled(span, list, shape.dim(axis), shape));
        return false;
      }
      for (long i = 0; i < list.size(); i++) {
        if (!(list.get(i) instanceof Sequence inner)) {
          context.report(ValueProblems.wrongType(span, "each row", "a list", list.get(i)));
          return false;
        }
        if (!nested(inner, axis + 1)) {
          return false;
        }
      }
      return true;
    }

    private boolean row(Sequence list, long size) {
      if (list.size() != size) {
        context.report(ValueProblems.unfilled(span, list, size, type.shape()));
        return false;
      }
      for (long i = 0; i < size; i++) {
        if (!put(list.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** The next element; false after reporting that the value is none. */
    private boolean put(Term value) {
      Optional<Float> number =
          switch (type.dtype()) {
            case FLOAT32 -> real(value);
            case INT32, INT64 -> whole(value);
            case BOOL -> truth(value);
          };
      number.ifPresent(n -> numbers[at++] = n);
      return number.isPresent();
    }

    private Optional<Float> real(Term value) {
      if (value.isUnknown()) {
        return Optional.empty();
      }
      if (!Arithmetic.isNumber(value)) {
        context.report(
            ValueProblems.wrongType(span, "an element of this constant", "a number", value));
        return Optional.empty();
      }
      double number = Arithmetic.toDouble(value);
      if (Double.isFinite(number) && Float.isInfinite((float) number)) {
        context.report(
            ValueProblems.outOfRange(
                span,
                "an element of this constant",
                "a number that float32 holds",
                new FloatTerm(number)));
        return Optional.empty();
      }
      return Optional.of((float) number);
    }

    private Optional<Float> whole(Term value) {
      Optional<Long> number = evaluator.integer(value, span, "an element of this constant");
      if (number.isPresent() && Math.abs(number.get()) > Numbers.MAX_WHOLE) {
        context.report(
            ValueProblems.outOfRange(
                span,
                "an element of this constant",
                "-%1$d to %1$d".formatted(Numbers.MAX_WHOLE),
                value));
        return Optional.empty();
      }
      return number.map(Long::floatValue);
    }

    private Optional<Float> truth(Term value) {
      if (!(value instanceof BoolTerm) && !value.isUnknown()) {
        context.report(
            ValueProblems.wrongType(span, "an element of this constant", "a truth value", value));
      }
      return value instanceof BoolTerm(var truth) ? Optional.of(truth ? 1f : 0f) : Optional.empty();
    }
  }
}
