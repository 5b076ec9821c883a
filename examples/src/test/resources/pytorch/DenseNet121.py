"""DenseNet121, which bbc wrote of densenet.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class DenseLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(c)
        self.conv1 = nn.Conv2d(c, 128, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(128)
        self.conv2 = nn.Conv2d(128, 32, 3, padding=1, bias=False)

    def forward(self, x):
        y = F.relu(self.norm2(self.conv1(F.relu(self.norm1(x)))))
        return torch.cat([x, self.conv2(y)], 1)


class Transition(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm = nn.BatchNorm2d(c)
        self.conv = nn.Conv2d(c, c // 2, 1, bias=False)

    def forward(self, x):
        return F.avg_pool2d(self.conv(F.relu(self.norm(x))), 2)


class DenseNet121(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            OrderedDict(
                [
                    ("conv0", nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)),
                    ("norm0", nn.BatchNorm2d(64)),
                    ("2", nn.ReLU()),
                    ("3", nn.MaxPool2d(3, stride=2, padding=1)),
                    (
                        "denseblock1",
                        nn.Sequential(
                            OrderedDict(
                                [(f"denselayer{i + 1}", DenseLayer(64 + 32 * i)) for i in range(6)],
                            ),
                        ),
                    ),
                    ("transition1", Transition(256)),
                    (
                        "denseblock2",
                        nn.Sequential(
                            OrderedDict(
                                [
                                    (f"denselayer{i + 1}", DenseLayer(128 + 32 * i))
                                    for i in range(12)
                                ],
                            ),
                        ),
                    ),
                    ("transition2", Transition(512)),
                    (
                        "denseblock3",
                        nn.Sequential(
                            OrderedDict(
                                [
                                    (f"denselayer{i + 1}", DenseLayer(256 + 32 * i))
                                    for i in range(24)
                                ],
                            ),
                        ),
                    ),
                    ("transition3", Transition(1024)),
                    (
                        "denseblock4",
                        nn.Sequential(
                            OrderedDict(
                                [
                                    (f"denselayer{i + 1}", DenseLayer(512 + 32 * i))
                                    for i in range(16)
                                ],
                            ),
                        ),
                    ),
                    ("norm5", nn.BatchNorm2d(1024)),
                ],
            ),
        )
        self.classifier = nn.Linear(1024, 1000)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(F.relu(self.features(x)), 1).flatten(1)
        return self.classifier(x)
