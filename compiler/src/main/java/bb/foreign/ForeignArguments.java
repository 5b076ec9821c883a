package bb.foreign;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The table of other frameworks' words for the arguments of layers. */
public final class ForeignArguments {
  /** What an argument of another framework is in bb. */
  public sealed interface Meaning {}

  /** It has another name. */
  public record Renamed(String name) implements Meaning {}

  /** It is left out, and this is why. */
  public record LeftOut(String why) implements Meaning {}

  /** It is a layer of its own, behind the one that it is given to. */
  public record Behind() implements Meaning {}

  /** bb's name, and the words for it; where a layer has two of them, the first row counts. */
  private static final List<String> ROWS =
      List.of(
          "kernel: kernel_size ksize filter_size pool_size window k kernel_shape filter",
          "out: out_channels filters out_features units num_filters channels_out output_channels"
              + " features_out out_dim nf num_units output_dim out_planes channels width",
          "stride: strides step subsample",
          "padding: pad paddings",
          "dilation: dilation_rate dilations rate",
          "groups: group num_groups n_groups",
          "exponent: power",
          "bias: use_bias with_bias has_bias qkv_bias attn_bias position_bias",
          "axis: dim axes dims dimension",
          "eps: epsilon",
          "keep: keepdim keepdims keep_dims",
          "affine: elementwise_affine learnable center",
          "heads: num_heads n_heads nhead nheads n_head head",
          "kv_heads: num_kv_heads n_kv_heads num_key_value_heads",
          "base: theta rope_theta",
          "dims: rotary_dim rotary_ndims",
          "original: original_max_position_embeddings",
          "low_freq: low_freq_factor",
          "high_freq: high_freq_factor",
          "causal: is_causal use_causal_mask",
          "mask: attn_mask attention_mask src_mask tgt_mask",
          "key_padding_mask: padding_mask src_key_padding_mask memory_key_padding_mask",
          "bias_kv: add_bias_kv",
          "hidden: hidden_size hidden_dim units rnn_units num_units out",
          "layers: num_layers n_layers nlayers num_hidden_layers",
          "proj: proj_size projection num_proj projection_size",
          "states: return_state return_states output_state",
          "nonlinearity: activation act",
          "vocabulary: num_embeddings vocab_size vocab input_dim n_vocab",
          "features: embedding_dim embed_dim output_dim dim d_model hidden_size",
          "negative_slope: alpha slope leak",
          "p: rate prob drop_prob drop_rate drop probability",
          "scale_factor: scale factor scales",
          "factor: upscale_factor downscale_factor block_size scale_factor r",
          "size: output_size target_size",
          "ceil: ceil_mode",
          "mode: interpolation",
          "shape: target_shape size dims",
          "order: dims axes perm",
          "shift: shifts",
          "transpose: transpose_b");

  private static final String INFERRED =
      "in_channels in_features input_size num_features normalized_shape in_dim input_channels"
          + " num_channels input_shape in_planes embed_dim d_model input_dim channels_in dim kdim vdim";

  private static final String NEEDLESS =
      "inplace momentum track_running_stats device dtype name data_format kernel_initializer"
          + " bias_initializer kernel_regularizer trainable batch_first return_sequences dropout"
          + " recurrent_dropout return_indices training scale start_dim end_dim memory_format"
          + " keepdim antialias";

  private static final Map<String, List<String>> OURS = ours();
  private static final Set<String> IS_INFERRED = words(INFERRED);
  private static final Set<String> IS_NEEDLESS = words(NEEDLESS);
  private static final Set<String> IS_BEHIND = words("activation act activation_fn nonlinearity");

  private ForeignArguments() {}

  /**
   * What {@code word} is as an argument of a layer.
   *
   * @param takes whether the layer takes an argument of that name
   */
  public static Optional<Meaning> find(String word, Predicate<String> takes) {
    String normal = ForeignLayers.normal(word);
    Optional<Meaning> renamed =
        OURS.getOrDefault(normal, List.of()).stream().filter(takes).findFirst().map(Renamed::new);
    if (renamed.isPresent()) {
      return renamed;
    }
    if (IS_BEHIND.contains(normal)) {
      return Optional.of(new Behind());
    }
    if (IS_INFERRED.contains(normal)) {
      return Optional.of(new LeftOut("is known from what flows in"));
    }
    return IS_NEEDLESS.contains(normal)
        ? Optional.of(new LeftOut("has no meaning here"))
        : Optional.empty();
  }

  private static Map<String, List<String>> ours() {
    Map<String, List<String>> ours = new HashMap<>();
    for (String row : ROWS) {
      String name = row.substring(0, row.indexOf(':'));
      words(row.substring(name.length() + 1))
          .forEach(word ->
              ours.merge(
                  word,
                  List.of(name),
                  (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList()));
    }
    return Map.copyOf(ours);
  }

  private static Set<String> words(String list) {
    Set<String> words = new HashSet<>();
    for (String word : list.strip().split(" ")) {
      words.add(word.replace("_", "").toLowerCase(Locale.ROOT));
    }
    return Set.copyOf(words);
  }
}
