"""GoogLeNet, which bbc wrote of googlenet.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

import torch
import torch.nn.functional as F
from torch import nn


class ConvBn(nn.Module):
    def __init__(self, padding, kernel, stride, out, c):
        super().__init__()
        self.conv = nn.Conv2d(c, out, kernel, stride=stride, padding=padding, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(nn.Module):
    def __init__(self, pool, c1, c, out, out2, out3, out4):
        super().__init__()
        self.branch1 = ConvBn(padding=0, kernel=1, stride=1, out=c1, c=c)
        self.branch2 = nn.Sequential(
            ConvBn(padding=0, kernel=1, stride=1, out=out, c=c),
            ConvBn(padding=1, kernel=3, stride=1, out=out2, c=out),
        )
        self.branch3 = nn.Sequential(
            ConvBn(padding=0, kernel=1, stride=1, out=out3, c=c),
            ConvBn(padding=1, kernel=3, stride=1, out=out4, c=out3),
        )
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1, ceil_mode=True),
            ConvBn(padding=0, kernel=1, stride=1, out=pool, c=c),
        )

    def forward(self, x):
        y = self.branch4(x)
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), y], 1)


class GoogLeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = ConvBn(padding=3, kernel=7, stride=2, out=64, c=3)
        self.conv2 = ConvBn(padding=0, kernel=1, stride=1, out=64, c=64)
        self.conv3 = ConvBn(padding=1, kernel=3, stride=1, out=192, c=64)
        self.inception3a = Inception(pool=32, c1=64, c=192, out=96, out2=128, out3=16, out4=32)
        self.inception3b = Inception(pool=64, c1=128, c=256, out=128, out2=192, out3=32, out4=96)
        self.inception4a = Inception(pool=64, c1=192, c=480, out=96, out2=208, out3=16, out4=48)
        self.inception4b = Inception(pool=64, c1=160, c=512, out=112, out2=224, out3=24, out4=64)
        self.inception4c = Inception(pool=64, c1=128, c=512, out=128, out2=256, out3=24, out4=64)
        self.inception4d = Inception(pool=64, c1=112, c=512, out=144, out2=288, out3=32, out4=64)
        self.inception4e = Inception(pool=128, c1=256, c=528, out=160, out2=320, out3=32, out4=128)
        self.inception5a = Inception(pool=128, c1=256, c=832, out=160, out2=320, out3=32, out4=128)
        self.inception5b = Inception(pool=128, c1=384, c=832, out=192, out2=384, out3=48, out4=128)
        self.fc = nn.Linear(1024, 1000)

    def forward(self, x):
        x = F.max_pool2d(self.conv1(x), 3, stride=2, ceil_mode=True)
        x = self.conv2(x)
        x = F.max_pool2d(self.conv3(x), 3, stride=2, ceil_mode=True)
        x = self.inception3a(x)
        x = F.max_pool2d(self.inception3b(x), 3, stride=2, ceil_mode=True)
        x = self.inception4a(x)
        x = self.inception4b(x)
        x = self.inception4c(x)
        x = self.inception4d(x)
        x = F.max_pool2d(self.inception4e(x), 2, ceil_mode=True)
        x = self.inception5a(x)
        x = F.adaptive_avg_pool2d(self.inception5b(x), 1).flatten(1)
        return self.fc(F.dropout(x, 0.2, self.training))
