package bb.importing.lift;

import java.util.List;

/** How the nodes of an operator become layers. */
@FunctionalInterface
interface Translator {
  /** What the node's outputs are. */
  List<? extends Meaning> translate(Node node);
}
