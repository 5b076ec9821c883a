package bb.torch;

import java.util.Set;

/** What a block may be given to put between its layers: each takes a tensor and has no weights. */
final class Activations {
  static final Set<String> MODULES =
      Set.of(
          "nn.ReLU",
          "nn.ReLU6",
          "nn.GELU",
          "nn.SiLU",
          "nn.Mish",
          "nn.Tanh",
          "nn.Sigmoid",
          "nn.Hardswish",
          "nn.Hardsigmoid",
          "nn.LeakyReLU",
          "nn.ELU",
          "nn.SELU",
          "nn.Softplus",
          "nn.Identity");

  static final Set<String> FUNCTIONS =
      Set.of(
          "F.relu",
          "F.relu6",
          "F.gelu",
          "F.silu",
          "F.mish",
          "F.elu",
          "F.selu",
          "F.hardswish",
          "F.hardsigmoid",
          "F.leaky_relu",
          "F.softplus",
          "torch.tanh",
          "torch.sigmoid");

  private Activations() {}
}
