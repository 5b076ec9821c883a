"""Packs small models whose layers PyTorch's exporters spell out, and a few that cannot be imported.

    pip install torch onnx onnxscript
    python onnx_spellings.py ../resources/importing/spellings.zip
    python onnx_spellings.py ../resources/importing/spellings.zip Causal Lengths   # these alone

An entry is as in conformance.zip: a model, inputs and outputs. What the import of each is has been approved, in the folder
beside the archive.
"""

import io
import logging
import math
import struct
import sys
import warnings
import zipfile

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from torch import nn

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
T, D, H = 5, 8, 2  # tokens, features, heads
SPELLINGS = {}


def spelling(*given, dynamo=False, folded=True):
    """Registers a model, by the name of its class, with what it is given."""

    def register(kind):
        SPELLINGS[kind.__name__ + ("Dynamo" if dynamo else "")] = (kind, given, dynamo, folded)
        return kind

    return register


def noise(*shape):
    return torch.from_numpy(np.random.default_rng(7).standard_normal(shape, dtype="float32"))


def heads(x, n=H):
    return x.view(*x.shape[:-1], n, -1).transpose(-2, -3)


class Projected(nn.Module):
    def __init__(self, keys=D):
        super().__init__()
        self.q, self.k, self.v, self.o = nn.Linear(D, D), nn.Linear(D, keys), nn.Linear(D, keys), nn.Linear(D, D)

    def together(self, y):
        return self.o(y.transpose(1, 2).reshape(1, -1, D))


@spelling(noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D))
class ScaledDotProduct(Projected):
    def forward(self, x):
        y = F.scaled_dot_product_attention(heads(self.q(x)), heads(self.k(x)), heads(self.v(x)))
        return self.together(y)


@spelling(noise(1, T, D))
class Causal(Projected):
    def forward(self, x):
        y = F.scaled_dot_product_attention(heads(self.q(x)), heads(self.k(x)), heads(self.v(x)), is_causal=True)
        return self.together(y)


@spelling(noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D))
class Masked(Projected):
    """A mask that hides two keys, as truth values."""

    def forward(self, x):
        seen = (torch.arange(T) < T - 2)[None, None, None, :]
        y = F.scaled_dot_product_attention(heads(self.q(x)), heads(self.k(x)), heads(self.v(x)), attn_mask=seen)
        return self.together(y)


@spelling(noise(1, T, D), torch.tensor([[1, 1, 0, 1, 0]]), dynamo=True)
@spelling(noise(1, T, D), torch.tensor([[1, 1, 0, 1, 0]]))
class Padded(Projected):
    """What is padding, computed with as numbers, and a sum around."""

    def forward(self, x, mask):
        seen = (1 - (mask == 0).float()) != 0
        hidden = torch.where(seen, 0.0, -torch.inf)[:, None, None]
        scores = heads(self.q(x)) @ heads(self.k(x)).transpose(-1, -2) / (D / H) ** 0.5
        return x + self.together((scores + hidden).softmax(-1) @ heads(self.v(x)))


@spelling(noise(1, T, D))
class HiddenByWhere(Projected):
    """GPT-2's way."""

    def forward(self, x):
        scores = heads(self.q(x)) @ heads(self.k(x)).transpose(-1, -2) / (D / H) ** 0.5
        earlier = torch.ones(T, T, dtype=torch.bool).tril()
        shares = torch.where(earlier, scores, torch.tensor(-3.4e38)).softmax(-1)
        return self.together(shares @ heads(self.v(x)))


@spelling(noise(1, 4, 6, D), dynamo=True)
@spelling(noise(1, 4, 6, D))
class Guarded(Projected):
    """Windows of an image, with a bias, of which a query that sees no key gets 0; and rows of tokens for what follows."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(D)
        self.table = nn.Parameter(noise(15, H))
        places = torch.arange(6)
        rows = places[:, None] // 3 - places // 3 + 1
        self.register_buffer("pairs", rows * 5 + places[:, None] % 3 - places % 3 + 2, persistent=False)

    def forward(self, x):
        windows = x.view(2, 2, 2, 3, D).transpose(1, 2).reshape(24, D)
        tokens = self.norm(windows).view(4, 6, D)
        q, k, v = (heads(f(tokens)) for f in (self.q, self.k, self.v))
        scores = q @ k.transpose(-1, -2) / (D / H) ** 0.5 + self.table[self.pairs.flatten()].T.reshape(1, H, 6, 6)
        none = scores.amax(-1, keepdim=True) <= -3.4e38
        shares = torch.where(none, torch.tensor(0.0), scores.softmax(-1))
        return self.o((shares @ v).transpose(1, 2).reshape(24, D)) + windows


@spelling(noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D))
class Packed(nn.Module):
    """timm's way: queries, keys and values in one product."""

    def __init__(self):
        super().__init__()
        self.qkv, self.proj = nn.Linear(D, 3 * D), nn.Linear(D, D)

    def forward(self, x):
        q, k, v = self.qkv(x).reshape(1, T, 3, H, D // H).permute(2, 0, 3, 1, 4).unbind(0)
        shares = (q * (D / H) ** -0.5 @ k.transpose(-2, -1)).softmax(-1)
        return self.proj((shares @ v).transpose(1, 2).reshape(1, T, D))


@spelling(noise(1, T, D))
class MultiHead(nn.Module):
    """torchvision's way: PyTorch's own layer."""

    def __init__(self):
        super().__init__()
        self.self_attention = nn.MultiheadAttention(D, H, batch_first=True)

    def forward(self, x):
        return self.self_attention(x, x, x, need_weights=False)[0]


class Turned(Projected):
    """Llama's way: fewer keys than queries, and rotary embeddings of some features."""

    def __init__(self, turned):
        super().__init__(keys=D // 2)
        self.turned = turned
        self.register_buffer("frequencies", 10000 ** (-torch.arange(0, turned, 2) / turned))

    def rotary(self, x):
        angles = (torch.arange(T)[:, None] * self.frequencies).repeat(1, 2)
        first, rest = x[..., : self.turned], x[..., self.turned :]
        a, b = first.chunk(2, -1)
        made = first * angles.cos() + torch.cat([-b, a], -1) * angles.sin()
        return torch.cat([made, rest], -1) if rest.shape[-1] else made

    def forward(self, x):
        own = self.k.out_features // 4
        q, k, v = heads(self.q(x), self.q.out_features // 4), heads(self.k(x), own), heads(self.v(x), own)
        q, k = self.rotary(q), self.rotary(k)
        n = q.shape[1]
        k, v = (t[:, :, None].expand(1, own, n // own, T, 4).reshape(1, n, T, 4) for t in (k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o(y.transpose(1, 2).reshape(1, T, -1))


@spelling(noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D))
class Grouped(Turned):
    def __init__(self):
        super().__init__(4)
        self.q, self.o = nn.Linear(D, 2 * D), nn.Linear(2 * D, D)
        self.k, self.v = nn.Linear(D, D), nn.Linear(D, D)


@spelling(noise(1, T, D))
class Shared(Turned):
    """One head of keys for all of the queries."""

    def __init__(self):
        super().__init__(4)


@spelling(noise(1, T, 2 * D))
class Partly(nn.Module):
    """GPT-NeoX's way: of eight features of a head the first four are turned."""

    def __init__(self):
        super().__init__()
        self.q = nn.Linear(2 * D, 2 * D)

    def forward(self, x):
        return Turned(4).rotary(heads(self.q(x))).transpose(1, 2).reshape(1, T, 2 * D)


@spelling(noise(1, T, 2 * D), dynamo=True)
@spelling(noise(1, T, 2 * D))
class Interleaved(nn.Module):
    """GPT-J's way: pairs of neighbours, tokens before heads."""

    def __init__(self):
        super().__init__()
        self.q = nn.Linear(2 * D, 2 * D)

    def forward(self, x):
        x = self.q(x).view(1, T, H, -1)
        frequencies = 10000 ** (-torch.arange(0, D, 2) / D)
        angles = ((3 + torch.arange(T))[:, None] * frequencies).repeat_interleave(2, 1)[:, None]
        turned = torch.stack([-x[..., 1::2], x[..., ::2]], -1).flatten(-2)
        return (x * angles.cos() + turned * angles.sin()).reshape(1, T, 2 * D)


@spelling(noise(1, T, 4 * D), dynamo=True)
@spelling(noise(1, T, 4 * D))
class Halves(nn.Module):
    """Each half by itself, at the frequencies of Llama 3."""

    def __init__(self):
        super().__init__()
        self.q = nn.Linear(4 * D, 4 * D)

    def forward(self, x):
        a, b = heads(self.q(x)).chunk(2, -1)
        frequencies = 500000 ** (-torch.arange(D) / D)
        kept = ((8192 * frequencies / (2 * torch.pi) - 1) / (4 - 1)).clamp(0, 1)
        angles = torch.arange(T)[:, None] * (kept + (1 - kept) / 32) * frequencies
        cos, sin = angles.cos(), angles.sin()
        y = torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
        return y.transpose(1, 2).reshape(1, T, 4 * D)


@spelling(noise(1, T, D))
class Upsampled(nn.Module):
    """EnCodec's way: a sequence as an image one pixel wide, of which the end is cut off."""

    def __init__(self):
        super().__init__()
        self.conv = nn.ConvTranspose2d(D, 6, (4, 1), (2, 1))

    def forward(self, x):
        return self.conv(x.transpose(1, 2)[..., None])[..., 0][..., : 2 * T].transpose(1, 2)


@spelling(noise(1, 4, 4, D))
class Windows(Projected):
    """Swin's way: windows as a batch, a bias of each head, and a mask of each window."""

    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(noise(1, H, 4, 4))

    def forward(self, x):
        w = x.view(1, 2, 2, 2, 2, D).permute(0, 1, 3, 2, 4, 5).reshape(4, 4, D)
        mask = torch.where(torch.arange(64).view(4, 1, 4, 4) % 3 == 0, -100.0, 0.0)
        scores = heads(self.q(w)) * (D / H) ** -0.5 @ heads(self.k(w)).transpose(-2, -1) + self.bias
        shares = (scores + mask).softmax(-1)
        y = self.o((shares @ heads(self.v(w))).transpose(1, 2).reshape(4, 4, D))
        return y.view(1, 2, 2, 2, 2, D).permute(0, 1, 3, 2, 4, 5).reshape(1, 4, 4, D)


@spelling(noise(1, T, D))
class ClassToken(Projected):
    """Only the first token asks."""

    def forward(self, x):
        y = F.scaled_dot_product_attention(heads(self.q(x[:, :1])), heads(self.k(x)), heads(self.v(x)))
        return self.together(y)


@spelling(noise(1, T, D))
class OneHead(Projected):
    def forward(self, x):
        shares = (heads(self.q(x), 1) @ heads(self.k(x), 1).transpose(-1, -2) * D**-0.5).softmax(-1)
        return self.together(shares @ heads(self.v(x), 1))


@spelling(noise(1, T, D))
class OneHeadPacked(Projected):
    """PVTv2's way in its first stage: keys and values of one layer, parted in front of one head."""

    def __init__(self):
        super().__init__(2 * D)

    def forward(self, x):
        k, v = self.k(x).reshape(1, T, 2, 1, D).permute(2, 0, 3, 1, 4).unbind(0)
        return self.together(F.scaled_dot_product_attention(heads(self.q(x), 1), k, v))


class PartsOfHeads(nn.Module):
    """LeViT's way: queries and keys of fewer features than values, all three within each head."""

    def __init__(self):
        super().__init__()
        self.qkv, self.o = nn.Linear(D, H * 8), nn.Linear(H * 4, D)

    def together(self, q, k, v):
        shares = (q @ k * 2**-0.5).softmax(-1)
        return self.o((shares @ v).transpose(1, 2).reshape(1, T, H * 4))


@spelling(noise(1, T, D))
class PartedHeads(PartsOfHeads):
    def forward(self, x):
        q, k, v = self.qkv(x).view(1, T, H, -1).split([2, 2, 4], dim=3)
        return self.together(q.permute(0, 2, 1, 3), k.permute(0, 2, 3, 1), v.permute(0, 2, 1, 3))


@spelling(noise(1, T, D))
class PartedTurnedHeads(PartsOfHeads):
    """EfficientFormer's way: they are parted behind the heads."""

    def forward(self, x):
        q, k, v = self.qkv(x).reshape(1, T, H, -1).permute(0, 2, 1, 3).split([2, 2, 4], dim=3)
        return self.together(q, k.transpose(-2, -1), v)


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(noise(4))

    def forward(self, x):
        return x * self.gamma.view(4, 1, 1)


@spelling(noise(1, 4, 6, 6), dynamo=True)
class Scales(nn.Module):
    """EfficientFormer's way: vectors that the exporter gives another shape, and a name of its own."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*(nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU(), Scale()) for _ in range(2)))

    def forward(self, x):
        return self.blocks(x)


@spelling(noise(1, T, D))
class FirstToken(nn.Module):
    """EVA-02's way: what is done to all tokens of a head but the first."""

    def forward(self, x):
        q = heads(x)
        first, rest = q[:, :, :1], q[:, :, 1:]
        return torch.cat([first, rest.sigmoid() * 0.7 + 0.3], 2).softmax(2)


class Named(nn.Module):
    def __init__(self, width=D):
        super().__init__()
        self.dense, self.norm = nn.Linear(width, D), nn.LayerNorm(D)


@spelling(noise(1, T, D))
class NamedTwice(nn.Module):
    """BERT's way: half of `output` is in a branch, and half is not."""

    def __init__(self):
        super().__init__()
        self.output = Named()

    def forward(self, x):
        return self.output.norm(x + torch.relu(self.output.dense(x)))


@spelling(noise(1, 4, D))
class NamelessTensor(nn.Module):
    """A tensor that the exporter makes, in a scope that has a name."""

    def __init__(self):
        super().__init__()
        self.inner = Named()
        self.inner.forward = self.scaled

    def scaled(self, x):
        return self.inner.dense(x) * (torch.arange(32.0).view(4, 8) * 0.37).sin()

    def forward(self, x):
        return self.inner(x)


@spelling(torch.tensor([[5, 3, 7, 1, 1, 1]]))
class Positions(nn.Module):
    """RoBERTa's way: places of what is no padding."""

    def __init__(self):
        super().__init__()
        self.places = nn.Embedding(12, D)

    def forward(self, ids):
        kept = ids.ne(1).int()
        return self.places((torch.cumsum(kept, 1).type_as(kept) * kept).long() + 1)


@spelling(torch.tensor([7.0]), dynamo=True)
@spelling(torch.tensor([7.0]))
class Times(nn.Module):
    """The time of a diffusion, as DDPM has it: the last frequency is 1 / 10000."""

    def angles(self, t, offset):
        half = D // 2
        exponents = -math.log(10000) * torch.arange(half, dtype=torch.float32) / (half - offset)
        return t[:, None].float() * torch.exp(exponents)[None, :]

    def forward(self, t):
        angles = self.angles(t, 1)
        return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)


@spelling(torch.tensor([7.0]))
class TimesTurned(Times):
    """The cosines first, as latent diffusion has it."""

    def forward(self, t):
        angles = self.angles(t, 0)
        return torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1)


@spelling(torch.tensor([[0.0, 1.0, 5.0]]), folded=False)
class TimesPaired(Times):
    """Sines and cosines alternate, of numbers that flow."""

    def forward(self, t):
        angles = self.angles(t[0], 0)
        return torch.stack([torch.sin(angles), torch.cos(angles)], dim=-1).reshape(1, 3, D)


@spelling(torch.tensor([7.0]))
class TimesUneven(Times):
    """Frequencies that are no geometric row stay as they are."""

    def forward(self, t):
        angles = t[:, None] * torch.linspace(0.5, 1.5, 20)[None, :]
        return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)


class TimedUnit(nn.Module):
    def __init__(self, width, wider):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(width, wider, 3, padding=1), nn.Conv2d(wider, wider, 3, padding=1)
        self.time, self.shortcut = nn.Linear(D, wider), nn.Conv2d(width, wider, 1)

    def forward(self, x, time):
        y = self.conv1(F.silu(x)) + self.time(F.silu(time))[:, :, None, None]
        return self.shortcut(x) + self.conv2(F.silu(y))


@spelling(noise(1, 4, 6, 6), noise(1, D), dynamo=True)
@spelling(noise(1, 4, 6, 6), noise(1, D))
class Timed(nn.Module):
    """Units that all read a second tensor, as in a diffusion's network: one block."""

    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([TimedUnit(4, 4), TimedUnit(4, 8)])
        self.up = TimedUnit(12, 4)

    def forward(self, x, time):
        skip = self.down[0](x, time)
        return self.up(torch.cat([self.down[1](skip, time), skip], 1), time)


@spelling(torch.tensor([[5, 3, 17, 1]]))
class Bounded(nn.Module):
    """Ids past the vocabulary that mean its last: those of the caller, and those that are computed."""

    def __init__(self):
        super().__init__()
        self.given, self.made = nn.Embedding(12, D), nn.Embedding(12, D)

    def forward(self, ids):
        return self.given(ids.clamp(0, 11)) + self.made((ids * 2).clamp(0, 11))


class PositionBias(nn.Module):
    """Swin V2's way: a bias of each pair of a window's pixels that layers make of their distances."""

    def __init__(self):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, H, bias=False))
        self.logit_scale = nn.Parameter(torch.full((H, 1, 1), 3.0))
        far = torch.arange(-2.0, 3.0)
        self.register_buffer("coords_table", torch.stack(torch.meshgrid(far, far, indexing="ij"), -1)[None])
        at = torch.stack(torch.meshgrid(torch.arange(3), torch.arange(3), indexing="ij")).flatten(1)
        self.register_buffer("index", (at[0, :, None] - at[0]) * 5 + at[1, :, None] - at[1] + 12)

    def forward(self, x):
        table = self.mlp(self.coords_table).view(-1, H)
        bias = 16 * table[self.index.view(-1)].view(9, 9, H).permute(2, 0, 1).sigmoid()
        return x * self.logit_scale.clamp(max=4.6).exp() + bias


@spelling(noise(1, 8, 4, 6))
class Pixels(nn.Module):
    """Channels that become pixels, and pixels that become channels, by way of an axis for each."""

    def __init__(self):
        super().__init__()
        self.up = nn.Conv2d(8, 12, 1)
        self.down = nn.Conv2d(3, 1, 1)

    def forward(self, x):
        n, _, h, w = x.shape
        x = self.up(x).reshape(n, 3, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3).reshape(n, 3, 2 * h, 2 * w)
        return self.down(x).reshape(n, 1, h, 2, w, 2).permute(0, 1, 3, 5, 2, 4).reshape(n, 4, h, w)


class Separable(nn.Module):
    """A kernel of some size that leaves the image's size."""

    def __init__(self, width, kernel):
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.BatchNorm2d(width)
        self.pointwise = nn.Conv2d(width, 2 * width, 1)

    def forward(self, x):
        return F.relu(self.pointwise(F.relu(self.norm(self.depthwise(x)))))


@spelling(noise(1, 3, 8, 8))
class Kernels(nn.Module):
    """Modules that differ in their kernels, and so in their padding."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = Separable(3, 3), Separable(6, 5), Separable(12, 3)

    def forward(self, x):
        return self.third(self.second(self.first(x)))


@spelling(noise(1, H, 9, 9), dynamo=True, folded=False)
@spelling(noise(1, H, 9, 9))
class PositionBiases(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = PositionBias()

    def forward(self, x):
        return x + self.attn(x)


@spelling(noise(1, H, 9, 9))
class Distances(nn.Module):
    """LeViT's way: a bias by how far apart two pixels are, of which no short rule tells the place."""

    def __init__(self):
        super().__init__()
        self.biases = nn.Parameter(noise(H, 9))
        at = torch.stack(torch.meshgrid(torch.arange(3), torch.arange(3), indexing="ij")).flatten(1)
        far = (at[:, :, None] - at[:, None]).abs()
        self.register_buffer("index", far[0] * 3 + far[1])

    def forward(self, x):
        return x + self.biases[:, self.index]


class Formula(nn.Module):
    """ConvNeXt's way: a norm by its formula."""

    def __init__(self, width, axis):
        super().__init__()
        self.axis = axis
        shape = [width] + [1] * (-axis - 1)
        self.weight, self.bias = nn.Parameter(noise(*shape)), nn.Parameter(noise(*shape) * 2)

    def forward(self, x):
        u = x.mean(self.axis, keepdim=True)
        s = (x - u).pow(2).mean(self.axis, keepdim=True)
        return self.weight * ((x - u) / torch.sqrt(s + 1e-6)) + self.bias


@spelling(noise(1, 6, 4, 4), noise(1, T, D))
class Norms(nn.Module):
    """Norms of groups of channels, and by their formula."""

    def __init__(self):
        super().__init__()
        self.group, self.instance = nn.GroupNorm(3, 6), nn.InstanceNorm2d(6, affine=True)
        self.channels, self.features = Formula(6, -3), Formula(D, -1)

    def forward(self, x, y):
        return self.channels(self.instance(self.group(x).relu()).relu()), self.features(y)


@spelling(noise(1, 4, 4, D))
class OneWindow(Projected):
    """Swin's last stage: all of an image is one window, and what is normed is read as tokens and as an image."""

    def __init__(self):
        super().__init__()
        self.norm, self.fc1, self.fc2 = nn.LayerNorm(D), nn.Linear(D, 2 * D), nn.Linear(2 * D, D)

    def forward(self, x):
        w = self.norm(x.view(1, 1, 4, 1, 4, D).permute(0, 1, 3, 2, 4, 5).reshape(1, 16, D))
        y = F.scaled_dot_product_attention(heads(self.q(w)), heads(self.k(w)), heads(self.v(w)))
        y = self.o(y.transpose(1, 2).reshape(1, 16, D)).view(1, 1, 1, 4, 4, D).permute(0, 1, 3, 2, 4, 5)
        x = w.view(1, 4, 4, D) + y.reshape(1, 4, 4, D)
        return x + self.fc2(self.fc1(x).relu())


@spelling(noise(1, T, D), torch.tensor([[3, 1, 4, 1, 5]]))
class Moved(nn.Module):
    """Tensors in another shape than the model has them, and all that a table has in its order."""

    def __init__(self):
        super().__init__()
        self.places, self.token = nn.Embedding(T, D), nn.Parameter(noise(1, T, D))
        self.words = nn.Embedding(8, D)
        self.register_buffer("ids", torch.arange(T)[None])
        self.register_buffer("other", torch.arange(T * D) ** 2 % 7, persistent=False)

    def forward(self, x, ids):
        x = x + self.places(self.ids) + self.token[0] + self.words(ids)[:, None].sum(1)
        return x * self.other.float().view(T, D)


@spelling(noise(1, 4, 6))
class Lengths(nn.Module):
    def forward(self, x):
        return F.normalize(x, dim=-1) @ F.normalize(x, dim=-1, eps=1e-6).transpose(1, 2)


class Ghost(nn.Module):
    """Half of the channels made of the other half, of a norm of each pixel, and a scale that is learned."""

    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.primary = nn.Sequential(nn.Conv2d(width, width // 2, 1))
        self.cheap = nn.Sequential(nn.Conv2d(width // 2, width // 2, 3, padding=1, groups=width // 2), nn.ReLU())
        self.gamma = nn.Parameter(torch.randn(width, 1, 1))

    def forward(self, x):
        y = self.primary(self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2))
        return x + self.gamma * torch.cat([y, self.cheap(y)], 1)


@spelling(noise(1, 4, 6, 6))
class Ghosts(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Ghost(4), Ghost(4), nn.Conv2d(4, 8, 1), Ghost(8))
        self.register_buffer("places", noise(1, 4, 6, 6))
        self.place = nn.Conv2d(4, 8, 1)

    def forward(self, x):
        return self.blocks(x) + self.place(self.places)


@spelling(noise(1, 4, 6))
class Places(nn.Module):
    """Elements taken and put at places that are known."""

    def forward(self, x):
        taken = x[:, torch.tensor([0, 2, 3]), torch.tensor([5, 1, 0])]
        picked = torch.gather(x, 2, torch.tensor([[[5, 0], [4, 1], [3, 2], [0, 5]]]))
        put = x.clone()
        put[:, 1:3, ::2] = picked[:, :2, :1] * 2
        return taken, put


@spelling(noise(1, 2, 84), dynamo=True)
@spelling(noise(1, 2, 84))
class Cells(nn.Module):
    """YOLOv8's way: the centres and the sizes of the cells of three levels. Neither a table that no short rule makes
    is written by one, nor what is learned, whatever it was."""

    def __init__(self):
        super().__init__()
        self.shift = nn.Parameter((torch.arange(168.0) // 8).view(2, 84))

    def forward(self, x):
        centres, sizes, odd = [], [], torch.arange(84) ** 2 % 11
        for n in (8, 4, 2):
            at = torch.arange(n) + 0.5
            y, z = torch.meshgrid(at, at, indexing="ij")
            centres.append(torch.stack([z, y], -1).view(-1, 2))
            sizes.append(torch.full((n * n, 1), 64.0 / n))
        return (x + self.shift + torch.cat(centres).T) * torch.cat(sizes).T + odd.float()


@spelling(noise(1, 4, 4), noise(1, 4, 4).flip(1))
class Logic(nn.Module):
    def forward(self, x, y):
        return torch.logical_xor(x > 0, y > 0).float(), x.tril(), torch.where(torch.isnan(x / y), x, y)


@spelling(noise(1, T, D))
class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(D, 4, num_layers=2, bidirectional=True, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


@spelling(noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D))
class BothEnds(nn.Module):
    """The last states of both directions, taken from the states of all tokens."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(D, 4, num_layers=2, bidirectional=True, batch_first=True)

    def forward(self, x):
        y = self.lstm(x)[0]
        return torch.cat([y[:, -1:, :4], y[:, :1, 4:]], 1)


@spelling(noise(1, T, D), noise(1, T, D), dynamo=True)
@spelling(noise(1, T, D), noise(1, T, D))
class Parts(nn.Module):
    """Parts of what was put together: one of three, two of three, some rows of one, and of what is laid out in a row."""

    def forward(self, x, y):
        whole = torch.cat([x, y, x * y], 1)
        return whole[:, T : 2 * T], whole[:, T:], whole[:, T + 1 : T + 3], whole.flatten(1)[:, 2 * D : 4 * D].view(1, 2, D)


@spelling(noise(1, T, D), noise(1, 1, 4), dynamo=True)
@spelling(noise(1, T, D), noise(1, 1, 4))
class Gru(nn.Module):
    """A first state that flows in, and the last one out."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(D, 4, batch_first=True)

    def forward(self, x, h):
        return self.gru(x, h)


@spelling(noise(T, 1, D))
class Rnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(D, 4, nonlinearity="relu")

    def forward(self, x):
        return self.rnn(x)[0]


@spelling(noise(1, T, D))
class NormOfTokens(nn.Module):
    """LeViT's way: tokens as a batch."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(D)
        self.bn.running_mean += 0.5
        self.bn.running_var *= 2

    def forward(self, x):
        return self.bn(x.flatten(0, 1)).view(1, T, D)


@spelling(noise(1, 3, 6, 6), dynamo=True, folded=False)
@spelling(noise(1, 3, 6, 6))
class Standardised(nn.Module):
    """NFNet's way: weights that are normed where they are used."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.gain = nn.Parameter(torch.full((4,), 0.7))

    def forward(self, x):
        w = F.batch_norm(self.conv.weight.reshape(1, 4, -1), None, None, weight=self.gain, training=True, eps=1e-6)
        return F.conv2d(x, w.reshape_as(self.conv.weight), self.conv.bias)


@spelling(noise(1, T, D), dynamo=True, folded=False)
class Lists(nn.Module):
    """Lists of tensors: of equal sizes, of a smaller last one, of stated ones, of the single tokens, of what is known."""

    def __init__(self):
        super().__init__()
        self.register_buffer("table", noise(T, 2 * D))

    def forward(self, x):
        a, b = x.chunk(2, -1)
        c, d, e = x.split(2, 1)
        f, g = x.split([3, 2], 1)
        tokens = x.unbind(1)
        sin, cos = self.table.chunk(2, -1)
        return torch.cat([a * b, (c * d + tokens[2][:, None] * e)[..., :4]], 1), (x * sin + cos)[:, :2] * g + f[:, 1:]


@spelling(noise(1, T, D), dynamo=True)
class Buffers(nn.Module):
    """Tables that training changes, and that it does not, of which the names say nothing or the wrong thing."""

    def __init__(self):
        super().__init__()
        self.mask = nn.Parameter(noise(T, D))
        self.register_buffer("places", 2 * noise(T, D))

    def forward(self, x):
        return (x + self.places) * self.mask


def tower(last):
    return nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, last, 3, padding=1), nn.ReLU())


@spelling(noise(1, 4, 8, 8), dynamo=True)
@spelling(noise(1, 4, 8, 8))
class Levels(nn.Module):
    """RetinaNet's way: one head on two levels of a pyramid, and a layer in a list on both."""

    def __init__(self):
        super().__init__()
        self.head = nn.ModuleDict({"tower": tower(6)})
        self.lateral = nn.ModuleList([nn.Conv2d(4, 4, 1)])

    def forward(self, x):
        y = F.max_pool2d(x, 2)
        return self.head["tower"](self.lateral[0](x)), self.head["tower"](self.lateral[0](y))


@spelling(noise(1, 4, 6, 6), dynamo=True)
@spelling(noise(1, 4, 6, 6))
class Again(nn.Module):
    """ALBERT's way: what one time makes flows into the next."""

    def __init__(self):
        super().__init__()
        self.unit = tower(4)

    def forward(self, x):
        for _ in range(3):
            x = x + self.unit(x)
        return x


@spelling(noise(1, 4, 6, 6))
class LayerScale(nn.Module):
    """Vectors that are learned, times and plus the features of tokens; one of them is read twice."""

    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(torch.rand(4))
        self.shift = nn.Parameter(torch.rand(4))
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        y = x.permute(0, 2, 3, 1)
        return self.gamma * self.fc(self.shift + self.gamma * F.gelu(y))


@spelling(noise(1, 16, 8))
class FlatAgain(nn.Module):
    """SegFormer's levels: tokens become an image, which the next level and the head read, where it is flat again."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.deeper = nn.Conv2d(8, 4, 3, 1, 1)
        self.flat = nn.Linear(8, 4)

    def forward(self, x):
        image = self.norm(x).transpose(1, 2).reshape(1, 8, 4, 4)
        flat = self.flat(image.flatten(2).transpose(1, 2)).transpose(1, 2).reshape(1, 4, 4, 4)
        return torch.cat([flat, self.deeper(image)], 1)


@spelling(noise(1, 3, 4, D), dynamo=True, folded=False)
class FlatMasked(nn.Module):
    """As Swin V2's layer of queries, keys and values, of tokens in windows: some of its numbers are none."""

    def __init__(self):
        super().__init__()
        self.weight, self.bias = nn.Parameter(noise(3 * D, D)), nn.Parameter(noise(1, 3 * D))
        self.register_buffer("heard", torch.tensor([[1.0, 0.0, 1.0]]).repeat_interleave(D, 1))

    def forward(self, x):
        flat = x.reshape(12, D)
        return (flat @ self.weight.T + self.bias * self.heard).reshape(1, 3, 4, 3 * D)


def buckets(queries, keys, both, count, furthest):
    """Of relative positions, as transformers has them."""
    far = torch.arange(keys)[None] - torch.arange(queries)[:, None]
    behind = 0
    if both:
        count //= 2
        behind = (far > 0).long() * count
        far = far.abs()
    else:
        far = -far.clamp(max=0)
    near = count // 2
    shared = near + (torch.log(far.float() / near) / math.log(furthest / near) * (count - near)).long()
    return behind + torch.where(far < near, far, shared.clamp(max=count - 1))


@spelling(noise(1, H, 24, 24), noise(1, H, 30, 20), noise(1, H, 9, 9), noise(1, H, 9, 9), dynamo=True, folded=False)
@spelling(noise(1, H, 24, 24), noise(1, H, 30, 20), noise(1, H, 9, 9), noise(1, H, 9, 9))
class Buckets(nn.Module):
    """T5's way: biases by how far apart tokens are; of few tokens, too, and of places without a rule."""

    def __init__(self):
        super().__init__()
        self.both, self.earlier = nn.Embedding(32, H), nn.Embedding(12, H)
        self.few, self.other = nn.Embedding(32, H), nn.Embedding(32, H)

    def forward(self, x, y, z, w):
        return (
            x + self.both(buckets(24, 24, True, 32, 128)).permute(2, 0, 1),
            y + self.earlier(buckets(30, 20, False, 12, 25)).permute(2, 0, 1),
            z + self.few(buckets(9, 9, True, 32, 128)).permute(2, 0, 1),
            w + self.other(buckets(9, 9, True, 16, 20).flip(0)).permute(2, 0, 1),
        )


def averages(bins, elements):
    """The matrix of an adaptive pool: its rows are of bins that overlap."""
    matrix = torch.zeros(bins, elements)
    for i in range(bins):
        begin, end = i * elements // bins, -(-(i + 1) * elements // bins)
        matrix[i, begin:end] = 1 / (end - begin)
    return matrix


@spelling(noise(1, 3, 14, 13), noise(1, 7, D), dynamo=True)
@spelling(noise(1, 3, 14, 13), noise(1, 7, D))
class Bins(nn.Module):
    """Adaptive pools as products: of an image, of tokens, of channels; and one of no such bins."""

    def __init__(self):
        super().__init__()
        self.rows, self.columns, self.tokens = averages(4, 14), averages(5, 13), averages(3, 7)
        self.other = self.tokens.flip(1).roll(1, 0)
        self.conv = nn.Conv2d(3, 2, 1)

    def forward(self, x, y):
        pooled = self.conv(self.rows @ x @ self.columns.T)
        return pooled, self.tokens @ y, y.transpose(1, 2) @ self.tokens.T, self.other @ y


def exported(module, given, dynamo, folded):
    torch.manual_seed(3)
    net = module().eval()
    if dynamo:
        program = torch.onnx.export(net, given, dynamo=True, optimize=folded, verbose=False)
        model = program.model_proto
    else:
        file = io.BytesIO()
        torch.onnx.export(net, given, file, dynamo=False, verbose=False)
        model = onnx.load_from_string(file.getvalue())
    for node in model.graph.node:
        kept = [p for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    kinds = {
        info.name: p
        for info in model.graph.value_info
        for p in info.metadata_props
        if p.key == "pkg.torch.export.graph_signature.InputSpec.kind"
    }
    del model.graph.value_info[:]
    for name, kind in kinds.items():
        model.graph.value_info.add(name=name).metadata_props.append(kind)
    with torch.no_grad():
        made = net(*given)
    return model, [g.numpy() for g in given], [m.numpy() for m in (made if isinstance(made, tuple) else (made,))]


def refused(operator, inputs, constants=(), outputs=1, **attributes):
    """A model of one node, whose first inputs flow."""
    names = [f"x{i}" for i in range(len(inputs))] + [f"c{i}" for i in range(len(constants))]
    node = helper.make_node(operator, names, [f"y{i}" for i in range(outputs)], "it", **attributes)
    graph = helper.make_graph(
        [node],
        "refused",
        [helper.make_tensor_value_info(f"x{i}", TensorProto.FLOAT, shape) for i, shape in enumerate(inputs)],
        [helper.make_tensor_value_info("y0", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(c, f"c{i}") for i, c in enumerate(constants)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


def chained(*nodes, constants=()):
    """A model of nodes of one input and one output each, of which the first reads x and the last makes y."""
    names = ["x", *(f"t{i}" for i in range(1, len(nodes))), "y"]
    made = [
        helper.make_node(operator, [names[i], *more], [names[i + 1]], operator.lower(), **attributes)
        for i, (operator, more, attributes) in enumerate(nodes)
    ]
    graph = helper.make_graph(
        made,
        "refused",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.array(c), f"c{i}") for i, c in enumerate(constants)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


def ones(*shape):
    return np.ones(shape, "float32")


REFUSED = {
    "LstmBackwards": refused("LSTM", [[5, 1, 8]], [ones(1, 16, 8), ones(1, 16, 4)], direction="reverse"),
    "LstmOtherGates": refused("LSTM", [[5, 1, 8]], [ones(1, 12, 8), ones(1, 16, 4)]),
    "LstmOneWeight": refused("LSTM", [[5, 1, 8]], [ones(1, 16, 8)]),
    "LstmFlatWeights": refused("LSTM", [[5, 1, 8]], [ones(16, 8), ones(16, 4)]),
    "GruBefore": refused("GRU", [[5, 1, 8]], [ones(1, 12, 8), ones(1, 12, 4)]),
    "GruBias": refused("GRU", [[5, 1, 8]], [ones(1, 12, 8), ones(1, 12, 4), ones(3)], linear_before_reset=1),
    "GruManyAtOnce": refused("GRU", [[5, 3, 8]], [ones(1, 12, 8), ones(1, 12, 4)], linear_before_reset=1),
    "RnnSine": refused("RNN", [[5, 1, 8]], [ones(1, 4, 8), ones(1, 4, 4)], activations=["Sin"]),
    "BentRow": refused("DeformConv", [[1, 4, 5]], [ones(6, 4, 2)]),
    "GatherPastEnd": refused("GatherND", [[4, 4]], [np.array([[0, 7]])]),
    "GatherTooDeep": refused("GatherND", [[4, 4]], [np.array([[0, 1, 2]])]),
    "GatherElementsRank": refused("GatherElements", [[4, 4]], [np.array([1])]),
    "GatherFlows": refused("GatherElements", [[4, 4], [4, 4]]),
    "ScatterPastEnd": refused("ScatterND", [[4, 4]], [np.array([[9]]), ones(1, 4)]),
    "ScatterTooFew": refused("ScatterND", [[4, 4]], [np.array([[1], [2]]), ones(1, 4)]),
    "ScatterAdds": refused("ScatterND", [[4, 4]], [np.array([[1]]), ones(1, 4)], reduction="add"),
    "ScatterNothing": refused("ScatterND", [[4, 4]]),
    "SumUpRows": refused("CumSum", [[4, 4]], [np.array(0)]),
    "SumUpNowhere": refused("CumSum", [[4, 4]]),
    "TriangleOfRow": refused("Trilu", [[4]]),
    "XorOfOne": refused("Xor", [[4]]),
    "ListPastEnd": chained(("SplitToSequence", [], {}), ("SequenceAt", ["c0"], {}), constants=[4]),
    "ListAsTensor": chained(("SplitToSequence", [], {}), ("Relu", [], {})),
    "ListOfNothing": chained(("SplitToSequence", ["c0"], {}), ("SequenceAt", ["c0"], {}), constants=[0]),
    "ListLeaves": chained(("SplitToSequence", [], {}), ("SequenceErase", [], {})),
    "TensorAsList": chained(("ConcatFromSequence", [], {"axis": 0})),
}


def made(x, nodes, constants, opset=20):
    """A model of nodes, of which the first reads x and the last makes z, and what it computes."""
    graph = helper.make_graph(
        nodes,
        "made",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.array(a), name) for name, a in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    return model, [x.numpy()], ReferenceEvaluator(model).run(None, {"x": x.numpy()})


def measured():
    """A recurrent layer of whose last state only the shape is read."""
    nodes = [
        helper.make_node("GRU", ["x", "w", "r"], ["y", "h"], hidden_size=4, linear_before_reset=1),
        helper.make_node("Shape", ["h"], ["dims"], start=1),
        helper.make_node("Concat", ["tokens", "dims"], ["shape"], axis=0),
        helper.make_node("Reshape", ["y", "shape"], ["z"]),
    ]
    return made(noise(T, 1, D), nodes, {"w": noise(1, 12, D), "r": noise(1, 12, 4), "tokens": [T]})


def known():
    """Operators of numbers that are known, one after the other, which come to one table."""
    a, b = (noise(2, 3) * 1.5).numpy(), noise(3, 2).T.numpy()
    constants = {
        "a": a, "b": b, "p": abs(a) + 0.5, "nan": np.where(a > 0, np.nan, a).astype("float32"),
        "t": a > 0, "u": b > 0, "one": 1, "at": np.array([[2, 0, 1], [0, 1, 1]]), "where": [[1], [0]],
        "axes": [1], "sizes": [1, 2], "flat": [-1],
    }  # fmt: skip
    each = [
        *((op, "a") for op in ("Abs", "Ceil", "Dropout", "EyeLike", "Floor", "Reciprocal", "Round", "Sign", "Softplus", "Tanh")),
        *((op, "a", "b") for op in ("Greater", "Less", "LessOrEqual", "Min")),
        *((op, "a", "axes") for op in ("ReduceL1", "ReduceL2", "ReduceMax", "ReduceMin", "ReduceProd")),
        *((op, "t", "u") for op in ("And", "Or", "Xor")),
        ("Not", "t"),
        ("IsNaN", "nan"),
        ("Log", "p"),
        ("Pow", "p", "b"),
        ("CumSum", "a", "one"),
        ("GatherElements", "a", "at"),
        ("ScatterND", "a", "where", "b"),
        ("Split", "a", "sizes"),
    ]  # fmt: skip
    nodes = []
    for i, (operator, *inputs) in enumerate(each):
        split = operator == "Split"
        axis = {"axis": 1} if operator in ("GatherElements", "Split") else {}
        nodes += [
            helper.make_node(operator, inputs, [f"r{i}", "rest"] if split else [f"r{i}"], **axis),
            helper.make_node("Cast", [f"r{i}"], [f"c{i}"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", [f"c{i}", "flat"], [f"f{i}"]),
        ]
    nodes += [
        helper.make_node("Concat", [f"f{i}" for i in range(len(each))], ["table"], axis=0),
        helper.make_node("Mul", ["y", "table"], ["z"]),
    ]
    return made(noise(1, 1), [helper.make_node("Mish", ["x"], ["y"]), *nodes], constants)


MADE = {"Measured": measured, "Known": known}


def packed(model, inputs=(), outputs=()):
    parts = [model.SerializeToString(), *(numpy_helper.from_array(a).SerializeToString() for a in [*inputs, *outputs])]
    return struct.pack(">ii", len(inputs), len(outputs)) + b"".join(struct.pack(">i", len(p)) + p for p in parts)


def entries(wanted):
    all = {name: packed(*exported(*each)) for name, each in SPELLINGS.items() if not wanted or name in wanted}
    all |= {name: packed(*make()) for name, make in MADE.items() if not wanted or name in wanted}
    return all | {"Refused" + name: packed(model) for name, model in REFUSED.items() if not wanted or name in wanted}


file, *wanted = sys.argv[1:]
kept = {}
if wanted:
    with zipfile.ZipFile(file) as archive:
        kept = {entry: archive.read(entry) for entry in archive.namelist()}
kept |= {"spelling/" + name: entry for name, entry in entries(wanted).items()}
with zipfile.ZipFile(file, "w") as archive:
    for name in sorted(kept):
        archive.writestr(zipfile.ZipInfo(name), kept[name], zipfile.ZIP_DEFLATED, 9)
