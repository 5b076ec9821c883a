package bb.program;

import bb.program.Program.Step;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what every program must be: each value is written once, before it is read, always under
 * the same type, and each kernel's operands fit it.
 */
public final class ProgramVerifier {
  private final Map<Integer, TensorType> written = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private ProgramVerifier() {}

  /** What is wrong with the program; nothing, if it is well formed. */
  public static List<String> verify(Program program) {
    ProgramVerifier verifier = new ProgramVerifier();
    program.inputs().forEach(i -> verifier.write(i.value(), "input " + i.name()));
    program.steps().forEach(verifier::step);
    program.outputs().forEach(o -> verifier.read(o.value(), "output " + o.name()));
    if (program.outputs().isEmpty()) {
      verifier.complaints.add("the program has no output");
    }
    return List.copyOf(verifier.complaints);
  }

  private void step(Step step) {
    String place = ProgramPrinter.print(step);
    step.inputs().forEach(value -> read(value, place));
    new StepVerifier(step).complaints().forEach(c -> complaints.add(place + ": " + c));
    write(step.output(), place);
  }

  private void write(Value value, String place) {
    if (written.put(value.id(), value.type()) != null) {
      complaints.add(place + ": %" + value.id() + " is written twice");
    }
  }

  private void read(Value value, String place) {
    TensorType type = written.get(value.id());
    if (type == null) {
      complaints.add(place + ": %" + value.id() + " is read before it is written");
    } else if (!type.equals(value.type())) {
      complaints.add(
          place + ": %" + value.id() + " is read as " + value.type() + ", written as " + type);
    }
  }
}
