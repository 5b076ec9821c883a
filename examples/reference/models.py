"""The networks of the zoo in PyTorch: torchvision's or timm's where these have them, else written from the paper."""

from vision import torchvision  # isort: skip

import timm
import torch
import torch.nn.functional as F
from dense import DeformableResNet50, SegFormerB0, deeplabv3
from detectors import PointNet, YOLOv8
from torch import nn


class AlexNetOriginal(nn.Module):
    """Krizhevsky et al., 2012, figure 2; `towers` is the number of groups in layers 2, 4 and 5."""

    def __init__(self, towers=2):
        super().__init__()
        # The paper sums the squares of five channels where PyTorch averages them: 5 * 1e-4.
        self.norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.pool = nn.MaxPool2d(3, 2)
        self.conv1 = nn.Conv2d(3, 96, 11, stride=4)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=towers)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1, groups=towers)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1, groups=towers)
        self.fc6 = nn.Linear(9216, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, 1000)

    def forward(self, x):
        x = self.pool(self.norm(F.relu(self.conv1(x))))
        x = self.pool(self.norm(F.relu(self.conv2(x))))
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = self.pool(F.relu(self.conv5(x))).flatten(1)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x)))))


def alexnet_small():
    """Dive into Deep Learning, section 8.1, with one channel and ten classes."""
    net = nn.Sequential(
        nn.Conv2d(1, 96, 11, stride=4, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Flatten(), nn.Linear(6400, 4096), nn.ReLU(), nn.Dropout(),
        nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 10),
    )
    return _Named(net=net)


class _Named(nn.Module):
    """A chain of named modules."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


def _double_conv(inputs, out, mid):
    return _Named(
        double_conv=nn.Sequential(
            nn.Conv2d(inputs, mid, 3, padding=1, bias=False), nn.BatchNorm2d(mid), nn.ReLU(),
            nn.Conv2d(mid, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU(),
        )
    )


def _down(inputs, out):
    return _Named(maxpool_conv=nn.Sequential(nn.MaxPool2d(2), _double_conv(inputs, out, out)))


class _Up(nn.Module):
    def __init__(self, inputs, out, transposed):
        super().__init__()
        if transposed:
            self.up = nn.ConvTranspose2d(inputs, inputs // 2, 2, stride=2)
        else:
            self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
        self.conv = _double_conv(inputs, out, inputs // 2)

    def forward(self, x, skip):
        x = self.up(x)
        rows, columns = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
        x = F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
        return self.conv(torch.cat([skip, x], 1))


class UNet(nn.Module):
    """Ronneberger et al., 2015, in the padded form of milesial/Pytorch-UNet."""

    def __init__(self, transposed=True):
        super().__init__()
        half = 1 if transposed else 2
        self.inc = _double_conv(3, 64, 64)
        self.down1 = _down(64, 128)
        self.down2 = _down(128, 256)
        self.down3 = _down(256, 512)
        self.down4 = _down(512, 1024 // half)
        self.up1 = _Up(1024, 512 // half, transposed)
        self.up2 = _Up(512, 256 // half, transposed)
        self.up3 = _Up(256, 128 // half, transposed)
        self.up4 = _Up(128, 64, transposed)
        self.outc = _Named(conv=nn.Conv2d(64, 2, 1))

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        x = self.up1(self.down4(x4), x4)
        return self.outc(self.up4(self.up3(self.up2(x, x3), x2), x1))


def retinanet():
    """torchvision's, up to what its heads say."""
    network = torchvision.models.get_model("retinanet_resnet50_fpn", weights=None, weights_backbone=None)
    network.forward = lambda image: network.head(list(network.backbone(image).values()))
    return network


class _Recurrent(nn.Module):
    def __init__(self, inputs, out):
        super().__init__()
        self.rnn = nn.LSTM(inputs, 256, bidirectional=True, batch_first=True)
        self.embedding = nn.Linear(512, out)

    def forward(self, x):
        return self.embedding(self.rnn(x)[0])


class CRNN(nn.Module):
    """Shi et al., 2015, table 1, with the names of meijieru/crnn.pytorch."""

    def __init__(self, classes=37):
        super().__init__()
        self.cnn = nn.Sequential()
        inputs = 1
        for i, width in enumerate((64, 128, 256, 256, 512, 512, 512)):
            window = {"kernel_size": 2} if i == 6 else {"kernel_size": 3, "padding": 1}
            self.cnn.add_module(f"conv{i}", nn.Conv2d(inputs, width, **window))
            if i in (2, 4, 6):
                self.cnn.add_module(f"batchnorm{i}", nn.BatchNorm2d(width))
            self.cnn.add_module(f"relu{i}", nn.ReLU())
            if i in (0, 1):
                self.cnn.add_module(f"pooling{i}", nn.MaxPool2d(2))
            if i in (3, 5):
                self.cnn.add_module(f"pooling{i}", nn.MaxPool2d(2, (2, 1), (0, 1)))
            inputs = width
        self.rnn = nn.Sequential(_Recurrent(512, 256), _Recurrent(256, classes))

    def forward(self, x):
        return self.rnn(self.cnn(x).squeeze(2).mT)


class _Letters(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Sequential(_Named(conv=nn.Conv1d(width, width, 5, padding=2)), nn.BatchNorm1d(width))
            for _ in range(3)
        )
        self.lstm = nn.LSTM(width, width // 2, batch_first=True, bidirectional=True)

    def forward(self, x):
        x = x.mT
        for convolution in self.convolutions:
            x = F.relu(convolution(x))
        return self.lstm(x.mT)[0]


def tacotron2_encoder(symbols=148, width=512):
    """Shen et al., 2017: the encoder of NVIDIA's tacotron2, of letters by their numbers."""
    return _Named(embedding=nn.Embedding(symbols, width), encoder=_Letters(width))


class _Causal(nn.Module):
    """A convolution of EnCodec: its padding lies before the first sample, and mirrors it."""

    def __init__(self, inputs, out, kernel):
        super().__init__()
        self.pad = kernel - 1
        self.conv = nn.utils.weight_norm(nn.Conv1d(inputs, out, kernel))

    def forward(self, x):
        return self.conv(F.pad(x, (self.pad, 0), "reflect") if self.pad else x)


class _Upsampled(nn.Module):
    def __init__(self, inputs, out, ratio):
        super().__init__()
        self.ratio = ratio
        self.conv = nn.utils.weight_norm(nn.ConvTranspose1d(inputs, out, 2 * ratio, ratio))

    def forward(self, x):
        return self.conv(x)[..., : x.shape[-1] * self.ratio]


class _Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block = nn.Sequential(
            nn.ELU(), _Causal(width, width // 2, 3), nn.ELU(), _Causal(width // 2, width, 1)
        )
        self.shortcut = _Causal(width, width, 1)

    def forward(self, x):
        return self.shortcut(x) + self.block(x)


class _Sequence(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.lstm = nn.LSTM(width, width, 2, batch_first=True)

    def forward(self, x):
        return x + self.lstm(x.mT)[0].mT


class EnCodecDecoder(nn.Module):
    """Defossez et al., 2022, at 24 kHz: EncodecDecoder of transformers, on [frames, features]."""

    def __init__(self):
        super().__init__()
        layers = [_Causal(128, 512, 7), _Sequence(512)]
        for out, ratio in ((256, 8), (128, 5), (64, 4), (32, 2)):
            layers += [nn.ELU(), _Upsampled(2 * out, out, ratio), _Residual(out)]
        self.decoder = _Named(layers=nn.Sequential(*layers, nn.ELU(), _Causal(32, 1, 7)))

    def forward(self, x):
        return self.decoder(x.mT).mT


def _published(name, **arguments):
    return lambda: torchvision.models.get_model(name, weights=None, **arguments)


# The zoo's name of a network, and how to make it.
MODELS = {
    "CRNN": CRNN,
    "Tacotron2Encoder": tacotron2_encoder,
    "EnCodecDecoder": EnCodecDecoder,
    "AlexNet": _published("alexnet"),
    "AlexNetOriginal": AlexNetOriginal,
    "AlexNetUngrouped": lambda: AlexNetOriginal(towers=1),
    "AlexNetSmall": alexnet_small,
    **{f"VGG{n}": _published(f"vgg{n}") for n in (11, 13, 16, 19)},
    **{f"VGG{n}BN": _published(f"vgg{n}_bn") for n in (11, 13, 16, 19)},
    "GoogLeNet": _published("googlenet", aux_logits=False, init_weights=False),
    **{f"ResNet{n}": _published(f"resnet{n}") for n in (18, 34, 50, 101, 152)},
    **{f"DenseNet{n}": _published(f"densenet{n}") for n in (121, 161, 169, 201)},
    "MobileNetV2": _published("mobilenet_v2"),
    **{f"ConvNeXt{size[0].upper()}": _published(f"convnext_{size}") for size in ("tiny", "small", "base")},
    **{
        f"ConvNeXtV2{zoo}": lambda size=size: timm.create_model(f"convnextv2_{size}")
        for zoo, size in (("T", "tiny"), ("B", "base"))
    },
    **{f"EfficientNetV2{size}": _published(f"efficientnet_v2_{size.lower()}") for size in "SML"},
    **{f"HRNetW{n}": lambda n=n: timm.create_model(f"hrnet_w{n}") for n in (18, 32)},
    **{f"MNASNet{w}": _published(f"mnasnet{w}") for w in ("0_5", "0_75", "1_0", "1_3")},
    **{
        f"RegNet{kind}_{size}": _published(f"regnet_{kind}_{size}".lower())
        for kind in "XY"
        for size in ("400MF", "800MF", "1_6GF", "3_2GF", "8GF")
    },
    "DeepLabV3ResNet50": lambda: deeplabv3(50),
    "DeepLabV3ResNet101": lambda: deeplabv3(101),
    "DeformableResNet50": DeformableResNet50,
    "MaxViTT": _published("maxvit_t"),
    **{f"MobileViT{size.upper()}": lambda size=size: timm.create_model(f"mobilevit_{size}") for size in ("s", "xs", "xxs")},
    "SegFormerB0": SegFormerB0,
    "RetinaNet": retinanet,
    **{f"Swin{size.upper()}": _published(f"swin_{size}") for size in "tsb"},
    "SwinV2T": _published("swin_v2_t"),
    **{f"SqueezeNet1_{n}": _published(f"squeezenet1_{n}") for n in (0, 1)},
    **{f"WideResNet{n}_2": _published(f"wide_resnet{n}_2") for n in (50, 101)},
    "PointNet": PointNet,
    "YOLOv8n": lambda: YOLOv8([16, 32, 64, 128, 256], [1, 2]),
    "UNet": UNet,
    "UNetBilinear": lambda: UNet(transposed=False),
}
