package bb.types;

/** A tensor that flows: one layer or kernel writes it, or it is an input of the network. */
public record Value(int id, TensorType type) {}
