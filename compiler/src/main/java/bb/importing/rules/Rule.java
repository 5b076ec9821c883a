package bb.importing.rules;

import bb.importing.layers.Layer;
import java.util.List;
import java.util.Optional;

/** A few layers that mean what one does. */
@FunctionalInterface
interface Rule {
  /**
   * The layers in the place of {@code root}, the last of which takes its number, so that what read
   * the root reads that; nothing if the root does not end what the rule looks for.
   */
  Optional<List<Layer>> rewrite(Match match, Layer root);
}
