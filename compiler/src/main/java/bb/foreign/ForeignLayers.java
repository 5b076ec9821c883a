package bb.foreign;

import bb.foreign.Foreign.Advice;
import bb.foreign.Foreign.Kind;
import bb.foreign.Foreign.Layer;
import bb.foreign.Foreign.Parameter;
import bb.foreign.Foreign.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The table of other frameworks' words for layers. A row has bb's layer, what the other frameworks'
 * takes, and the words for it. Words are compared without their case, underscores and module:
 * {@code nn.BatchNorm2d}, {@code batch_norm2d} and {@code BatchNorm2D} are one.
 *
 * <p>In the second column {@code -x} is inferred in bb, {@code x...} is a list of numbers, and what
 * stands behind {@code |} is given by name.
 */
public final class ForeignLayers {
  private static final Map<String, Foreign> TABLE = new Builder().table();

  private ForeignLayers() {}

  /** What a word, with or without the name of a module before it, is in bb. */
  public static Optional<Foreign> find(String word) {
    return Optional.ofNullable(TABLE.get(normal(word)));
  }

  /** All words of the table, in their normal form. */
  public static Map<String, Foreign> table() {
    return TABLE;
  }

  static String normal(String word) {
    String last = word.substring(word.lastIndexOf('.') + 1);
    return last.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Collects the rows. */
  private static final class Builder {
    private static final String NORMED = " weight_norm spectral_norm";
    private static final String WINDOW =
        " | stride padding dilation groups bias padding_mode" + NORMED;
    private static final String NORM = "-num_features | eps affine";
    private final Map<String, Foreign> words = new HashMap<>();

    Map<String, Foreign> table() {
      windows();
      norms();
      activations();
      pools();
      sequences();
      reductions();
      arithmetic();
      shapes();
      joins();
      others();
      return Map.copyOf(words);
    }

    private void windows() {
      layer("conv", "-in_channels out kernel" + WINDOW, "conv2d convolution2d convolution conv2");
      layer("conv1d", "-in_channels out kernel" + WINDOW + " causal", "conv1d convolution1d");
      layer(
          "conv_transpose",
          "-in_channels out kernel | stride padding output_padding groups bias dilation" + NORMED,
          "convtranspose2d conv2dtranspose deconv deconv2d deconvolution upconv transposedconv"
              + " convtransposed transposeconv convolution2dtranspose");
      layer(
          "deform_conv",
          "-in_channels out kernel | stride padding dilation groups bias mask",
          "deformconv2d deformableconv2d deformconv deformableconv dcn dcnv2 modulateddeformconv"
              + " modulateddeformconv2d modulateddeformconv2dpack");
      text(
          "conv(it.shape[0], 3, padding: 1, groups: it.shape[0])",
          "a depthwise convolution has as many groups as channels",
          "depthwiseconv2d depthwiseconv depthwise dwconv");
      advice(
          "a separable convolution is two: one for each channel, then one of size 1",
          "write `conv(c, 3, padding: 1, groups: c)` and `conv(out, 1)`, with `c` the channels",
          "separableconv2d separableconv");
      layer(
          "conv_transpose1d",
          "-in_channels out kernel | stride padding output_padding groups bias dilation" + NORMED,
          "convtranspose1d conv1dtranspose deconv1d");
      layer("conv3d", "-in_channels out kernel" + WINDOW, "conv3d convolution3d");
      layer(
          "conv_transpose3d",
          "-in_channels out kernel | stride padding output_padding groups bias dilation" + NORMED,
          "convtranspose3d conv3dtranspose deconv3d");
      layer(
          "linear",
          "-in_features out | bias transposed axis" + NORMED,
          "dense fc fullyconnected lazylinear innerproduct affinelayer denselayer");
      advice(
          "a weight norm is an argument of the layer whose weight it makes",
          "write `conv(64, 3, weight_norm: true)`",
          "weightnorm");
      advice(
          "a spectral norm is an argument of the layer whose weight it bounds",
          "write `conv(64, 3, spectral_norm: true)`",
          "spectralnorm");
      layer("gather", "| axis", "take indexselect gathernd takealongaxis");
      layer("embedding", "vocabulary features", "embed embeddings embeddingbag wordembedding");
    }

    private void norms() {
      layer(
          "bn",
          NORM,
          "batchnorm batchnorm1d batchnorm2d batchnorm3d batchnormalization syncbatchnorm"
              + " lazybatchnorm2d");
      layer("layer_norm", "-normalized_shape | eps affine bias axis", "layernormalization ln");
      layer("rms_norm", "-normalized_shape | eps affine axis", "rmsnormalization");
      layer("group_norm", "groups -num_channels | eps affine", "groupnormalization gn");
      layer(
          "instance_norm",
          NORM,
          "instancenorm2d instancenorm1d instancenorm3d instancenormalization");
      layer(
          "lrn",
          "size | alpha beta k",
          "localresponsenorm localresponsenormalization localrespnorm");
    }

    private void activations() {
      layer("relu", "", "relulayer rectifier");
      layer("relu6", "", "");
      layer("leaky_relu", "| negative_slope", "lrelu");
      layer("prelu", "| num_parameters", "");
      layer("elu", "| alpha", "");
      layer("sigmoid", "", "logistic logisticsigmoid");
      layer("tanh", "", "");
      layer("gelu", "| approximate", "");
      layer("silu", "", "swish swish1");
      layer("mish", "", "");
      layer("hard_sigmoid", "", "hsigmoid");
      layer("hard_swish", "", "hswish");
      layer("softplus", "", "");
      layer("exp", "", "");
      layer("affine", "scale shift", "");
      layer("softmax", "| axis", "softmax2d");
      advice(
          "a network's output is what it computes; a loss is no part of it",
          "use `softmax`, or leave it out: the order of the scores stays the same",
          "logsoftmax nllloss crossentropyloss mseloss bceloss bcewithlogitsloss");
      advice(
          "there is no such activation here",
          "use `elu`, `silu` or `gelu`",
          "selu celu softsign tanhshrink threshold glu");
      advice(
          "an activation is a layer, under its own name", "write `relu`", "activation act nonlin");
    }

    private void pools() {
      String pool = "kernel | stride padding ";
      layer("max_pool", pool + "dilation ceil", "maxpool2d maxpooling2d maxpooling");
      layer(
          "avg_pool",
          pool + "ceil count_include_pad",
          "avgpool2d averagepool averagepooling averagepooling2d meanpool");
      layer("adaptive_avg_pool", "size", "adaptiveavgpool2d adaptiveaveragepooling2d");
      layer("max_pool1d", pool + "dilation ceil", "maxpool1d maxpooling1d");
      layer("avg_pool1d", pool + "ceil count_include_pad", "avgpool1d averagepooling1d");
      layer("adaptive_avg_pool1d", "size", "adaptiveavgpool1d");
      layer("max_pool3d", pool + "dilation ceil", "maxpool3d maxpooling3d");
      layer("avg_pool3d", pool + "ceil count_include_pad", "avgpool3d averagepooling3d");
      layer("adaptive_avg_pool3d", "size", "adaptiveavgpool3d");
      layer(
          "global_avg_pool",
          "",
          "gap globalaveragepooling globalaveragepooling2d globalaveragepool globalavgpool2d"
              + " globalaveragepooling1d globalaveragepooling3d"
              + " globalpool gavgpool");
      layer("adaptive_max_pool", "size", "adaptivemaxpool2d");
      layer("adaptive_max_pool3d", "size", "adaptivemaxpool3d");
      layer("adaptive_max_pool1d", "size", "");
      layer(
          "global_max_pool",
          "",
          "globalmaxpool globalmaxpooling globalmaxpooling2d gmp globalmaxpool2d globalmaxpooling1d"
              + " globalmaxpooling3d");
      layer(
          "upsample",
          "size scale_factor | mode align_corners antialias",
          "interpolate upsampling upsampling1d upsampling2d upsampling3d resize upsamplenearest upsamplingnearest2d"
              + " upsamplingbilinear2d upsamplingbicubic upscale");
    }

    private void reductions() {
      layer("mean", "| axis keep", "reducemean average avg nanmean");
      layer("sum", "| axis keep", "reducesum nansum");
      layer("max", "| axis keep", "amax reducemax maximumalong");
      layer("min", "| axis keep", "amin reducemin");
      layer("argmax", "axis | keep", "");
      layer("argmin", "axis | keep", "");
      layer("normalize", "axis | eps", "l2norm l2normalize l2normalization unitnorm");
      layer("float", "", "tofloat");
      layer("int", "", "toint");
    }

    private void arithmetic() {
      for (String name :
          List.of(
              "abs neg square sqrt rsqrt reciprocal log sin cos erf floor ceil logical_and logical_or"
                  .split(" "))) {
        layer(name, "", "");
      }
      layer("abs", "", "absolute fabs");
      layer("neg", "", "negative negate");
      layer("log", "", "ln");
      layer("ceil", "", "ceiling");
      layer("reciprocal", "", "inverse");
      layer("pow", "| exponent", "power");
      layer("round", "", "rint");
      layer("sign", "", "signum sgn");
      layer("clamp", "| min max", "clip clipbyvalue clampmin clampmax hardtanh");
      layer("minimum", "| value", "fmin");
      layer("maximum", "| value", "fmax");
      layer("floor_divide", "| value", "floordiv");
      layer("remainder", "| value", "mod fmod floormod modulo");
      layer("equal", "| value", "eq isequal");
      layer("not_equal", "| value", "ne noteq");
      layer("less", "| value", "lt lessthan");
      layer("less_equal", "| value", "le lte lessequal lessthanorequal");
      layer("greater", "| value", "gt greaterthan");
      layer("greater_equal", "| value", "ge gte greaterthanorequal");
      layer("logical_not", "", "bitwisenot");
      layer("where", "| otherwise", "select choose cond");
      advice(
          "a mask chooses between two tensors",
          "write `where(mask, filled, it)`, or with a number where it does not hold `where(kept, it,"
              + " otherwise: -1e9)`",
          "maskedfill maskedselect");
    }

    private void sequences() {
      layer("matmul", "| transpose", "bmm mm dot matrixmultiply batchmatmul");
      layer(
          "attention",
          "| heads kv_heads scale causal offset bias mask axis",
          "scaleddotproductattention sdpa dotproductattention");
      layer(
          "rotary",
          "| heads base interleaved dims start factor original low_freq high_freq axis",
          "rope rotaryembedding rotarypositionalembedding rotarypositionembedding"
              + " llamarotaryembedding applyrotaryposemb");
      layer(
          "multihead_attention",
          "-embed_dim heads | causal bias bias_kv mask key_padding_mask axis",
          "mha multiheadselfattention selfattention mhsa");
      layer("selective_scan", "", "mamba ssm");
      layer("arange", "", "");
      layer("sinusoid", "features | base offset interleaved", "");
      String recurrent = "-input_size hidden | layers bidirectional bias states";
      layer("lstm", recurrent + " proj", "lstmcell bilstm lstmlayer cudnnlstm");
      layer("gru", recurrent, "grucell bigru grulayer cudnngru");
      layer("rnn", recurrent + " nonlinearity", "rnncell simplernn elmanrnn vanillarnn");
      advice(
          "there is no layer for a whole transformer",
          "write its layer as a `block` of `multihead_attention`, `layer_norm` and `linear`",
          "transformer transformerencoder transformerencoderlayer transformerdecoderlayer"
              + " transformerdecoder");
      advice(
          "an expression in letters is no layer here",
          "use `matmul`, `permute` and `reshape`",
          "einsum tensordot rearrange");
    }

    private void shapes() {
      layer("flatten", "", "ravel flattenlayer");
      layer("reshape", "shape...", "view reshapelayer");
      layer("permute", "order...", "");
      advice(
          "`permute` puts all axes into an order, and the batch is none of them",
          "of [tokens, features], `permute([1, 0])` swaps the two",
          "transpose swapaxes moveaxis movedim t swapdims");
      advice(
          "dimensions of 1 come and go with `reshape`",
          "write `reshape([…])` with the shape that it should have",
          "unsqueeze squeeze expanddims expand repeatinterleave tile");
      advice(
          "the batch is not written, and tensors always lie in order",
          "leave it out",
          "contiguous detach clone cuda cpu to half size");
      advice(
          "`pad` takes what is added on each side by name",
          "write `pad(left: 1, right: 1, top: 1, bottom: 1)`, of tokens `pad(before: 1, after: 1)`",
          "zeropad2d zeropadding2d zeropad constantpad2d zeropad1d zeropadding1d constantpad1d");
      advice(
          "`pad` takes what is added on each side by name, and what that is",
          "write `pad(left: 1, right: 1, top: 1, bottom: 1, mode: reflect)`, or `mode: replicate`, or"
              + " `mode: circular`; of tokens `pad(before: 1, after: 1, mode: reflect)`",
          "reflectionpad2d replicationpad2d circularpad2d reflectionpad1d replicationpad1d"
              + " circularpad1d");
      advice(
          "`pad` takes what is added on each side by name",
          "write `pad(left: 1, right: 1, top: 1, bottom: 1)` and, for the planes, `pad(axis: 1, before: 1, after: 1)`;"
              + " with `mode: replicate` and the like, `padding_mode` of a convolution does the same",
          "zeropad3d zeropadding3d constantpad3d reflectionpad3d replicationpad3d circularpad3d");
      layer("roll", "shift axis", "");
      layer("slice", "axis | start end step", "narrow");
      layer("pad", "| left right top bottom before after axis value mode", "");
      layer("pixel_shuffle", "factor", "depthtospace subpixel");
      layer("pixel_unshuffle", "factor", "spacetodepth");
      layer("unfold", "kernel | dilation padding stride", "im2col extractimagepatches");
      layer("fold", "size kernel | dilation padding stride", "col2im");
    }

    private void joins() {
      layer("concat", "| axis", "cat concatenate hstack vstack dstack merge joinlayer");
      layer("add", "", "plus addlayer elementwiseadd summation");
      layer("mul", "", "multiply times");
      layer("sub", "", "subtract minus");
      layer("div", "", "divide truediv");
      advice(
          "`stack` is a new axis and a `concat` along it",
          "give each tensor the new axis with `reshape`, then `concat(a, b)`",
          "stack");
      layer("shuffle", "groups", "channelshuffle");
      layer("split", "parts | axis", "chunk tensorsplit");
      layer("identity", "", "noop pass passthrough");
      layer(
          "dropout",
          "| p",
          "dropout1d dropout2d dropout3d alphadropout spatialdropout2d spatialdropout3d"
              + " featuredropout");
      layer("drop_path", "| p", "stochasticdepth droppath");
    }

    private void others() {
      advice(
          "braces are the sequence: `{ conv(64, 3); relu }` is one step",
          "write the layers one after the other",
          "sequential modulelist moduledict module");
      advice(
          "a learnable tensor is declared: it has a name and a shape",
          "write `param name: [shape]`",
          "parameter registerbuffer variable");
      advice(
          "an input is declared at the top of the network, without the batch",
          "write `input image: [3, 224, 224]`",
          "inputlayer placeholder");
      advice(
          "nothing is printed while a file is compiled",
          "`bbc report` lists every shape; `assert it.shape == [64, 56, 56]` checks one",
          "print printf summary log2 show");
      advice(
          "nothing is converted here",
          "`floor(x)`, `round(x)` and `ceil(x)` make whole numbers; `\"{x}\"` makes text",
          "str bool");
      advice(
          "lists are written out, joined with `+` and indexed",
          "use `enumerate`, `zip`, `sum`, `len`, `min`, `max`",
          "map filter sorted reversed list tuple dict set append extend");
      advice(
          "numbers come from files of weights, or are computed when the network runs",
          "`param name: [shape]` declares a tensor, `arange(n)` counts",
          "zeros ones randn rand full tensor constant eye");
    }

    private void layer(String name, String parameters, String others) {
      var layer = new Layer(name, parameters(parameters));
      words.put(normal(name), layer);
      put(others, layer);
    }

    private void text(String replacement, String why, String others) {
      put(others, new Text(replacement, why));
    }

    private void advice(String why, String help, String others) {
      put(others, new Advice(why, help));
    }

    private void put(String others, Foreign meaning) {
      for (String word : others.split(" ")) {
        if (!word.isEmpty()) {
          words.putIfAbsent(word, meaning);
        }
      }
    }

    private static List<Parameter> parameters(String column) {
      List<Parameter> parameters = new ArrayList<>();
      boolean named = false;
      for (String part : column.strip().split(" +")) {
        if (part.equals("|")) {
          named = true;
        } else if (part.startsWith("-")) {
          parameters.add(new Parameter(part.substring(1), Kind.INFERRED));
        } else if (part.endsWith("...")) {
          parameters.add(new Parameter(part.substring(0, part.length() - 3), Kind.NUMBERS));
        } else if (!part.isEmpty()) {
          parameters.add(new Parameter(part, named ? Kind.NAMED : Kind.POSITIONAL));
        }
      }
      return parameters;
    }
  }
}
