"""Networks that say something at each pixel, made of torchvision's parts."""

import re

from torch import nn

from vision import torchvision  # isort: skip
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.ops import DeformConv2d


def deeplabv3(depth):
    """torchvision's, with the head that only trains."""
    name = f"deeplabv3_resnet{depth}"
    return torchvision.models.get_model(name, weights=None, weights_backbone=None, aux_loss=True)


class _Bent(Bottleneck):
    """Zhu et al., 2019, with the names of MMDetection but for `conv2.conv_offset`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        width, stride = self.conv2.in_channels, self.conv2.stride
        self.conv2_offset = nn.Conv2d(width, 27, 3, stride, 1)
        self.conv2 = DeformConv2d(width, width, 3, stride, 1, bias=False)

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        offsets, modulation = self.conv2_offset(y).split((18, 9), 1)
        y = self.relu(self.bn2(self.conv2(y, offsets, modulation.sigmoid())))
        skip = x if self.downsample is None else self.downsample(x)
        return self.relu(self.bn3(self.conv3(y)) + skip)


class DeformableResNet50(ResNet):
    def __init__(self):
        super().__init__(Bottleneck, [3, 4, 6, 3])
        self.inplanes = 256
        for stage, depth in enumerate((4, 6, 3)):
            layer = self._make_layer(_Bent, 128 * 2**stage, depth, stride=2)
            setattr(self, f"layer{stage + 2}", layer)
        del self.fc

    def forward(self, x):
        c2 = self.layer1(self.maxpool(self.relu(self.bn1(self.conv1(x)))))
        c3 = self.layer2(c2)
        c4 = self.layer3(c3)
        return {"c2": c2, "c3": c3, "c4": c4, "c5": self.layer4(c4)}


class SegFormerB0(nn.Module):
    """transformers' 5.18, under the names of its version 4, which the published files have."""

    WORDS = [
        (r"stages\.(\d)\.patch_embeddings", r"encoder.patch_embeddings.\1"),
        (r"stages\.(\d)\.blocks\.(\d)", r"encoder.block.\1.\2"),
        (r"stages\.(\d)\.layer_norm", r"encoder.layer_norm.\1"),
        (r"layernorm_before", "layer_norm_1"),
        (r"layernorm_after", "layer_norm_2"),
        (r"attention\.q_proj", "attention.self.query"),
        (r"attention\.k_proj", "attention.self.key"),
        (r"attention\.v_proj", "attention.self.value"),
        (r"attention\.o_proj", "attention.output.dense"),
        (r"sequence_reduction\.sequence_reduction", "self.sr"),
        (r"sequence_reduction\.layer_norm", "self.layer_norm"),
        (r"mlp\.fc", "mlp.dense"),
        (r"linear_projections", "linear_c"),
    ]

    def __init__(self):
        super().__init__()
        from transformers import SegformerConfig, SegformerForSemanticSegmentation

        config = SegformerConfig(num_labels=150, attn_implementation="eager")
        self.network = SegformerForSemanticSegmentation(config)

    def published(self, name):
        for pattern, word in self.WORDS:
            name = re.sub(pattern, word, name)
        return name

    def state_dict(self):
        return {self.published(k): v for k, v in self.network.state_dict().items()}

    def load_state_dict(self, state):
        own = self.network.state_dict()
        self.network.load_state_dict({k: state[self.published(k)] for k in own})

    def forward(self, image):
        return self.network(image).logits
