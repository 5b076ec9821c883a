"""MobileNetV3Large, which bbc wrote of mobilenet_v3.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

import torch.nn.functional as F
from torch import nn


class ConvBn(nn.Sequential):
    def __init__(self, kernel, groups, stride, out, c, activation):
        super().__init__(
            nn.Conv2d(
                c,
                out,
                kernel,
                stride=stride,
                padding=kernel // 2,
                groups=groups,
                bias=False,
            ),
            nn.BatchNorm2d(out, eps=0.001),
            activation(),
        )


class SqueezeExcite(nn.Module):
    def __init__(self, squeezed, c):
        super().__init__()
        self.fc1 = nn.Conv2d(c, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, c, 1)

    def forward(self, x):
        y = F.relu(self.fc1(F.adaptive_avg_pool2d(x, 1)))
        return x * F.hardsigmoid(self.fc2(y))


class Bneck(nn.Module):
    def __init__(
        self,
        kernel,
        mid,
        stride,
        out,
        c,
        activation,
        conv_bn=False,
        gated=False,
        squeezed=None,
        shortcut=False,
    ):
        super().__init__()
        self.shortcut = shortcut
        layers = []
        if conv_bn:
            layers.append(ConvBn(kernel=1, groups=1, stride=1, out=mid, c=c, activation=activation))
        layers.append(
            ConvBn(kernel=kernel, groups=mid, stride=stride, out=mid, c=mid, activation=activation),
        )
        if gated:
            layers.append(SqueezeExcite(squeezed, mid))
        layers.append(ConvBn(kernel=1, groups=1, stride=1, out=out, c=mid, activation=nn.Identity))
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        block = self.block(x)
        if self.shortcut:
            block = x + block
        return block


class MobileNetV3Large(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            ConvBn(kernel=3, groups=1, stride=2, out=16, c=3, activation=nn.Hardswish),
            Bneck(kernel=3, mid=16, stride=1, out=16, c=16, activation=nn.ReLU, shortcut=True),
            Bneck(kernel=3, mid=64, stride=2, out=24, c=16, activation=nn.ReLU, conv_bn=True),
            Bneck(
                kernel=3,
                mid=72,
                stride=1,
                out=24,
                c=24,
                activation=nn.ReLU,
                conv_bn=True,
                shortcut=True,
            ),
            Bneck(
                kernel=5,
                mid=72,
                stride=2,
                out=40,
                c=24,
                activation=nn.ReLU,
                conv_bn=True,
                gated=True,
                squeezed=24,
            ),
            *[
                Bneck(
                    kernel=5,
                    mid=120,
                    stride=1,
                    out=40,
                    c=40,
                    activation=nn.ReLU,
                    conv_bn=True,
                    gated=True,
                    squeezed=32,
                    shortcut=True,
                )
                for _ in range(2)
            ],
            Bneck(kernel=3, mid=240, stride=2, out=80, c=40, activation=nn.Hardswish, conv_bn=True),
            Bneck(
                kernel=3,
                mid=200,
                stride=1,
                out=80,
                c=80,
                activation=nn.Hardswish,
                conv_bn=True,
                shortcut=True,
            ),
            *[
                Bneck(
                    kernel=3,
                    mid=184,
                    stride=1,
                    out=80,
                    c=80,
                    activation=nn.Hardswish,
                    conv_bn=True,
                    shortcut=True,
                )
                for _ in range(2)
            ],
            Bneck(
                kernel=3,
                mid=480,
                stride=1,
                out=112,
                c=80,
                activation=nn.Hardswish,
                conv_bn=True,
                gated=True,
                squeezed=120,
            ),
            Bneck(
                kernel=3,
                mid=672,
                stride=1,
                out=112,
                c=112,
                activation=nn.Hardswish,
                conv_bn=True,
                gated=True,
                squeezed=168,
                shortcut=True,
            ),
            Bneck(
                kernel=5,
                mid=672,
                stride=2,
                out=160,
                c=112,
                activation=nn.Hardswish,
                conv_bn=True,
                gated=True,
                squeezed=168,
            ),
            *[
                Bneck(
                    kernel=5,
                    mid=960,
                    stride=1,
                    out=160,
                    c=160,
                    activation=nn.Hardswish,
                    conv_bn=True,
                    gated=True,
                    squeezed=240,
                    shortcut=True,
                )
                for _ in range(2)
            ],
            ConvBn(kernel=1, groups=1, stride=1, out=960, c=160, activation=nn.Hardswish),
        )
        self.classifier = nn.Sequential(
            nn.Linear(960, 1280),
            nn.Hardswish(),
            nn.Dropout(0.2),
            nn.Linear(1280, 1000),
        )

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1).flatten(1)
        return self.classifier(x)
