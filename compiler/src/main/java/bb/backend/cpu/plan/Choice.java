package bb.backend.cpu.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a step will be computed, before anybody knows where things lie.
 *
 * @param form of a convolution
 * @param planes see {@link Layer#planes}
 * @param weights that the step reads, in the order in which its call names them
 * @param calls what computes it, once there are addresses
 */
record Choice(
    Optional<ChosenForm> form,
    long planes,
    List<PackedWeight> weights,
    Function<Addresses, List<Call>> calls) {

  static Choice of(Function<Addresses, Call> call) {
    return of(List.of(), call);
  }

  static Choice of(List<PackedWeight> weights, Function<Addresses, Call> call) {
    return new Choice(Optional.empty(), 1, weights, at -> List.of(call.apply(at)));
  }
}
