"""HiFiGAN, which bbc wrote of hifi_gan.bb.

    mel: float32 [batch, 100, 80]
    output -> [batch, 25600, 1]
"""

import torch
import torch.nn.functional as F
from torch import nn


class Residual(nn.Module):
    def __init__(self, kernel, d, padding, padding2):
        super().__init__()
        self.convs1 = nn.ModuleList(
            [
                nn.utils.weight_norm(nn.Conv1d(d, d, kernel, padding=kernel // 2)),
                nn.utils.weight_norm(nn.Conv1d(d, d, kernel, padding=padding, dilation=3)),
                nn.utils.weight_norm(nn.Conv1d(d, d, kernel, padding=padding2, dilation=5)),
            ],
        )
        self.convs2 = nn.ModuleList(
            [nn.utils.weight_norm(nn.Conv1d(d, d, kernel, padding=kernel // 2)) for _ in range(3)],
        )

    def forward(self, x):
        y = self.convs1[0](F.leaky_relu(x, negative_slope=0.1))
        x = x + self.convs2[0](F.leaky_relu(y, negative_slope=0.1))
        y = self.convs1[1](F.leaky_relu(x, negative_slope=0.1))
        x = x + self.convs2[1](F.leaky_relu(y, negative_slope=0.1))
        y = self.convs1[2](F.leaky_relu(x, negative_slope=0.1))
        return x + self.convs2[2](F.leaky_relu(y, negative_slope=0.1))


class HiFiGAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_pre = nn.utils.weight_norm(nn.Conv1d(80, 512, 7, padding=3))
        self.ups = nn.ModuleList(
            [
                nn.utils.weight_norm(nn.ConvTranspose1d(512, 256, 16, stride=8, padding=4)),
                nn.utils.weight_norm(nn.ConvTranspose1d(256, 128, 16, stride=8, padding=4)),
                nn.utils.weight_norm(nn.ConvTranspose1d(128, 64, 4, stride=2, padding=1)),
                nn.utils.weight_norm(nn.ConvTranspose1d(64, 32, 4, stride=2, padding=1)),
            ],
        )
        self.resblocks = nn.ModuleList(
            [
                Residual(kernel=3, d=256, padding=3, padding2=5),
                Residual(kernel=7, d=256, padding=9, padding2=15),
                Residual(kernel=11, d=256, padding=15, padding2=25),
                Residual(kernel=3, d=128, padding=3, padding2=5),
                Residual(kernel=7, d=128, padding=9, padding2=15),
                Residual(kernel=11, d=128, padding=15, padding2=25),
                Residual(kernel=3, d=64, padding=3, padding2=5),
                Residual(kernel=7, d=64, padding=9, padding2=15),
                Residual(kernel=11, d=64, padding=15, padding2=25),
                Residual(kernel=3, d=32, padding=3, padding2=5),
                Residual(kernel=7, d=32, padding=9, padding2=15),
                Residual(kernel=11, d=32, padding=15, padding2=25),
            ],
        )
        self.conv_post = nn.utils.weight_norm(nn.Conv1d(32, 1, 7, padding=3))

    def forward(self, x):
        x = F.leaky_relu(self.conv_pre(x.mT), negative_slope=0.1)
        x = self.ups[0](x)
        x = self.resblocks[0](x) + self.resblocks[1](x) + self.resblocks[2](x)
        x = self.ups[1](F.leaky_relu(x * 0.3333333333333333, negative_slope=0.1))
        x = self.resblocks[3](x) + self.resblocks[4](x) + self.resblocks[5](x)
        x = self.ups[2](F.leaky_relu(x * 0.3333333333333333, negative_slope=0.1))
        x = self.resblocks[6](x) + self.resblocks[7](x) + self.resblocks[8](x)
        x = self.ups[3](F.leaky_relu(x * 0.3333333333333333, negative_slope=0.1))
        x = self.resblocks[9](x) + self.resblocks[10](x) + self.resblocks[11](x)
        return torch.tanh(self.conv_post(F.leaky_relu(x * 0.3333333333333333))).mT
