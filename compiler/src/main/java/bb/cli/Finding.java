package bb.cli;

import java.util.List;

/**
 * What {@code bbc doctor} found out about one thing.
 *
 * @param subject {@code JDK}, {@code TornadoVM SDK}
 * @param ok whether it is as it should be
 * @param found what there is, in a line
 * @param notes more about it, a line each
 * @param helps what to do if it is not ok
 */
record Finding(String subject, boolean ok, String found, List<String> notes, List<String> helps) {
  Finding {
    notes = List.copyOf(notes);
    helps = List.copyOf(helps);
  }

  static Finding ok(String subject, String found) {
    return new Finding(subject, true, found, List.of(), List.of());
  }

  static Finding missing(String subject, String found, String... helps) {
    return new Finding(subject, false, found, List.of(), List.of(helps));
  }
}
