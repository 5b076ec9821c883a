package bb.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of a few digits that is more than nothing: {@code 0.05}. */
final class StepSize implements ITypeConverter<BigDecimal> {
  @Override
  public BigDecimal convert(String text) {
    if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      BigDecimal step = new BigDecimal(text);
      if (step.signum() > 0) {
        return step;
      }
    }
    throw new TypeConversionException("`%s` is no step, such as 8 or 0.05".formatted(text));
  }
}
