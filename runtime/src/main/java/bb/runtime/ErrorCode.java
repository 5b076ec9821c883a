package bb.runtime;

/**
 * The stable codes of {@link UserError}s: what is wrong with files, weights, inputs and devices. A
 * code is never reused. {@code bbc explain BB0601} and {@code docs/errors} say more about each.
 */
public enum ErrorCode {
  /** No such file. */
  BB0601,
  /** A file that cannot be read. */
  BB0602,
  /** A file that cannot be written. */
  BB0603,
  /** Not a safetensors file. */
  BB0604,
  /** A malformed header. */
  BB0605,
  /** A malformed entry of a tensor. */
  BB0606,
  /** An unknown type of numbers. */
  BB0607,
  /** A tensor outside the file. */
  BB0608,
  /** Tensors that do not fill the file. */
  BB0609,
  /** A shape that the tensor's bytes do not have. */
  BB0610,
  /** A tensor given twice. */
  BB0611,
  /** Weights that do not fit the network. */
  BB0612,
  /** No weights. */
  BB0613,
  /** No gain for synthetic weights. */
  BB0614,
  /** An unknown format of input. */
  BB0615,
  /** A broken image. */
  BB0616,
  /** An image of a kind that cannot be read. */
  BB0617,
  /** An input that no image can be. */
  BB0618,
  /** A malformed array. */
  BB0619,
  /** An array of a kind that cannot be read. */
  BB0620,
  /** An array cut short. */
  BB0621,
  /** Malformed numbers. */
  BB0622,
  /** An input of the wrong shape. */
  BB0623,
  /** Inputs that the network has not. */
  BB0624,
  /** Batches that differ. */
  BB0625,
  /** Token ids that the network has not. */
  BB0626,
  /** No TornadoVM. */
  BB0630,
  /** No device. */
  BB0631,
  /** No GPU. */
  BB0632,
  /** A TornadoVM that is too old. */
  BB0633,
  /** Too little memory on the device. */
  BB0634,
  /** A feature that the device lacks. */
  BB0635,
  /** A kernel that TornadoVM cannot compile. */
  BB0636,
  /** A device that failed. */
  BB0637,
  /** A setting for TornadoVM that is none, or that cannot have its value. */
  BB0638,
  /** An output that would replace an input. */
  BB0640,
  /** Vectors of a length that the machine has not. */
  BB0650,
  /** No vectors. */
  BB0651,
  /** Weights in a jar that are another network's. */
  BB0660,
  /** A jar that has lost its weights. */
  BB0661,
  /** A broken PyTorch file. */
  BB0670,
  /** A PyTorch file with more than tensors. */
  BB0671,
  /** A broken index of weight files. */
  BB0672,
  /** Names of tensors that a rule cannot change. */
  BB0673
}
