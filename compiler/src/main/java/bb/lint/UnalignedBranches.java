package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.field.Along.Window;
import bb.field.Fields;
import bb.field.Fields.Meeting;
import java.util.stream.Stream;

/** Tensors that meet position by position though they are centred on different pixels. */
final class UnalignedBranches {
  private UnalignedBranches() {}

  static Stream<Diagnostic> find(Layers layers) {
    return Fields.of(layers.graph()).meetings().stream().map(UnalignedBranches::problem);
  }

  private static Diagnostic problem(Meeting meeting) {
    Window first = meeting.first();
    Window second = meeting.second();
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0834,
            meeting.node().span(),
            "`%s` combines tensors that are not aligned"
                .formatted(meeting.node().op().spec().name()),
            "along axis %d of what flows into the network".formatted(meeting.axis().axis()));
    return first.stride().equals(second.stride())
        ? problem
            .note(
                "position 0 of one is centred on %s, that of another on %s"
                    .formatted(first.centre().value(), second.centre().value()))
            .help("give both an odd kernel with half of it as padding, or both the same even one")
        : problem
            .note(
                "one moves by %s elements from position to position, another by %s"
                    .formatted(first.stride().value(), second.stride().value()))
            .help("bring both to the same size by the same factor");
  }
}
