"""VoVNet39, which bbc wrote of vovnet.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class NormConv(nn.Module):
    def __init__(self, kernel, name, out, c):
        super().__init__()
        self.name = name
        self.add_module(f"{name}/conv", nn.Conv2d(c, out, kernel, padding=kernel // 2, bias=False))
        self.add_module(f"{name}/norm", nn.BatchNorm2d(out))

    def forward(self, x):
        x = self.get_submodule(f"{self.name}/conv")(x)
        return F.relu(self.get_submodule(f"{self.name}/norm")(x))


class OneShot(nn.Module):
    def __init__(self, width, name, out, c, c2, skip=False):
        super().__init__()
        self.skip = skip
        self.layers = nn.ModuleList(
            [
                NormConv(kernel=3, name=f"{name}_0", out=width, c=c),
                *[NormConv(kernel=3, name=f"{name}_{i + 1}", out=width, c=width) for i in range(4)],
            ],
        )
        self.concat = NormConv(kernel=1, name=f"{name}_concat", out=out, c=c2)

    def forward(self, x):
        outputs = [x]
        y = x
        for layer in self.layers:
            y = layer(y)
            outputs.append(y)
        concat = self.concat(torch.cat(outputs, 1))
        if self.skip:
            concat = x + concat
        return concat


class VoVNet39(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            OrderedDict(
                [
                    ("stem_1/conv", nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)),
                    ("stem_1/norm", nn.BatchNorm2d(64)),
                    ("2", nn.ReLU()),
                    ("stem_2/conv", nn.Conv2d(64, 64, 3, padding=1, bias=False)),
                    ("stem_2/norm", nn.BatchNorm2d(64)),
                    ("5", nn.ReLU()),
                    ("stem_3/conv", nn.Conv2d(64, 128, 3, stride=2, padding=1, bias=False)),
                    ("stem_3/norm", nn.BatchNorm2d(128)),
                    ("8", nn.ReLU()),
                ],
            ),
        )
        self.stage2 = nn.Sequential(
            OrderedDict([("OSA2_1", OneShot(width=128, name="OSA2_1", out=256, c=128, c2=768))]),
        )
        self.stage3 = nn.Sequential(
            OrderedDict(
                [
                    ("0", nn.MaxPool2d(3, stride=2, ceil_mode=True)),
                    ("OSA3_1", OneShot(width=160, name="OSA3_1", out=512, c=256, c2=1056)),
                ],
            ),
        )
        self.stage4 = nn.Sequential(
            OrderedDict(
                [
                    ("0", nn.MaxPool2d(3, stride=2, ceil_mode=True)),
                    ("OSA4_1", OneShot(width=192, name="OSA4_1", out=768, c=512, c2=1472)),
                    (
                        "OSA4_2",
                        OneShot(width=192, name="OSA4_2", out=768, c=768, c2=1728, skip=True),
                    ),
                ],
            ),
        )
        self.stage5 = nn.Sequential(
            OrderedDict(
                [
                    ("0", nn.MaxPool2d(3, stride=2, ceil_mode=True)),
                    ("OSA5_1", OneShot(width=224, name="OSA5_1", out=1024, c=768, c2=1888)),
                    (
                        "OSA5_2",
                        OneShot(width=224, name="OSA5_2", out=1024, c=1024, c2=2144, skip=True),
                    ),
                ],
            ),
        )
        self.classifier = nn.Linear(1024, 1000)

    def forward(self, x):
        x = self.stem(x)
        x = self.stage2(x)
        x = self.stage3(x)
        x = self.stage4(x)
        x = F.adaptive_avg_pool2d(self.stage5(x), 1).flatten(1)
        return self.classifier(x)
