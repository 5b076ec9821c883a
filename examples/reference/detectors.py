"""Networks of which no installed package has a definition.

Modules are called as in the published files: YOLOv8's as in ultralytics', PointNet's as in
fxia22/pointnet.pytorch.
"""

import torch
from torch import nn


class Conv(nn.Module):
    def __init__(self, c, out, kernel=1, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(c, out, kernel, stride, kernel // 2, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=1e-3)

    def forward(self, x):
        return nn.functional.silu(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    def __init__(self, c, shortcut):
        super().__init__()
        self.cv1 = Conv(c, c, 3)
        self.cv2 = Conv(c, c, 3)
        self.shortcut = shortcut

    def forward(self, x):
        y = self.cv2(self.cv1(x))
        return x + y if self.shortcut else y


class C2f(nn.Module):
    def __init__(self, c, out, n, shortcut=False):
        super().__init__()
        self.cv1 = Conv(c, out)
        self.cv2 = Conv((2 + n) * (out // 2), out)
        self.m = nn.ModuleList(Bottleneck(out // 2, shortcut) for _ in range(n))

    def forward(self, x):
        parts = list(self.cv1(x).chunk(2, 1))
        for bottleneck in self.m:
            parts.append(bottleneck(parts[-1]))
        return self.cv2(torch.cat(parts, 1))


class SPPF(nn.Module):
    def __init__(self, c, out):
        super().__init__()
        self.cv1 = Conv(c, c // 2)
        self.cv2 = Conv(c // 2 * 4, out)
        self.m = nn.MaxPool2d(5, 1, 2)

    def forward(self, x):
        parts = [self.cv1(x)]
        for _ in range(3):
            parts.append(self.m(parts[-1]))
        return self.cv2(torch.cat(parts, 1))


class Detect(nn.Module):
    """Boxes as centres and sizes in pixels, and the classes' probabilities, for all cells."""

    def __init__(self, widths, classes):
        super().__init__()
        box = max(16, widths[0] // 4, 64)
        hidden = max(widths[0], min(classes, 100))

        def head(c, width, out):
            return nn.Sequential(Conv(c, width, 3), Conv(width, width, 3), nn.Conv2d(width, out, 1))

        self.cv2 = nn.ModuleList(head(c, box, 64) for c in widths)
        self.cv3 = nn.ModuleList(head(c, hidden, classes) for c in widths)
        self.dfl = nn.Module()
        self.dfl.conv = nn.Conv2d(16, 1, 1, bias=False)

    def forward(self, levels):
        sides, scores, centres, strides = [], [], [], []
        for i, x in enumerate(levels):
            sides.append(self.cv2[i](x).flatten(2))
            scores.append(self.cv3[i](x).flatten(2))
            height, width = x.shape[2:]
            y, across = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
            centres.append(torch.stack([across, y]).flatten(1).to(x.dtype) + 0.5)
            strides.append(torch.full((1, height * width), 8.0 * 2**i, dtype=x.dtype))
        centre = torch.cat(centres, 1)
        side = torch.cat(sides, 2)
        distribution = side.view(len(side), 4, 16, -1).transpose(1, 2).softmax(1)
        near, far = self.dfl.conv(distribution).squeeze(1).chunk(2, 1)
        first, last = centre - near, centre + far
        boxes = torch.cat([(first + last) / 2, last - first], 1) * torch.cat(strides, 1)
        return torch.cat([boxes, torch.cat(scores, 2).sigmoid()], 1)


class YOLOv8(nn.Module):
    def __init__(self, widths, depths, classes=80):
        super().__init__()
        a, b, c, d, e = widths
        n, m = depths
        joined = nn.Identity
        self.model = nn.ModuleList([
            Conv(3, a, 3, 2), Conv(a, b, 3, 2), C2f(b, b, n, True), Conv(b, c, 3, 2),
            C2f(c, c, m, True), Conv(c, d, 3, 2), C2f(d, d, m, True), Conv(d, e, 3, 2),
            C2f(e, e, n, True), SPPF(e, e), nn.Upsample(scale_factor=2), joined(),
            C2f(d + e, d, n), nn.Upsample(scale_factor=2), joined(), C2f(c + d, c, n),
            Conv(c, c, 3, 2), joined(), C2f(c + d, d, n), Conv(d, d, 3, 2), joined(),
            C2f(d + e, e, n), Detect((c, d, e), classes)])

    def forward(self, x):
        found = {}
        source = {11: 6, 14: 4, 17: 12, 20: 9}
        for i, layer in enumerate(self.model[:-1]):
            x = torch.cat([x, found[source[i]]], 1) if i in source else layer(x)
            found[i] = x
        return self.model[22]([found[15], found[18], found[21]])


class Transform(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k
        for i, (c, out) in enumerate([(k, 64), (64, 128), (128, 1024)], 1):
            setattr(self, f"conv{i}", nn.Conv1d(c, out, 1))
        self.fc1, self.fc2, self.fc3 = nn.Linear(1024, 512), nn.Linear(512, 256), nn.Linear(256, k * k)
        for i, width in enumerate([64, 128, 1024, 512, 256], 1):
            setattr(self, f"bn{i}", nn.BatchNorm1d(width))

    def forward(self, points):
        x = points
        for i in (1, 2, 3):
            x = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)).relu()
        x = self.bn4(self.fc1(x.amax(2))).relu()
        x = self.bn5(self.fc2(x)).relu()
        turn = self.fc3(x).view(-1, self.k, self.k) + torch.eye(self.k, dtype=x.dtype)
        return (points.mT @ turn).mT


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.stn = Transform(3)
        for i, (c, out) in enumerate([(3, 64), (64, 128), (128, 1024)], 1):
            setattr(self, f"conv{i}", nn.Conv1d(c, out, 1))
        for i, width in enumerate([64, 128, 1024], 1):
            setattr(self, f"bn{i}", nn.BatchNorm1d(width))
        self.fstn = Transform(64)

    def forward(self, points):
        x = self.bn1(self.conv1(self.stn(points))).relu()
        x = self.bn2(self.conv2(self.fstn(x))).relu()
        return self.bn3(self.conv3(x)).amax(2)


class PointNet(nn.Module):
    """Takes its points as the three channels of pixels, one after the other in memory."""

    def __init__(self, classes=40):
        super().__init__()
        self.feat = Features()
        self.fc1, self.fc2 = nn.Linear(1024, 512), nn.Linear(512, 256)
        self.fc3 = nn.Linear(256, classes)
        self.bn1, self.bn2 = nn.BatchNorm1d(512), nn.BatchNorm1d(256)

    def forward(self, image):
        x = self.feat(image.reshape(len(image), -1, 3).mT)
        x = self.bn1(self.fc1(x)).relu()
        x = self.bn2(self.fc2(x)).relu()
        return self.fc3(x)
