package bb.graph;

import java.util.List;

/**
 * How the names of published files differ from those of a network: {@code checkpoint(prefix:
 * "transformer.", ignore: ["h.*.attn.bias"], rename: ["gamma" -> "weight"])}. {@code
 * bb.runtime.ModelInfo.Checkpoint} says what each rule does.
 *
 * @param prefixes what may stand before all names
 * @param ignored patterns of names that may be left over
 * @param renames parts of names, or whole names with stars, and what they become
 */
public record Checkpoint(List<String> prefixes, List<String> ignored, List<Rename> renames) {
  /** The files have the network's names. */
  public static final Checkpoint NONE = new Checkpoint(List.of(), List.of(), List.of());

  public Checkpoint {
    prefixes = List.copyOf(prefixes);
    ignored = List.copyOf(ignored);
    renames = List.copyOf(renames);
  }

  /** A part of a name and what it becomes. */
  public record Rename(String from, String to) {}
}
