package bb.passes;

import bb.program.Program;
import java.util.function.UnaryOperator;

/** A rewriting of programs that keeps what they compute. */
public record Pass(String name, UnaryOperator<Program> rewrite) {}
