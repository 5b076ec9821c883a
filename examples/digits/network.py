"""Digits, which bbc wrote of digits.bb.

    image: float32 [batch, 1, 28, 28]
    output -> [batch, 10]
"""

import torch.nn.functional as F
from torch import nn


class ConvBn(nn.Module):
    def __init__(self, kernel, groups, stride, out, c):
        super().__init__()
        self.conv = nn.Conv2d(
            c,
            out,
            kernel,
            stride=stride,
            padding=kernel // 2,
            groups=groups,
            bias=False,
        )
        self.bn = nn.BatchNorm2d(out)

    def forward(self, x):
        return self.bn(self.conv(x))


class Separable(nn.Module):
    def __init__(self, stride, out, c):
        super().__init__()
        self.depthwise = ConvBn(kernel=5, groups=c, stride=stride, out=c, c=c)
        self.pointwise = ConvBn(kernel=1, groups=1, stride=1, out=out, c=c)

    def forward(self, x):
        x = F.relu(self.depthwise(x))
        return F.relu(self.pointwise(x))


class Residual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1 = ConvBn(kernel=3, groups=1, stride=1, out=c, c=c)
        self.conv2 = ConvBn(kernel=3, groups=1, stride=1, out=c, c=c)

    def forward(self, x):
        y = F.relu(self.conv1(x))
        return F.relu(x + self.conv2(y))


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = ConvBn(kernel=3, groups=1, stride=1, out=16, c=1)
        self.stage1 = nn.Sequential(Separable(stride=1, out=32, c=16), Residual(32))
        self.stage2 = nn.Sequential(Separable(stride=2, out=64, c=32), Residual(64))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.stem(x)), 2)
        x = self.stage1(x)
        x = F.adaptive_avg_pool2d(self.stage2(x), 1).flatten(1)
        return self.fc(F.dropout(x, 0.1, self.training))
