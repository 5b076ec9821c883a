package bb.importing.lift;

import java.util.List;

/** What a name of the model stands for: a tensor, or a list of them. */
sealed interface Meaning permits Value, Meaning.Several {
  /** A list, of which it is known before anything runs how long it is. */
  record Several(List<Value> tensors) implements Meaning {
    public Several {
      tensors = List.copyOf(tensors);
    }
  }
}
