package bb.backend.cpu.plan;

import bb.backend.source.UserText;
import java.util.List;
import java.util.Optional;

/**
 * What computes one step of the program, or moves one tensor of the caller's.
 *
 * @param place the step's layers and where they stand in the source
 * @param form of a convolution
 * @param macs the step's multiply-adds for one example
 * @param planes how often the calls are made for one example: for each of the images that it
 *     consists of, which follow each other as examples do
 * @param segment where the step's weights lie
 * @param calls one after the other; none if the step only says where its output lies
 */
public record Layer(
    UserText place,
    Optional<ChosenForm> form,
    long macs,
    long planes,
    int segment,
    List<Call> calls) {
  public Layer {
    calls = List.copyOf(calls);
  }

  static Layer moving(UserText place, Call call) {
    return new Layer(place, Optional.empty(), 0, 1, 0, List.of(call));
  }
}
