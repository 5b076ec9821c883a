"""Networks of clips, volumes and sounds in PyTorch: torchvision's, and from their papers C3D, a 3-D U-Net, WaveNet
and HiFi-GAN's generator, with the names of the files that are published of them.

    python signals.py ../src/test/resources/reference

writes what language_models.py does: manifests of the published sizes, their rows of networks.tsv, and goldens of
narrow twins, in double precision.
"""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from language_models import count, golden
from vision import torchvision


class C3D(nn.Module):
    """Tran et al., 2015, figure 3, with the names of DavideA/c3d-pytorch."""

    def __init__(self, width=64, hidden=4096, flat=8192, classes=487):
        super().__init__()

        def conv(inputs, out):
            return nn.Conv3d(inputs * width if inputs != 3 else 3, out * width, 3, padding=1)

        self.conv1, self.conv2 = conv(3, 1), conv(1, 2)
        self.conv3a, self.conv3b = conv(2, 4), conv(4, 4)
        self.conv4a, self.conv4b = conv(4, 8), conv(8, 8)
        self.conv5a, self.conv5b = conv(8, 8), conv(8, 8)
        self.fc6, self.fc7, self.fc8 = nn.Linear(flat, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, classes)

    def forward(self, clip):
        x = F.max_pool3d(F.relu(self.conv1(clip)), (1, 2, 2))
        x = F.max_pool3d(F.relu(self.conv2(x)), 2)
        x = F.max_pool3d(F.relu(self.conv3b(F.relu(self.conv3a(x)))), 2)
        x = F.max_pool3d(F.relu(self.conv4b(F.relu(self.conv4a(x)))), 2)
        x = F.max_pool3d(F.relu(self.conv5b(F.relu(self.conv5a(x)))), 2, padding=(0, 1, 1)).flatten(1)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x)))))


def _double(inputs, mid, out):
    norm = {"affine": False}
    return nn.Sequential(
        nn.Conv3d(inputs, mid, 3), nn.BatchNorm3d(mid, **norm), nn.ReLU(),
        nn.Conv3d(mid, out, 3), nn.BatchNorm3d(out, **norm), nn.ReLU())


class _Level(nn.Module):
    """A level of the U around the next one."""

    def __init__(self, inputs, width, depth):
        super().__init__()
        self.down = _double(inputs, width, 2 * width)
        self.depth = depth
        if depth:
            self.level = _Level(2 * width, 2 * width, depth - 1)
            self.up = nn.ConvTranspose3d(4 * width, 4 * width, 2, 2, bias=False)
            self.join = _double(6 * width, 2 * width, 2 * width)

    def forward(self, x):
        skip = self.down(x)
        if not self.depth:
            return skip
        up = self.up(self.level(F.max_pool3d(skip, 2)))
        cut = [slice((a - b) // 2, (a + b) // 2) for a, b in zip(skip.shape[2:], up.shape[2:])]
        return self.join(torch.cat([skip[:, :, cut[0], cut[1], cut[2]], up], 1))


class UNet3D(nn.Module):
    """Cicek et al., 2016, figure 2, with norms that learn nothing, which the paper does not count."""

    def __init__(self, width=32, depth=3, classes=3):
        super().__init__()
        self.level = _Level(3, width, depth)
        self.head = nn.Conv3d(2 * width, classes, 1)

    def forward(self, volume):
        return self.head(self.level(volume))


class _Causal(nn.Conv1d):
    """Sees as many samples back as its window is long."""

    def forward(self, x):
        return super().forward(F.pad(x, (self.dilation[0] * (self.kernel_size[0] - 1), 0)))


class _Gated(nn.Module):
    """Figure 4 of WaveNet: `dense` leads to the next layer, `skip` to the output."""

    def __init__(self, width, skips, dilation, last):
        super().__init__()
        self.filter = _Causal(width, width, 2, dilation=dilation)
        self.gate = _Causal(width, width, 2, dilation=dilation)
        self.skip = nn.Conv1d(width, skips, 1)
        self.dense = None if last else nn.Conv1d(width, width, 1)

    def forward(self, x):
        z = self.filter(x).tanh() * self.gate(x).sigmoid()
        return (x if self.dense is None else x + self.dense(z)), self.skip(z)


class WaveNet(nn.Module):
    """van den Oord et al., 2016, figure 4, with the widths of ibab/tensorflow-wavenet."""

    def __init__(self, stacks=5, depth=10, width=32, skips=512):
        super().__init__()
        self.causal = _Causal(256, width, 2)
        self.layers = nn.ModuleList(
            _Gated(width, skips, 2 ** (i % depth), i == stacks * depth - 1) for i in range(stacks * depth))
        self.post1 = nn.Conv1d(skips, skips, 1)
        self.post2 = nn.Conv1d(skips, 256, 1)

    def forward(self, audio):
        x = self.causal(torch.eye(256, dtype=self.causal.weight.dtype, device=audio.device)[audio].mT)
        total = 0
        for layer in self.layers:
            x, skip = layer(x)
            total = total + skip
        return self.post2(F.relu(self.post1(F.relu(total)))).mT


def _normed(inputs, out, kernel, dilation=1):
    return nn.utils.weight_norm(
        nn.Conv1d(inputs, out, kernel, dilation=dilation, padding=dilation * (kernel - 1) // 2))


class _ResBlock(nn.Module):
    def __init__(self, width, kernel):
        super().__init__()
        self.convs1 = nn.ModuleList(_normed(width, width, kernel, d) for d in (1, 3, 5))
        self.convs2 = nn.ModuleList(_normed(width, width, kernel) for _ in (1, 3, 5))

    def forward(self, x):
        for first, second in zip(self.convs1, self.convs2):
            x = x + second(F.leaky_relu(first(F.leaky_relu(x, 0.1)), 0.1))
        return x


class HiFiGAN(nn.Module):
    """Kong et al., 2020, appendix A, V1, with the names of jik876/hifi-gan, on [frames, features]."""

    def __init__(self, width=512):
        super().__init__()
        self.conv_pre = _normed(80, width, 7)
        self.ups, self.resblocks = nn.ModuleList(), nn.ModuleList()
        for i, (rate, kernel) in enumerate(((8, 16), (8, 16), (2, 4), (2, 4))):
            up = nn.ConvTranspose1d(width >> i, width >> i + 1, kernel, rate, (kernel - rate) // 2)
            self.ups.append(nn.utils.weight_norm(up))
            self.resblocks.extend(_ResBlock(width >> i + 1, k) for k in (3, 7, 11))
        self.conv_post = _normed(width >> 4, 1, 7)

    def forward(self, mel):
        x = self.conv_pre(mel.mT)
        for i, up in enumerate(self.ups):
            x = up(F.leaky_relu(x, 0.1))
            x = sum(block(x) for block in self.resblocks[3 * i : 3 * i + 3]) / 3
        return self.conv_post(F.leaky_relu(x)).tanh().mT


class _Clip(nn.Module):
    """A network of torchvision, whose input has the name that ours has."""

    def __init__(self, name):
        super().__init__()
        network = torchvision.models.get_model(name, weights=None)
        self.whole = [network]
        for key, module in network.named_children():
            self.add_module(key, module)

    def forward(self, clip):
        return self.whole[0](clip)


_CLIP = {"clip": ((3, 16, 112, 112), 0)}

# The network, its .bb file, the module, what flows in (floats, or ids below a number), and the source.
PUBLISHED = {
    "C3D": (
        "c3d", C3D, _CLIP, "counted on the reference module, in the form of DavideA/c3d-pytorch, on 487 classes"),
    **{
        name: (
            "video_resnet", lambda key=key: _Clip(key), _CLIP,
            f"torchvision 0.28.0 weights meta num_params={parameters} _ops={ops}G; recounted")
        for name, key, parameters, ops in (
            ("R3D18", "r3d_18", 33371472, 40.697), ("MC3_18", "mc3_18", 11695440, 43.343),
            ("R2Plus1D18", "r2plus1d_18", 31505325, 40.519))
    },
    "UNet3D": (
        "unet3d", UNet3D, {"volume": ((3, 116, 132, 132), 0)},
        "paper: 19,069,955 parameters; multiply-adds counted on the reference module"),
    "WaveNet": (
        "wavenet", WaveNet, {"audio": ((16000,), 256)},
        "counted on the reference module, with the widths of ibab/tensorflow-wavenet"),
    "HiFiGAN": (
        "hifi_gan", HiFiGAN, {"mel": ((100, 80), 0)},
        "counted on the reference module, in the form of jik876/hifi-gan (paper: 13.92M parameters without the"
        " lengths of its weights)"),
}

_SMALL = {"clip": ((3, 4, 32, 32), 0)}

TWINS = {
    "C3DNarrow": (lambda: C3D(8, 32, 256, 10), {"clip": ((3, 16, 32, 32), 0)}, ["output"]),
    "R3D18At32": (lambda: _Clip("r3d_18"), _SMALL, ["output"]),
    "MC3_18At32": (lambda: _Clip("mc3_18"), _SMALL, ["output"]),
    "R2Plus1D18At32": (lambda: _Clip("r2plus1d_18"), _SMALL, ["output"]),
    "UNet3DNarrow": (lambda: UNet3D(4, 2), {"volume": ((3, 44, 44, 44), 0)}, ["output"]),
    "WaveNetNarrow": (lambda: WaveNet(2, 4, 8, 16), {"audio": ((40,), 256)}, ["output"]),
    "HiFiGANNarrow": (lambda: HiFiGAN(64), {"mel": ((6, 80), 0)}, ["output"]),
}


def main(folder):
    torch.set_num_threads(1)
    for name, (file, make, shapes, source) in PUBLISHED.items():
        count(folder, name, file, make, shapes, source)
    for name, (make, shapes, outputs) in TWINS.items():
        golden(folder, name, make, shapes, outputs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
