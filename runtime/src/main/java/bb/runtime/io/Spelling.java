package bb.runtime.io;

import java.util.Map;

/**
 * The names that PyTorch has had for what a weight is made of: {@code torch.nn.utils.weight_norm}
 * calls it {@code weight_g}, and {@code parametrizations.weight_norm} {@code
 * parametrizations.weight.original0}.
 */
final class Spelling {
  private static final String NEWER = "parametrizations.weight.";

  private static final Map<String, String> OLDER =
      Map.of(
          "original0", "weight_g",
          "original1", "weight_v",
          "original", "weight_orig",
          "0._u", "weight_u",
          "0._v", "weight_v");

  private Spelling() {}

  /** The older name of a tensor that is called by the newer one, else its own. */
  static String older(String name) {
    int at = name.lastIndexOf(NEWER);
    boolean whole = at == 0 || at > 0 && name.charAt(at - 1) == '.';
    String older = whole ? OLDER.get(name.substring(at + NEWER.length())) : null;
    return older == null ? name : name.substring(0, at) + older;
  }
}
