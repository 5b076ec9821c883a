"""ResNet50, which bbc wrote of resnet.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

import torch.nn.functional as F
from torch import nn


class Shortcut(nn.Sequential):
    def __init__(self, stride, out, c):
        super().__init__(nn.Conv2d(c, out, 1, stride=stride, bias=False), nn.BatchNorm2d(out))


class Bottleneck(nn.Module):
    def __init__(self, width, stride, c, downsample=False):
        super().__init__()
        self.conv1 = nn.Conv2d(c, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.downsample = Shortcut(stride=stride, out=4 * width, c=c) if downsample else nn.Identity()

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class ResNet50(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = nn.Sequential(
            Bottleneck(width=64, stride=1, c=64, downsample=True),
            *[Bottleneck(width=64, stride=1, c=256) for _ in range(2)],
        )
        self.layer2 = nn.Sequential(
            Bottleneck(width=128, stride=2, c=256, downsample=True),
            *[Bottleneck(width=128, stride=1, c=512) for _ in range(3)],
        )
        self.layer3 = nn.Sequential(
            Bottleneck(width=256, stride=2, c=512, downsample=True),
            *[Bottleneck(width=256, stride=1, c=1024) for _ in range(5)],
        )
        self.layer4 = nn.Sequential(
            Bottleneck(width=512, stride=2, c=1024, downsample=True),
            *[Bottleneck(width=512, stride=1, c=2048) for _ in range(2)],
        )
        self.fc = nn.Linear(2048, 1000)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, stride=2, padding=1)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = F.adaptive_avg_pool2d(self.layer4(x), 1).flatten(1)
        return self.fc(x)
