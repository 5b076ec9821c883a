"""YOLOv8n, which bbc wrote of yolov8.bb.

    image: float32 [batch, 3, 640, 640]
    output -> [batch, 84, 8400]
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


def indexed(function, shape, dtype):
    """A tensor of what a function says for each index."""
    kind = torch.float64 if dtype.is_floating_point else torch.int64
    counts = [torch.arange(size, dtype=kind) for size in shape]
    return function(*torch.meshgrid(*counts, indexing="ij")).to(dtype)


class Conv(nn.Module):
    def __init__(self, kernel, stride, out, c):
        super().__init__()
        self.conv = nn.Conv2d(c, out, kernel, stride=stride, padding=kernel // 2, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=0.001)

    def forward(self, x):
        return F.silu(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    def __init__(self, c, shortcut=False):
        super().__init__()
        self.shortcut = shortcut
        self.cv1 = Conv(kernel=3, stride=1, out=c, c=c)
        self.cv2 = Conv(kernel=3, stride=1, out=c, c=c)

    def forward(self, x):
        y = self.cv1(x)
        y = self.cv2(y)
        if self.shortcut:
            y = x + y
        return y


class C2f(nn.Module):
    def __init__(self, n, out, c, c2, shortcut=False):
        super().__init__()
        self.cv1 = Conv(kernel=1, stride=1, out=out, c=c)
        self.m = nn.ModuleList([Bottleneck(out // 2, shortcut=shortcut) for _ in range(n)])
        self.cv2 = Conv(kernel=1, stride=1, out=out, c=c2)

    def forward(self, x):
        x, y = self.cv1(x).chunk(2, 1)
        outputs = [x, y]
        for layer in self.m:
            y = layer(y)
            outputs.append(y)
        return self.cv2(torch.cat(outputs, 1))


class SPPF(nn.Module):
    def __init__(self):
        super().__init__()
        self.cv1 = Conv(kernel=1, stride=1, out=128, c=256)
        self.cv2 = Conv(kernel=1, stride=1, out=256, c=512)

    def forward(self, x):
        x = self.cv1(x)
        y = F.max_pool2d(x, 5, stride=1, padding=2)
        z = F.max_pool2d(y, 5, stride=1, padding=2)
        x = torch.cat([x, y, z, F.max_pool2d(z, 5, stride=1, padding=2)], 1)
        return self.cv2(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.cv2 = nn.ModuleList(
            [
                nn.Sequential(
                    *[Conv(kernel=3, stride=1, out=64, c=64) for _ in range(2)],
                    nn.Conv2d(64, 64, 1),
                ),
                nn.Sequential(
                    Conv(kernel=3, stride=1, out=64, c=128),
                    Conv(kernel=3, stride=1, out=64, c=64),
                    nn.Conv2d(64, 64, 1),
                ),
                nn.Sequential(
                    Conv(kernel=3, stride=1, out=64, c=256),
                    Conv(kernel=3, stride=1, out=64, c=64),
                    nn.Conv2d(64, 64, 1),
                ),
            ],
        )
        self.cv3 = nn.ModuleList(
            [
                nn.Sequential(
                    Conv(kernel=3, stride=1, out=80, c=64),
                    Conv(kernel=3, stride=1, out=80, c=80),
                    nn.Conv2d(80, 80, 1),
                ),
                nn.Sequential(
                    Conv(kernel=3, stride=1, out=80, c=128),
                    Conv(kernel=3, stride=1, out=80, c=80),
                    nn.Conv2d(80, 80, 1),
                ),
                nn.Sequential(
                    Conv(kernel=3, stride=1, out=80, c=256),
                    Conv(kernel=3, stride=1, out=80, c=80),
                    nn.Conv2d(80, 80, 1),
                ),
            ],
        )
        self.dfl = nn.Sequential(OrderedDict([("conv", nn.Conv2d(16, 1, 1, bias=False))]))

    def forward(self, x, y, z, u):
        v = self.cv2[2](z).flatten(2)
        w = self.cv3[0](x).flatten(2)
        p = self.cv3[1](y).flatten(2)
        z = self.cv3[2](z).flatten(2)
        x = torch.cat([self.cv2[0](x).flatten(2), self.cv2[1](y).flatten(2), v], -1)
        x = x.unflatten(1, (4, 16)).permute(0, 2, 1, 3).flatten(1)
        x = self.dfl(x.unflatten(-1, (16, 4, 8400)).softmax(1)).flatten(1, 2)
        x, y = x.chunk(2, 1)
        x = u - x
        u = u + y
        x = torch.cat([(x + u) * 0.5, u - x], 1)
        return w, p, z, x


class YOLOv8n(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer(
            "strides",
            indexed(
                lambda j, i: torch.where(i < 6400, 8, torch.where(i < 8000, 16, 32)),
                (1, 8400),
                torch.float32,
            ),
            persistent=False,
        )
        self.register_buffer(
            "centres",
            indexed(
                lambda j, i: (
                    0.5
                    + torch.where(
                        i < 6400,
                        torch.where(j == 0, i % 80, i // 80),
                        torch.where(
                            i < 8000,
                            torch.where(j == 0, (i - 6400) % 40, (i - 6400) // 40),
                            torch.where(j == 0, (i - 8000) % 20, (i - 8000) // 20),
                        ),
                    )
                ),
                (2, 8400),
                torch.float32,
            ),
            persistent=False,
        )
        self.model = nn.ModuleDict(
            [
                ("0", Conv(kernel=3, stride=2, out=16, c=3)),
                ("1", Conv(kernel=3, stride=2, out=32, c=16)),
                ("2", C2f(n=1, out=32, c=32, c2=48, shortcut=True)),
                ("3", Conv(kernel=3, stride=2, out=64, c=32)),
                ("4", C2f(n=2, out=64, c=64, c2=128, shortcut=True)),
                ("5", Conv(kernel=3, stride=2, out=128, c=64)),
                ("6", C2f(n=2, out=128, c=128, c2=256, shortcut=True)),
                ("7", Conv(kernel=3, stride=2, out=256, c=128)),
                ("8", C2f(n=1, out=256, c=256, c2=384, shortcut=True)),
                ("9", SPPF()),
                ("12", C2f(n=1, out=128, c=384, c2=192)),
                ("15", C2f(n=1, out=64, c=192, c2=96)),
                ("16", Conv(kernel=3, stride=2, out=64, c=64)),
                ("18", C2f(n=1, out=128, c=192, c2=192)),
                ("19", Conv(kernel=3, stride=2, out=128, c=128)),
                ("21", C2f(n=1, out=256, c=384, c2=384)),
                ("22", Model()),
            ],
        )

    def forward(self, x):
        x = self.model["0"](x)
        x = self.model["1"](x)
        x = self.model["2"](x)
        x = self.model["3"](x)
        x = self.model["4"](x)
        y = self.model["5"](x)
        y = self.model["6"](y)
        z = self.model["7"](y)
        z = self.model["8"](z)
        z = self.model["9"](z)
        y = self.model["12"](torch.cat([F.interpolate(z, scale_factor=2), y], 1))
        x = self.model["15"](torch.cat([F.interpolate(y, scale_factor=2), x], 1))
        y = torch.cat([self.model["16"](x), y], 1)
        y = self.model["18"](y)
        z = torch.cat([self.model["19"](y), z], 1)
        z = self.model["21"](z)
        x, y, z, u = self.model["22"](x, y, z, self.centres)
        x = torch.sigmoid(torch.cat([x, y, z], -1))
        return torch.cat([u * self.strides, x], 1)
