"""UNet, which bbc wrote of unet.bb.

    image: float32 [batch, 3, 572, 572]
    output -> [batch, 2, 572, 572]
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class DoubleConv(nn.Module):
    def __init__(self, mid, c):
        super().__init__()
        self.double_conv = nn.Sequential(
            nn.Conv2d(c, mid, 3, padding=1, bias=False),
            nn.BatchNorm2d(mid),
            nn.ReLU(),
            nn.Conv2d(mid, mid, 3, padding=1, bias=False),
            nn.BatchNorm2d(mid),
            nn.ReLU(),
        )

    def forward(self, x):
        return self.double_conv(x)


class Down(nn.Module):
    def __init__(self, out, c):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(out, c))

    def forward(self, x):
        return self.maxpool_conv(x)


class Up(nn.Module):
    def __init__(self, out, c, pad=False):
        super().__init__()
        self.pad = pad
        self.up = nn.ConvTranspose2d(c, out, 2, stride=2)
        self.conv = DoubleConv(out, c)

    def forward(self, x, y):
        x = self.up(x)
        if self.pad:
            x = F.pad(x, (0, 1, 0, 1))
        return self.conv(torch.cat([y, x], 1))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.inc = DoubleConv(64, 3)
        self.down1 = Down(128, 64)
        self.down2 = Down(256, 128)
        self.down3 = Down(512, 256)
        self.down4 = Down(1024, 512)
        self.up1 = Up(out=512, c=1024, pad=True)
        self.up2 = Up(out=256, c=512, pad=True)
        self.up3 = Up(out=128, c=256)
        self.up4 = Up(out=64, c=128)
        self.outc = nn.Sequential(OrderedDict([("conv", nn.Conv2d(64, 2, 1))]))

    def forward(self, x):
        x = self.inc(x)
        y = self.down1(x)
        z = self.down2(y)
        u = self.down3(z)
        v = self.down4(u)
        v = self.up1(v, u)
        v = self.up2(v, z)
        v = self.up3(v, y)
        x = self.up4(v, x)
        return self.outc(x)
