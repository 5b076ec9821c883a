"""Writes ../resources/op-goldens.json: what PyTorch computes for every layer of the language.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install torch torchvision numpy
    /tmp/v/bin/python compiler/src/test/python/op_goldens.py

Inputs and parameters are not stored: both sides fill them by `fill` (in Java,
OperatorGoldenTest.fill). Everything is computed in double precision.
"""

import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from torchvision.ops import DeformConv2d

# The counter looks into no fused kernel.
torch.backends.mha.set_fastpath_enabled(False)

CASES = []


def fill(shape, seed):
    """Numbers in [-1, 1), the same in both languages."""
    count = 1
    for dim in shape:
        count *= dim
    numbers = [((i + 1) * 2654435761 + seed * 40503 * 65537) % 2**32 for i in range(count)]
    return (torch.tensor(numbers, dtype=torch.float64) / 2**31 - 1).reshape(shape)


def case(op, module, *shapes, batch=1, ids=0, plus=0, macs=None, tolerance=None, **arguments):
    """One call of a layer: `module` is its PyTorch equivalent, a function or an nn.Module.

    `ids`: the inputs are whole numbers below it; one for each, where 0 stands for floats and -1 for
    truth values. `plus`: floats, those numbers and it. `macs`: where PyTorch's counter
    sees none. `tolerance`: where the layer keeps single-precision tables that PyTorch has not.
    """
    inputs = [fill([batch, *shape], 100 + i) for i, shape in enumerate(shapes)]
    each = ids if isinstance(ids, list) else [ids] * len(shapes)
    inputs = [((x + 1) / 2 * n).floor().long() if n > 0 else x > 0 if n else x * 8
              for x, n in zip(inputs, each)]
    parameters = []
    if isinstance(module, nn.Module):
        module = module.double().eval()
        for index, (name, tensor) in enumerate(module.state_dict().items()):
            parameters.append([name, list(tensor.shape)])
            if tensor.dtype == torch.float64:
                values = fill(tensor.shape, index + 1)
                tensor.copy_(values.abs() + 0.5 if name == "running_var" else values)
    with torch.no_grad():
        with FlopCounterMode(display=False) as flops:
            output = module(*inputs)
    outputs = output if isinstance(output, tuple) else (output,)
    CASES.append({
        "op": op,
        "args": arguments,
        "batch": batch,
        **({"ids": ids} if ids else {}),
        **({"plus": plus} if plus else {}),
        **({"tolerance": tolerance} if tolerance else {}),
        "inputs": [list(shape) for shape in shapes],
        "parameters": parameters,
        "shape": list(outputs[0].shape[1:]),
        "macs": flops.get_total_flops() // 2 // batch if macs is None else macs,
        "output": [float(f"{x:.10g}") for y in outputs for x in y.double().flatten().tolist()],
    })


def convolutions():
    case("conv", nn.Conv2d(3, 4, 3), [3, 5, 6], out=4, kernel=3, batch=2)
    case("conv", nn.Conv2d(3, 4, 3, bias=False), [3, 5, 5], out=4, kernel=3, bias=False)
    case("conv", nn.Conv2d(2, 3, (3, 2), (2, 1), (1, 0)), [2, 6, 5],
         out=3, kernel=[3, 2], stride=[2, 1], padding=[1, 0])
    case("conv", nn.Conv2d(2, 2, 7, 2, 3), [2, 9, 8], out=2, kernel=7, stride=2, padding=3)
    case("conv", nn.Conv2d(2, 2, 3, padding=2, dilation=2), [2, 6, 7],
         out=2, kernel=3, padding=2, dilation=2)
    case("conv", nn.Conv2d(2, 2, 3, dilation=(1, 3)), [2, 5, 9], out=2, kernel=3, dilation=[1, 3])
    case("conv", nn.Conv2d(4, 6, 3, padding=1, groups=2), [4, 4, 3],
         out=6, kernel=3, padding=1, groups=2)
    case("conv", nn.Conv2d(4, 4, 3, groups=4, bias=False), [4, 5, 5],
         out=4, kernel=3, groups=4, bias=False)
    case("conv", nn.Conv2d(3, 6, 3, groups=3), [3, 4, 5], out=6, kernel=3, groups=3)
    case("conv", nn.Conv2d(2, 2, (4, 5), padding="same"), [2, 6, 7],
         out=2, kernel=[4, 5], padding="same")
    case("conv", nn.Conv2d(1, 2, 2, padding="same", dilation=3), [1, 5, 7],
         out=2, kernel=2, padding="same", dilation=3)
    case("conv", nn.Conv2d(5, 3, 1, 2), [5, 5, 4], out=3, kernel=1, stride=2, batch=2)
    case("conv_transpose", nn.ConvTranspose2d(3, 2, 2, 2), [3, 3, 4],
         out=2, kernel=2, stride=2, batch=2)
    case("conv_transpose", nn.ConvTranspose2d(2, 2, 3, 2, 1, 1), [2, 3, 4],
         out=2, kernel=3, stride=2, padding=1, output_padding=1)
    case("conv_transpose", nn.ConvTranspose2d(4, 6, 3, (3, 2), (0, 1), (2, 0), 2), [4, 2, 3],
         out=6, kernel=3, stride=[3, 2], padding=[0, 1], output_padding=[2, 0], groups=2)
    case("conv_transpose", nn.ConvTranspose2d(2, 4, 3, 1, 2, 1, 1, False, 2), [2, 5, 4],
         out=4, kernel=3, padding=2, output_padding=1, dilation=2, bias=False)
    case("conv_transpose", nn.ConvTranspose2d(3, 3, (2, 4), groups=3), [3, 3, 2],
         out=3, kernel=[2, 4], groups=3)
    case("linear", nn.Linear(5, 4), [5], out=4, batch=2)
    case("linear", nn.Linear(5, 4, bias=False), [5], out=4, bias=False)
    case("linear", nn.Linear(5, 3), [4, 5], out=3, batch=2)
    case("linear", nn.Linear(5, 3), [2, 4, 5], out=3, batch=2)
    case("linear", nn.Linear(3, 5, bias=False), [2, 3, 2, 3], out=5, bias=False, axis=-1)


def norms():
    case("bn", nn.BatchNorm2d(3), [3, 2, 4], batch=2)
    case("bn", nn.BatchNorm2d(3, eps=0.1, affine=False), [3, 3, 2], eps=0.1, affine=False)
    case("bn", nn.BatchNorm1d(7), [7])
    case("lrn", nn.LocalResponseNorm(5), [7, 2, 3], size=5)
    case("lrn", nn.LocalResponseNorm(4, 0.5, 1.5, 2), [6, 2, 3], size=4, alpha=0.5, beta=1.5, k=2)
    case("lrn", nn.LocalResponseNorm(3, 1.0), [2, 3, 3], size=3, alpha=1.0)
    case("lrn", nn.LocalResponseNorm(9, 1.0), [3, 2, 2], size=9, alpha=1.0)


    case("layer_norm", nn.LayerNorm(5), [5], batch=2)
    case("layer_norm", nn.LayerNorm(6, eps=0.3), [4, 6], eps=0.3, batch=2)
    case("layer_norm", nn.LayerNorm(6, elementwise_affine=False), [4, 6], affine=False)
    case("layer_norm", nn.LayerNorm(3, bias=False), [2, 3], bias=False)
    case("layer_norm", ChannelsFirst(nn.LayerNorm(4)), [4, 2, 3], axis=0)
    case("layer_norm", nn.LayerNorm(4), [2, 3, 4], axis=-1, batch=2)
    case("layer_norm", nn.LayerNorm(4), [2, 2, 3, 4], axis=-1, batch=2)
    case("layer_norm", ChannelsFirst(nn.LayerNorm(3)), [3, 2, 2, 4], axis=0, batch=2)
    case("rms_norm", nn.RMSNorm(6, eps=1e-5), [4, 6], batch=2)
    case("rms_norm", nn.RMSNorm(5, eps=0.2, elementwise_affine=False), [5], eps=0.2, affine=False)
    case("rms_norm", ChannelsFirst(nn.RMSNorm(4, eps=1e-5)), [4, 3, 1], axis=0)
    case("rms_norm", nn.RMSNorm(4, eps=1e-5), [3, 2, 4], axis=2)
    case("group_norm", nn.GroupNorm(2, 6), [6, 2, 3], groups=2, batch=2)
    case("group_norm", nn.GroupNorm(3, 6, 0.1, False), [6, 1, 2], groups=3, eps=0.1, affine=False)
    case("group_norm", nn.GroupNorm(2, 8), [8], groups=2)
    case("instance_norm", nn.InstanceNorm2d(3), [3, 2, 4], batch=2)
    case("instance_norm", nn.InstanceNorm2d(2, 0.1, affine=True), [2, 3, 3], eps=0.1, affine=True)


class Swap(nn.Module):
    def forward(self, x):
        return x.transpose(1, 2)


class ChannelsFirst(nn.Sequential):
    """A layer of the last axis, applied to the channels of an image."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)

    def state_dict(self):
        return self[0].state_dict()


class Attends(nn.Module):
    """Multi-head attention as a layer of one to three tensors, and of masks.

    `masks`: the arguments that the last tensors are, in PyTorch's words; a mask of truth values says
    there which keys are hidden.
    """

    def __init__(self, width, heads, bias=True, causal=False, masks=(), **arguments):
        super().__init__()
        self.attention = nn.MultiheadAttention(
            width, heads, bias=bias, batch_first=True, **arguments)
        self.causal, self.masks = causal, masks

    def forward(self, *inputs):
        count = len(inputs) - len(self.masks)
        masks = dict(zip(self.masks, inputs[count:]))
        q = inputs[0]
        k, v = inputs[min(1, count - 1)], inputs[count - 1]
        flat = [x.reshape(-1, *x.shape[-2:]) for x in (q, k, v)]
        batch, t, s = len(flat[0]), q.shape[-2], k.shape[-2]
        if self.causal:
            masks["attn_mask"] = torch.ones(t, s, dtype=torch.bool).triu(1)
        elif "attn_mask" in masks:
            heads = self.attention.num_heads
            mask = masks["attn_mask"]
            lead = q.shape[:-2] if mask.ndim > 3 else q.shape[:1]
            mask = mask.reshape(len(mask), *[1] * (len(lead) + 3 - mask.ndim), *mask.shape[1:])
            mask = mask.expand(*lead, heads, t, s)
            mask = mask.repeat_interleave(batch // (mask.numel() // heads // t // s), 0)
            mask = mask.reshape(batch * heads, t, s)
            masks["attn_mask"] = ~mask if mask.dtype == torch.bool else mask
        if "key_padding_mask" in masks:
            padding = masks["key_padding_mask"].reshape(-1, s)
            masks["key_padding_mask"] = padding.repeat_interleave(batch // len(padding), 0)
        # with weights a query that sees no key makes no numbers, and else 0; without weights the
        # counter sees no products
        mixed = self.attention(*flat, need_weights=not self.masks, **masks)[0]
        return mixed.reshape(q.shape)

    def state_dict(self):
        return self.attention.state_dict()


def rotary(heads=1, base=10000.0, interleaved=False, dims=None, start=0, factor=1.0, original=None,
           low=1.0, high=4.0):
    """Rotary embeddings, each pair of features a complex number that is multiplied."""

    def turn(x):
        parts = x.unflatten(-1, (heads, -1))
        size = dims or parts.shape[-1]
        f = base ** (-torch.arange(0, size, 2).double() / size)
        if original:
            wave = 2 * torch.pi / f
            smooth = (original / wave - low) / (high - low)
            between = (1 - smooth) * f / factor + smooth * f
            f = torch.where(wave > original / low, f / factor,
                            torch.where(wave < original / high, f, between))
        else:
            f = f / factor
        angles = torch.outer(torch.arange(start, start + x.shape[-2]).double(), f)
        # the table holds floats
        by = torch.complex(angles.cos().float().double(), angles.sin().float().double())[:, None]
        turned, rest = parts[..., :size], parts[..., size:]
        if interleaved:
            pairs = torch.view_as_complex(turned.unflatten(-1, (-1, 2)).contiguous())
            turned = torch.view_as_real(pairs * by).flatten(-2)
        else:
            pairs = torch.complex(*turned.chunk(2, -1)) * by
            turned = torch.cat([pairs.real, pairs.imag], -1)
        return torch.cat([turned, rest], -1).flatten(-2)

    return turn


def attention(heads=1, causal=False, kv_heads=None, scale=None, offset=None):
    """Attention by its formula, as PyTorch's own function is one opaque kernel to its counter."""

    def attend(q, k, v, *added):
        def split(x, count):
            return x.unflatten(-1, (count, -1)).movedim(-2, -3)
        shared = kv_heads or heads
        q = split(q, heads)
        k = split(k, shared).repeat_interleave(heads // shared, -3)
        v = split(v, shared).repeat_interleave(heads // shared, -3)
        scores = q @ k.mT * (scale or q.shape[-1] ** -0.5)
        added = [x.reshape(len(x), *[1] * (scores.ndim - x.ndim), *x.shape[1:]) for x in added]
        added = [torch.zeros(x.shape).double().masked_fill(~x, -torch.inf)
                 if x.dtype == torch.bool else x for x in added]
        scores = sum(added, scores)
        if causal:
            t, s = scores.shape[-2:]
            first = max(0, s - t) if offset is None else offset
            unseen = torch.ones(t, s, dtype=torch.bool).triu(1 + first)
            scores = scores.masked_fill(unseen, -torch.inf)
        # a query that sees no key makes 0, as in PyTorch's function
        return (scores.softmax(-1).nan_to_num(0) @ v).movedim(-3, -2).flatten(-2)

    return attend


def hold_attention_to_its_function():
    """The formula and PyTorch's function agree, also about queries that see no key."""
    q, k, v = (fill([2, 3, 4], seed) for seed in range(3))
    mask = torch.tensor([[True, False, True], [False] * 3, [True] * 3])
    own = F.scaled_dot_product_attention(q, k, v, mask)
    assert torch.equal(own[:, 1], torch.zeros(2, 4).double())
    assert torch.allclose(attention()(q, k, v, mask[None]), own)


def scan(u, delta, a, b, c, skip):
    state = torch.zeros(u.shape[0], *a.shape[1:], dtype=u.dtype)
    outputs = []
    for t in range(u.shape[1]):
        d = delta[:, t, :, None]
        state = (d * a).exp() * state + d * b[:, t, None, :] * u[:, t, :, None]
        outputs.append((state * c[:, t, None, :]).sum(-1) + skip * u[:, t])
    return torch.stack(outputs, 1)


def sinusoid(features, base=10000.0, offset=0, interleaved=True):
    half = features // 2

    def embed(x):
        angles = x[..., None].double() * base ** (-torch.arange(half).double() / (half - offset))
        pair = angles.sin(), angles.cos()
        return torch.stack(pair, -1).flatten(-2) if interleaved else torch.cat(pair, -1)

    return embed


class Transposed(nn.Module):
    """A linear layer with its weight as [in, out]: GPT-2's Conv1D."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs))
        self.bias = nn.Parameter(torch.empty(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Tokens(nn.Module):
    """A convolution along the tokens of [t, d]; causal ones are cut after the last token."""

    def __init__(self, *args, causal=False, **kwargs):
        super().__init__()
        self.conv = nn.Conv1d(*args, **kwargs)
        self.causal = causal

    def forward(self, x):
        if self.causal:
            x = F.pad(x, (0, 0, self.conv.dilation[0] * (self.conv.kernel_size[0] - 1), 0))
        return self.conv(x.mT).mT

    def state_dict(self):
        return self.conv.state_dict()


class OnTokens(nn.Module):
    """A layer of [d, t] on [t, d]."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.mT).mT

    def state_dict(self):
        return self.module.state_dict()


def one_dimension():
    case("conv1d", Tokens(2, 3, 3, padding="same", dilation=2), [5, 2],
         out=3, kernel=3, padding="same", dilation=2)
    case("conv1d", OnTokens(Padded(nn.Conv1d(2, 3, 3), (2, 1))), [5, 2],
         out=3, kernel=3, padding=[2, 1], batch=2)
    for mode in "reflect", "replicate", "circular":
        case("conv1d", Tokens(2, 3, 5, padding=2, padding_mode=mode), [6, 2],
             out=3, kernel=5, padding=2, padding_mode=mode)
        case("conv3d", nn.Conv3d(1, 2, 3, padding=1, padding_mode=mode), [1, 2, 3, 2],
             out=2, kernel=3, padding=1, padding_mode=mode)
        case("conv", nn.Conv2d(2, 3, 3, padding=(1, 2), padding_mode=mode, dilation=(1, 2)),
             [2, 4, 5], out=3, kernel=3, padding=[1, 2], padding_mode=mode, dilation=[1, 2],
             batch=2)
    case("conv1d", OnTokens(Padded(nn.Conv1d(2, 3, 3), (2, 0), "replicate")), [4, 2],
         out=3, kernel=3, causal=True, padding_mode="replicate")
    case("conv_transpose1d", OnTokens(nn.ConvTranspose1d(3, 2, 4, 2, 1)), [5, 3],
         out=2, kernel=4, stride=2, padding=1, batch=2)
    case("conv_transpose1d", OnTokens(nn.ConvTranspose1d(4, 6, 3, 3, 1, 2, 2, False, 2)), [4, 4],
         out=6, kernel=3, stride=3, padding=1, output_padding=2, groups=2, bias=False, dilation=2)
    case("bn", OnTokens(nn.BatchNorm1d(3)), [4, 3], batch=2)
    case("group_norm", OnTokens(nn.GroupNorm(2, 6)), [5, 6], groups=2, batch=2)
    case("instance_norm", OnTokens(nn.InstanceNorm1d(3)), [5, 3])
    case("max_pool1d", OnTokens(nn.MaxPool1d(2)), [7, 3], kernel=2, batch=2)
    case("max_pool1d", OnTokens(nn.MaxPool1d(3, 2, 1, 2, ceil_mode=True)), [8, 2],
         kernel=3, stride=2, padding=1, dilation=2, ceil=True)
    case("avg_pool1d", OnTokens(nn.AvgPool1d(3)), [7, 3], kernel=3, batch=2)
    case("avg_pool1d", OnTokens(nn.AvgPool1d(3, 2, 1, True, False)), [6, 2],
         kernel=3, stride=2, padding=1, ceil=True, count_include_pad=False)
    case("adaptive_avg_pool1d", OnTokens(nn.AdaptiveAvgPool1d(3)), [7, 2], size=3)
    case("global_avg_pool", OnTokens(nn.AdaptiveAvgPool1d(1)), [7, 2], batch=2)


class Padded(nn.Module):
    """A layer behind a padding."""

    def __init__(self, module, pad, mode="constant"):
        super().__init__()
        self.module, self.pad, self.mode = module, pad, mode

    def forward(self, x):
        return self.module(F.pad(x, self.pad, self.mode))

    def state_dict(self):
        return self.module.state_dict()


def three_dimensions():
    case("conv3d", nn.Conv3d(2, 3, 3, padding=1), [2, 3, 4, 5], out=3, kernel=3, padding=1,
         batch=2)
    case("conv3d", nn.Conv3d(3, 4, (3, 2, 1), (2, 1, 1), (1, 0, 0), (1, 2, 1), bias=False),
         [3, 5, 4, 3], out=4, kernel=[3, 2, 1], stride=[2, 1, 1], padding=[1, 0, 0],
         dilation=[1, 2, 1], bias=False)
    case("conv3d", nn.Conv3d(2, 3, (1, 3, 3), (1, 2, 2), (0, 1, 1)), [2, 3, 5, 4],
         out=3, kernel=[1, 3, 3], stride=[1, 2, 2], padding=[0, 1, 1])
    case("conv3d", nn.Conv3d(2, 3, (3, 1, 1), (2, 1, 1), (1, 0, 0)), [2, 5, 2, 3],
         out=3, kernel=[3, 1, 1], stride=[2, 1, 1], padding=[1, 0, 0], batch=2)
    case("conv3d", nn.Conv3d(4, 6, (2, 3, 3), groups=2, dilation=(2, 1, 1)), [4, 4, 4, 3],
         out=6, kernel=[2, 3, 3], groups=2, dilation=[2, 1, 1])
    case("conv3d", nn.Conv3d(2, 2, 1, 2), [2, 3, 4, 3], out=2, kernel=1, stride=2)
    case("conv3d", nn.Conv3d(2, 2, 3, padding="same", padding_mode="replicate"), [2, 2, 3, 4],
         out=2, kernel=3, padding="same", padding_mode="replicate")
    case("conv_transpose3d", nn.ConvTranspose3d(3, 2, 2, 2), [3, 2, 3, 2],
         out=2, kernel=2, stride=2, batch=2)
    case("conv_transpose3d", nn.ConvTranspose3d(2, 3, 3, 2, 1, 1), [2, 3, 2, 3],
         out=3, kernel=3, stride=2, padding=1, output_padding=1)
    case("conv_transpose3d", nn.ConvTranspose3d(4, 4, (3, 2, 1), (2, 1, 1), (1, 0, 0), 0, 2, False,
                                                (2, 1, 1)), [4, 3, 2, 2],
         out=4, kernel=[3, 2, 1], stride=[2, 1, 1], padding=[1, 0, 0], groups=2, bias=False,
         dilation=[2, 1, 1])
    case("conv_transpose3d", nn.ConvTranspose3d(2, 2, (1, 2, 2), (3, 2, 2), 0, (1, 0, 0)),
         [2, 2, 2, 2], out=2, kernel=[1, 2, 2], stride=[3, 2, 2], output_padding=[1, 0, 0])
    case("bn", nn.BatchNorm3d(3), [3, 2, 2, 3], batch=2)
    case("group_norm", nn.GroupNorm(2, 4), [4, 2, 3, 2], groups=2, batch=2)
    case("instance_norm", nn.InstanceNorm3d(3, affine=True), [3, 2, 2, 3], affine=True)
    case("prelu", nn.PReLU(3), [3, 2, 2, 2], num_parameters=3)
    case("max_pool3d", nn.MaxPool3d(2), [2, 4, 5, 4], kernel=2, batch=2)
    case("max_pool3d", nn.MaxPool3d((1, 2, 2), (1, 2, 2), (0, 1, 1)), [2, 3, 4, 4],
         kernel=[1, 2, 2], stride=[1, 2, 2], padding=[0, 1, 1])
    case("max_pool3d", nn.MaxPool3d(3, 2, 1, ceil_mode=True), [1, 4, 5, 6],
         kernel=3, stride=2, padding=1, ceil=True)
    case("max_pool3d", nn.MaxPool3d((2, 1, 1)), [1, 4, 2, 2], kernel=[2, 1, 1])
    case("max_pool3d", nn.MaxPool3d(2, 1, 0, (1, 2, 1)), [2, 3, 4, 3],
         kernel=2, stride=1, dilation=[1, 2, 1], batch=2)
    case("avg_pool3d", nn.AvgPool3d(2), [2, 4, 5, 4], kernel=2)
    case("avg_pool3d", nn.AvgPool3d(3, 2, 1, True), [1, 4, 5, 6],
         kernel=3, stride=2, padding=1, ceil=True, batch=2)
    case("avg_pool3d", nn.AvgPool3d(3, 2, 1, False, False), [1, 4, 5, 6],
         kernel=3, stride=2, padding=1, count_include_pad=False)
    case("adaptive_avg_pool3d", nn.AdaptiveAvgPool3d((2, 3, 2)), [2, 5, 4, 3], size=[2, 3, 2])
    case("adaptive_max_pool3d", nn.AdaptiveMaxPool3d((2, 1, 2)), [2, 5, 3, 3], size=[2, 1, 2])
    case("global_avg_pool", nn.AdaptiveAvgPool3d(1), [2, 3, 2, 4], batch=2)


def borders():
    case("pad", lambda x: F.pad(x, (2, 1, 1, 3), "reflect"), [2, 4, 3],
         left=2, right=1, top=1, bottom=3, mode="reflect", batch=2)
    case("pad", lambda x: F.pad(x, (3, 2, 1, 0), "replicate"), [1, 2, 3],
         left=3, right=2, top=1, mode="replicate")
    case("pad", lambda x: F.pad(x, (3, 1, 0, 2), "circular"), [2, 2, 3],
         left=3, right=1, bottom=2, mode="circular")
    case("pad", lambda x: F.pad(x.mT, (2, 1), "reflect").mT, [4, 3],
         before=2, after=1, mode="reflect", batch=2)
    case("pad", lambda x: F.pad(x, (0, 0, 0, 0, 1, 2)), [2, 2, 2], axis=0, before=1, after=2)
    case("pad", lambda x: F.pad(x[:, None], (1, 3), "replicate")[:, 0], [3],
         axis=-1, before=1, after=3, mode="replicate")
    case("slice", lambda x: x[:, :, 1::2], [2, 6, 2], axis=1, start=1, step=2, batch=2)
    case("slice", lambda x: x[:, 0:7:3], [8, 2], axis=0, end=7, step=3)
    case("slice", lambda x: x[:, ::2], [5, 2, 2], axis=0, step=2)


def reparametrized():
    weight = nn.utils.weight_norm
    spectral = nn.utils.spectral_norm
    case("conv", weight(nn.Conv2d(4, 6, 3, groups=2)), [4, 4, 5],
         out=6, kernel=3, groups=2, weight_norm=True, batch=2)
    case("conv", spectral(nn.Conv2d(3, 4, 3, padding=1)), [3, 4, 4],
         out=4, kernel=3, padding=1, spectral_norm=True)
    case("conv1d", OnTokens(weight(nn.Conv1d(3, 4, 3))), [6, 3], out=4, kernel=3, weight_norm=True, batch=2)
    case("conv_transpose", spectral(nn.ConvTranspose2d(4, 6, 3, 2, groups=2, bias=False)),
         [4, 3, 3], out=6, kernel=3, stride=2, groups=2, bias=False, spectral_norm=True)
    case("conv_transpose1d", OnTokens(weight(nn.ConvTranspose1d(3, 2, 4, 2))), [5, 3],
         out=2, kernel=4, stride=2, weight_norm=True, batch=2)
    case("linear", weight(nn.Linear(5, 4, bias=False)), [3, 5], out=4, bias=False,
         weight_norm=True)
    case("conv3d", weight(nn.Conv3d(2, 3, (3, 2, 1))), [2, 4, 3, 2],
         out=3, kernel=[3, 2, 1], weight_norm=True)
    case("conv_transpose3d", spectral(nn.ConvTranspose3d(2, 3, 2, 2)), [2, 2, 2, 3],
         out=3, kernel=2, stride=2, spectral_norm=True)
    case("linear", spectral(nn.Linear(5, 4)), [5], out=4, spectral_norm=True)
    case("conv_transpose", weight(nn.ConvTranspose2d(3, 2, 3, 2)), [3, 3, 2],
         out=2, kernel=3, stride=2, weight_norm=True)
    case("conv1d", OnTokens(spectral(nn.Conv1d(2, 4, 3))), [5, 2], out=4, kernel=3, spectral_norm=True)
    case("conv_transpose1d", OnTokens(spectral(nn.ConvTranspose1d(2, 3, 4, 2))), [4, 2],
         out=3, kernel=4, stride=2, spectral_norm=True)
    case("conv3d", spectral(nn.Conv3d(2, 3, 2)), [2, 3, 3, 2], out=3, kernel=2, spectral_norm=True)
    case("conv_transpose3d", weight(nn.ConvTranspose3d(2, 3, 2, 2)), [2, 2, 1, 2],
         out=3, kernel=2, stride=2, weight_norm=True, batch=2)


class Recurs(nn.Module):
    """A recurrent layer of tokens and first states `[states, length]`."""

    def __init__(self, layer, states):
        super().__init__()
        self.layer = layer
        self.layer.batch_first = True
        self.states = states

    def forward(self, x, *states):
        lstm = isinstance(self.layer, nn.LSTM)
        first = tuple(state.movedim(0, 1).contiguous() for state in states)
        arguments = () if not first else (first,) if lstm else first
        y, last = self.layer(x, *arguments)
        last = last if lstm else (last,)
        return (y, *(state.movedim(0, 1) for state in last)) if self.states else y

    def state_dict(self):
        return self.layer.state_dict()


def products(layer, tokens):
    """Multiply-adds: those of all matrices, for each token."""
    return tokens * sum(p.numel() for n, p in layer.named_parameters() if n.startswith("weight"))


def recurrence(op, layer, *shapes, **arguments):
    macs = products(layer, shapes[0][0])
    case(op, Recurs(layer, arguments.get("states")), *shapes, macs=macs, **arguments)


def recurrences():
    for op, kind in {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}.items():
        states = [[4, 5]] * (2 if op == "lstm" else 1)
        recurrence(op, kind(3, 4), [5, 3], hidden=4, batch=2)
        recurrence(op, kind(3, 5, 2, bidirectional=True), [4, 3], *states,
                   hidden=5, layers=2, bidirectional=True, batch=3)
        recurrence(op, kind(2, 3, bias=False), [1, 2], hidden=3, bias=False, states=True)
    recurrence("rnn", nn.RNN(3, 4, nonlinearity="relu", bidirectional=True), [4, 3],
               hidden=4, nonlinearity="relu", bidirectional=True)
    recurrence("lstm", nn.LSTM(3, 5, 2, bidirectional=True, proj_size=2), [4, 3], [4, 2], [4, 5],
               hidden=5, layers=2, bidirectional=True, proj=2, states=True, batch=2)
    recurrence("lstm", nn.LSTM(3, 4, bias=False, proj_size=3), [3, 3], hidden=4, bias=False, proj=3)
    recurrence("lstm", nn.LSTM(3, 40), [3, 3], hidden=40, states=True, batch=16)


def sequences():
    case("embedding", nn.Embedding(7, 3), [5], ids=7, vocabulary=7, features=3, batch=2)
    case("embedding", nn.Embedding(7, 3), [2, 4], ids=7, vocabulary=7, features=3, batch=2)
    case("linear", Transposed(4, 6), [3, 4], out=6, transposed=True, batch=2)
    case("conv1d", Tokens(3, 4, 3), [6, 3], out=4, kernel=3, batch=2)
    case("conv1d", Tokens(4, 6, 3, 2, 1, groups=2, bias=False), [7, 4],
         out=6, kernel=3, stride=2, padding=1, groups=2, bias=False)
    case("conv1d", Tokens(4, 4, 4, groups=4, causal=True), [5, 4],
         out=4, kernel=4, groups=4, causal=True, batch=2)
    case("conv1d", Tokens(2, 3, 3, 2, 0, 2, causal=True), [7, 2],
         out=3, kernel=3, stride=2, dilation=2, causal=True)
    case("matmul", lambda a, b: a @ b, [3, 4], [4, 5], batch=2)
    case("matmul", lambda a, b: a @ b.mT, [3, 4], [5, 4], transpose=True)
    case("matmul", lambda a, b: a @ b, [3, 2, 4], [3, 4, 5], batch=2)
    case("matmul", lambda a, b: a @ b.mT, [2, 2, 30, 4], [2, 2, 5, 4], transpose=True, batch=2)
    case("matmul", lambda a, b: a @ b, [3, 2, 4], [4, 5])
    case("matmul", lambda a, b: a[:, None] @ b, [2, 4], [3, 4, 5])
    case("matmul", lambda a, b: a @ b, [2, 1, 3, 4], [1, 3, 4, 2], batch=2)
    case("attention", attention(), [3, 4], [5, 4], [5, 2], batch=2)
    case("attention", attention(2, True), [4, 6], [4, 6], [4, 2], heads=2, causal=True)
    case("attention", attention(3, True), [5, 3], [2, 3], [2, 3], heads=3, causal=True)
    case("attention", attention(1, True), [2, 4], [5, 4], [5, 3], causal=True, batch=2)
    case("attention", attention(1, True, offset=1), [3, 4], [6, 4], [6, 3], causal=True, offset=1)
    case("attention", attention(6, kv_heads=2), [3, 12], [4, 4], [4, 6], heads=6, kv_heads=2)
    case("attention", attention(4, True, kv_heads=1, scale=0.3), [2, 3, 8], [2, 5, 2], [2, 5, 3],
         heads=4, kv_heads=1, causal=True, scale=0.3, batch=2)
    case("attention", attention(2), [3, 4], [5, 4], [5, 4], [2, 3, 5], heads=2, bias=True, batch=2)
    case("attention", attention(2), [3, 4, 6], [3, 4, 6], [3, 4, 6], [3, 1, 4, 4], heads=2,
         bias=True, batch=2)
    case("attention", attention(2), [2, 3, 2, 4], [2, 3, 5, 4], [2, 3, 5, 4], [2, 3, 2, 2, 5],
         heads=2, bias=True)
    case("attention", attention(2), [3, 4, 6], [3, 4, 6], [3, 4, 6], [4], heads=2, bias=True)
    case("attention", attention(), [3, 4], [5, 4], [5, 4], [3, 1], bias=True)
    case("attention", attention(), [2, 3, 4], [2, 5, 4], [2, 5, 2], axis=-1)
    hold_attention_to_its_function()
    # masks of truth values, of which some rows are all false
    case("attention", attention(2), [3, 4], [2, 4], [2, 4], [2, 3, 2], heads=2, mask=True,
         ids=[0, 0, 0, -1], batch=2)
    case("attention", attention(2), [3, 4], [5, 4], [5, 6], [5], heads=2, mask=True,
         ids=[0, 0, 0, -1], batch=3)
    case("attention", attention(2), [3, 4, 6], [3, 5, 6], [3, 5, 6], [3, 1, 1, 5], heads=2,
         mask=True, ids=[0, 0, 0, -1], batch=2)
    case("attention", attention(2, True), [4, 6], [4, 6], [4, 2], [4, 4], heads=2,
         causal=True, mask=True, ids=[0, 0, 0, -1], batch=2)
    case("attention", attention(4, kv_heads=2, scale=0.7), [5, 8], [3, 4], [3, 4], [4, 5, 1],
         [1, 3], heads=4, kv_heads=2, scale=0.7, bias=True, mask=True, ids=[0, 0, 0, 0, -1], batch=2)
    case("attention", attention(), [3, 4], [5, 4], [5, 4], [3, 5], mask=True, batch=2)
    case("attention", attention(), [3, 4], [5, 4], [5, 4], [3, 1], mask=True,
         ids=[0, 0, 0, -1], batch=2)
    width = {"heads": 2}
    case("multihead_attention", Attends(4, 2), [3, 4], batch=2, **width)
    case("multihead_attention", Attends(6, 2, False, True), [4, 6], bias=False, causal=True,
         **width)
    case("multihead_attention", Attends(4, 2), [3, 4], [5, 4], batch=2, **width)
    case("multihead_attention", Attends(4, 2), [3, 4], [5, 4], [5, 4], **width)
    case("multihead_attention", Attends(4, 2), [3, 5, 4], batch=2, **width)
    case("multihead_attention", Attends(4, 2), [2, 3, 4], axis=-1, **width)
    case("multihead_attention", Attends(4, 2), [2, 2, 3, 4], [2, 2, 5, 4], **width)
    case("multihead_attention", Attends(6, 3, kdim=4, vdim=5), [3, 6], [5, 4], [5, 5], heads=3, batch=2)
    case("multihead_attention", Attends(6, 2, False, kdim=4, vdim=4), [2, 3, 6], [2, 5, 4],
         bias=False, batch=2, **width)
    seen, padding = {"masks": ["attn_mask"]}, {"masks": ["key_padding_mask"]}
    case("multihead_attention", Attends(4, 2, **seen), [3, 4], [2, 3, 3], mask=True, ids=[0, -1], batch=2,
         macs=2 * (3 + 3) * 16 + 2 * 9 * 4, **width)
    case("multihead_attention", Attends(4, 2, **padding), [4, 4], [4], key_padding_mask=True, ids=[0, -1],
         batch=3, macs=2 * (4 + 4) * 16 + 2 * 16 * 4, **width)
    case("multihead_attention", Attends(4, 2, **padding), [3, 5, 4], [3, 5], key_padding_mask=True,
         ids=[0, -1], batch=2, macs=3 * (2 * 10 * 16 + 2 * 25 * 4), **width)
    case("multihead_attention", Attends(4, 2, **padding), [2, 3, 4], [2, 5, 4], [5], key_padding_mask=True,
         batch=2, macs=2 * (2 * 8 * 16 + 2 * 15 * 4), **width)
    case("multihead_attention", Attends(4, 2, add_bias_kv=True), [3, 4], [5, 4], bias_kv=True, batch=2,
         **width)
    case("multihead_attention", Attends(4, 2, add_bias_kv=True), [2, 3, 4], bias_kv=True, batch=2,
         **width)
    case("multihead_attention", Attends(4, 2, False, True, add_bias_kv=True), [5, 4], bias_kv=True,
         bias=False, causal=True, **width)
    case("multihead_attention", Attends(4, 2, add_bias_kv=True, masks=["attn_mask", "key_padding_mask"]),
         [3, 4], [5, 4], [2, 3, 1], [5], bias_kv=True, mask=True, key_padding_mask=True,
         ids=[0, 0, -1, -1], batch=2, macs=2 * (3 + 5) * 16 + 2 * 18 * 4, **width)
    case("rotary", rotary(2), [5, 8], heads=2, batch=2)
    case("rotary", rotary(3, 100.0, True), [4, 6], heads=3, base=100, interleaved=True, batch=2)
    case("rotary", rotary(2, 500.0, False, 4, 3), [5, 12], heads=2, base=500, dims=4, start=3)
    case("rotary", rotary(2, 10.0, True, 4, 1), [5, 10], heads=2, base=10, dims=4, start=1,
         interleaved=True)
    case("rotary", rotary(2, factor=4.0), [5, 8], heads=2, factor=4)
    case("rotary", rotary(1, 50.0, factor=8.0, original=64, low=2.0, high=6.0, start=20), [3, 16],
         base=50, factor=8, original=64, low_freq=2, high_freq=6, start=20)
    case("rotary", rotary(2), [2, 3, 8], heads=2, batch=2)
    case("rotary", rotary(2), [3, 2, 4], heads=2, axis=-1)
    case("selective_scan", scan, [5, 3], [5, 3], [3, 2], [5, 2], [5, 2], [3], batch=2, macs=30)
    recurrences()
    reparametrized()
    case("arange", lambda x: torch.arange(4).double().expand(2, 4), [4, 3], batch=2)
    case("sinusoid", sinusoid(6), [4], features=6, batch=2)
    case("sinusoid", sinusoid(8, 100.0, 1, False), [], features=8, base=100, offset=1,
         interleaved=False, batch=2)
    case("exp", torch.exp, [2, 3])
    case("affine", lambda x: 0.2 * x - 1.5, [2, 3], scale=0.2, shift=-1.5)
    case("affine", lambda x: 2.0 * x + 3.0, [2, 3], ids=7, scale=2, shift=3)
    case("affine", lambda x: 1e4 * x - 1e4, [4], ids=-1, batch=2, scale=1e4, shift=-1e4)
    case("pixel_shuffle", nn.PixelShuffle(2), [8, 2, 3], factor=2, batch=2)
    case("roll", lambda x: x.roll(2, 2), [2, 5], shift=2, axis=1)
    case("roll", lambda x: x.roll(-1, 1), [3, 2, 2], shift=-1, axis=0, batch=2)
    case("roll", lambda x: x, [4], shift=8, axis=-1)


def activations():
    shape = [2, 3, 4]
    for op, module in {
        "relu": nn.ReLU(), "relu6": nn.ReLU6(), "leaky_relu": nn.LeakyReLU(), "elu": nn.ELU(),
        "sigmoid": nn.Sigmoid(), "tanh": nn.Tanh(), "gelu": nn.GELU(), "silu": nn.SiLU(),
        "mish": nn.Mish(), "hard_sigmoid": nn.Hardsigmoid(), "hard_swish": nn.Hardswish(),
        "softplus": lambda x: torch.log1p(torch.exp(x)), "identity": nn.Identity(),
        "dropout": nn.Dropout(), "drop_path": nn.Identity(), "prelu": nn.PReLU(),
    }.items():
        case(op, module, shape)
    case("leaky_relu", nn.LeakyReLU(0.3), [5], negative_slope=0.3)
    case("elu", nn.ELU(0.5), [3, 4], alpha=0.5)
    case("gelu", nn.GELU("tanh"), [3, 4], approximate="tanh")
    case("prelu", nn.PReLU(3), [3, 2, 2], num_parameters=3, batch=2)
    case("prelu", nn.PReLU(), [4])
    case("prelu", OnTokens(nn.PReLU(3)), [4, 3], num_parameters=3, batch=2)
    case("dropout", nn.Dropout(0.1), [4], p=0.1)
    case("drop_path", nn.Identity(), [4], p=0.2)
    case("softmax", nn.Softmax(1), [5], batch=2)
    case("softmax", nn.Softmax(1), [3, 2, 4], axis=0)
    case("softmax", nn.Softmax(-1), [3, 4])
    case("softmax", nn.Softmax(2), [3, 2, 4], axis=1)
    case("softmax", nn.Softmax(-1), [3, 2, 4], axis=-1)
    case("softmax", nn.Softmax(-2), [2, 3, 2, 4], axis=2, batch=2)


def pools():
    case("max_pool", nn.MaxPool2d(2), [2, 5, 6], kernel=2, batch=2)
    case("max_pool", nn.MaxPool2d(3, 2, 1), [2, 6, 7], kernel=3, stride=2, padding=1)
    case("max_pool", nn.MaxPool2d(3, 2, ceil_mode=True), [2, 6, 5], kernel=3, stride=2, ceil=True)
    case("max_pool", nn.MaxPool2d(2, 3, 1, ceil_mode=True), [1, 6, 7],
         kernel=2, stride=3, padding=1, ceil=True)
    case("max_pool", nn.MaxPool2d((1, 3), (2, 1), (0, 1)), [1, 5, 4],
         kernel=[1, 3], stride=[2, 1], padding=[0, 1])
    case("max_pool", nn.MaxPool2d(3, 1, 1, dilation=2), [1, 5, 6],
         kernel=3, stride=1, padding=1, dilation=2)
    case("avg_pool", nn.AvgPool2d(2), [2, 5, 6], kernel=2)
    case("avg_pool", nn.AvgPool2d(3, 2, 1), [2, 5, 6], kernel=3, stride=2, padding=1)
    case("avg_pool", nn.AvgPool2d(3, 2, 1, count_include_pad=False), [2, 5, 6],
         kernel=3, stride=2, padding=1, count_include_pad=False)
    case("avg_pool", nn.AvgPool2d(3, 2, 1, ceil_mode=True), [1, 6, 7],
         kernel=3, stride=2, padding=1, ceil=True)
    case("avg_pool", nn.AvgPool2d(3, 2, 1, True, False), [1, 6, 7],
         kernel=3, stride=2, padding=1, ceil=True, count_include_pad=False)
    case("avg_pool", nn.AvgPool2d((2, 3), (2, 2), (0, 1), True), [1, 5, 6],
         kernel=[2, 3], stride=2, padding=[0, 1], ceil=True)
    case("adaptive_avg_pool", nn.AdaptiveAvgPool2d(3), [2, 7, 6], size=3, batch=2)
    case("adaptive_avg_pool", nn.AdaptiveAvgPool2d((2, 5)), [2, 5, 3], size=[2, 5])
    case("adaptive_avg_pool", nn.AdaptiveAvgPool2d(4), [1, 4, 4], size=4)
    case("global_avg_pool", nn.AdaptiveAvgPool2d(1), [3, 4, 5])


def images():
    case("upsample", nn.Upsample(scale_factor=2), [2, 2, 3], scale_factor=2, batch=2)
    case("upsample", nn.Upsample(scale_factor=(1, 3)), [1, 3, 2], scale_factor=[1, 3])
    case("upsample", nn.Upsample(size=(5, 7)), [1, 3, 4], size=[5, 7])
    case("upsample", nn.Upsample(size=(2, 3)), [1, 5, 7], size=[2, 3])
    case("upsample", nn.Upsample(scale_factor=2, mode="bilinear"), [2, 3, 2],
         scale_factor=2, mode="bilinear")
    case("upsample", nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), [2, 3, 2],
         scale_factor=2, mode="bilinear", align_corners=True)
    case("upsample", nn.Upsample(size=(5, 3), mode="bilinear"), [1, 4, 6],
         size=[5, 3], mode="bilinear")
    case("upsample", nn.Upsample(size=(1, 5), mode="bilinear", align_corners=True), [1, 4, 3],
         size=[1, 5], mode="bilinear", align_corners=True)
    case("pad", lambda x: F.pad(x, (1, 2, 0, 3)), [2, 2, 3], left=1, right=2, bottom=3)
    case("pad", lambda x: F.pad(x, (0, 0, 1, 0), value=-2.5), [1, 2, 3], top=1, value=-2.5)
    case("shuffle", nn.ChannelShuffle(2), [6, 2, 2], groups=2)
    case("shuffle", nn.ChannelShuffle(3), [6, 1, 2], groups=3, batch=2)
    case("shuffle", OnTokens(nn.Sequential(nn.Unflatten(1, (2, 3)), Swap(), nn.Flatten(1, 2))),
         [4, 6], groups=2, batch=2)


def resized(module, axes):
    """A function of [d, t] on [t, d], or one of images or volumes as it is."""
    return (lambda x: module(x.mT).mT) if axes == 1 else module


def sizes():
    """Sizes and factors that the kernel of planes does not take: by tables in single precision."""
    def case_of(shape, batch=1, tolerance=1e-6, **arguments):
        space = len(shape) - 1
        given = {k: tuple(v) if isinstance(v, list) and len(v) > 1 else v
                 for k, v in arguments.items()}
        if given.get("mode") == "nearest_exact":
            given["mode"] = "nearest-exact"
        if given.get("mode") == "linear" and space > 1:
            given["mode"] = ("bilinear", "trilinear")[space - 2]
        case("upsample", resized(lambda x: F.interpolate(x, **given), space), shape, batch=batch,
             tolerance=tolerance, **arguments)

    for mode in "nearest", "nearest_exact", "bilinear", "bicubic":
        case_of([2, 3, 5], scale_factor=2.6, mode=mode)
        case_of([1, 5, 7], scale_factor=[1.2, 0.7], mode=mode, batch=2)
    case_of([1, 4, 3], size=[7, 2], mode="nearest_exact")
    for mode in "bilinear", "bicubic":
        for corners in False, True:
            case_of([1, 9, 6], size=[3, 8], mode=mode, align_corners=corners, antialias=True)
        case_of([1, 7, 11], scale_factor=0.3, mode=mode, antialias=True, batch=2)
    case_of([2, 4, 5], size=[6, 3], mode="bicubic", align_corners=True)
    case_of([2, 3, 4], size=[1, 5], mode="bicubic", align_corners=True)
    for mode in "nearest", "linear":
        case_of([5, 3], scale_factor=2, mode=mode, batch=2)
        case_of([7, 2], scale_factor=1.7, mode=mode)
        case_of([1, 3, 2, 3], size=[2, 5, 3], mode=mode, batch=2)
    case_of([6, 3], size=9, mode="linear", align_corners=True)
    case_of([2, 3, 2, 4], scale_factor=[1.5, 2, 0.5], mode="trilinear", align_corners=True)
    rows = resized(lambda x: F.interpolate(x[:, :, None], (1, 4), mode="bilinear",
                                           antialias=True)[:, :, 0], 1)
    case("upsample", rows, [9, 2], size=4, mode="linear", antialias=True, tolerance=1e-6)


class Bent(nn.Module):
    """A deformable convolution, with a mask or without."""

    def __init__(self, *args, **kwargs):
        super().__init__()
        self.conv = DeformConv2d(*args, **kwargs)

    def forward(self, x, offset, mask=None):
        return self.conv(x, offset, mask)

    def state_dict(self):
        return self.conv.state_dict()


def windows():
    case("pixel_unshuffle", nn.PixelUnshuffle(2), [2, 4, 6], factor=2, batch=2)
    case("pixel_unshuffle", nn.PixelUnshuffle(3), [1, 3, 6], factor=3)
    case("unfold", lambda x: nn.Unfold(2)(x).mT, [3, 3, 4], kernel=2, batch=2)
    case("unfold", lambda x: nn.Unfold((3, 2), (1, 2), (1, 0), (2, 1))(x).mT, [2, 6, 5],
         kernel=[3, 2], dilation=[1, 2], padding=[1, 0], stride=[2, 1])
    case("unfold", lambda x: nn.Unfold(2, stride=2)(x).mT, [2, 4, 5], kernel=2, stride=2)
    case("fold", lambda x: nn.Fold((4, 5), 2)(x.mT), [12, 8], size=[4, 5], kernel=2, batch=2)
    case("fold", lambda x: nn.Fold(6, (3, 2), (1, 2), (1, 0), (2, 3))(x.mT), [6, 12],
         size=6, kernel=[3, 2], dilation=[1, 2], padding=[1, 0], stride=[2, 3])
    case("fold", lambda x: nn.Fold((4, 6), 2, stride=2)(x.mT), [6, 4],
         size=[4, 6], kernel=2, stride=2)

    def macs(out, places, each):
        return out * places * each

    case("deform_conv", Bent(3, 4, 3, padding=1), [3, 5, 6], [18, 5, 6], out=4, kernel=3,
         padding=1, macs=macs(4, 30, 27), batch=2)
    case("deform_conv", Bent(4, 6, (3, 2), (2, 1), (1, 0), (1, 2), 2, False), [4, 6, 5],
         [24, 3, 3], [12, 3, 3], out=6, kernel=[3, 2], stride=[2, 1], padding=[1, 0],
         dilation=[1, 2], groups=2, bias=False, mask=True, macs=macs(6, 9, 12), batch=2)
    case("deform_conv", Bent(2, 3, 1), [2, 3, 4], [2, 3, 4], [1, 3, 4], out=3, kernel=1,
         mask=True, macs=macs(3, 12, 2))


def shapes():
    case("flatten", nn.Flatten(), [2, 3, 2], batch=2)
    case("flatten", nn.Flatten(), [4])
    case("reshape", lambda x: x.reshape(-1, 3, 4), [2, 3, 2], shape=[3, 4])
    case("reshape", lambda x: x.reshape(-1, 2, 3, 2), [12], shape=[2, -1, 2])
    case("permute", lambda x: x.permute(0, 3, 1, 2), [2, 3, 4], order=[2, 0, 1])
    case("permute", lambda x: x.permute(0, 2, 1), [2, 3], order=[1, 0], batch=2)
    case("permute", lambda x: x, [2, 3], order=[0, 1])
    case("slice", lambda x: x[:, 1:3], [4, 2, 2], axis=0, start=1, end=3)
    case("slice", lambda x: x[:, :, :, -3:-1], [2, 2, 4], axis=-1, start=-3, end=-1)
    case("slice", lambda x: x[:, :, 1:], [2, 3, 2], axis=1, start=1, batch=2)
    case("slice", lambda x: x, [3, 2], axis=0)
    case("concat", lambda *x: torch.cat(x, 1), [2, 2, 3], [1, 2, 3], [3, 2, 3], batch=2)
    case("concat", lambda *x: torch.cat(x, 2), [2, 2, 3], [2, 1, 3], axis=1)
    case("concat", lambda *x: torch.cat(x, -1), [2, 3], [2, 2], axis=-1)
    case("concat", lambda x: x, [2, 3])


def arithmetic():
    image = [2, 2, 3]
    case("add", lambda x, y: x + y, image, image, batch=2)
    case("add", lambda x, y, z: x + y + z, [2, 1, 1], image, [1, 2, 1])
    case("add", lambda *x: sum(x), *[[3]] * 10)
    case("add", lambda x: x, image)
    case("sub", lambda x, y: x - y, [1, 2, 3], image)
    case("mul", lambda x, y: x * y, image, [2, 1, 1])
    case("mul", lambda x, y, z: x * y * z, [4], [4], [4])
    case("div", lambda x, y: x / y, [2, 3], [2, 3])


def rows(axis):
    """Slices of the first tensor along an axis, each example by its own numbers."""

    def gather(x, index):
        taken = [a.index_select(axis, i.flatten()).unflatten(axis, i.shape or (1,))
                 for a, i in zip(x, index)]
        return torch.stack([a if i.ndim else a.squeeze(axis) for a, i in zip(taken, index)])

    return gather


def reductions():
    case("gather", rows(0), [5, 3], [4], ids=[0, 5], batch=2)
    case("gather", rows(1), [2, 3, 4], [2, 2], ids=[0, 3], axis=1, batch=2)
    case("gather", rows(2), [2, 3, 4], [5], ids=[0, 4], axis=-1)
    case("gather", rows(0), [4, 2, 3], [3], ids=[0, 4], axis=0, batch=2)
    case("gather", rows(0), [4, 3], [], ids=[0, 4], batch=2)
    case("gather", rows(1), [2, 6], [2, 3, 1], ids=[0, 6], axis=1)
    for name, function in {"mean": torch.mean, "sum": torch.sum, "max": torch.amax,
                           "min": torch.amin}.items():
        case(name, lambda x: function(x, (1, 2, 3)), [2, 3, 4], batch=2)
        case(name, lambda x: function(x, (2, 3)), [3, 4, 5], axis=[1, 2])
        case(name, lambda x: function(x, 1, keepdim=True), [6, 4], axis=0, keep=True, batch=2)
        case(name, lambda x: function(x, -1), [2, 3, 40], axis=-1)
        case(name, lambda x: function(x, (1, 4), keepdim=True), [3, 2, 2, 3], axis=[3, 0],
             keep=True)
    case("mean", lambda x: x.mean((2, 3), keepdim=True), [3, 4, 5], axis=[1, 2], keep=True)
    case("sum", lambda x: x.sum(1), [5, 3], ids=9, axis=0)
    case("sum", lambda x: x.sum(2), [5, 3], ids=-1, axis=1, batch=2)
    case("max", lambda x: x.amax(1), [5, 3], ids=9, axis=0, batch=2)
    for name, function in {"argmax": torch.argmax, "argmin": torch.argmin}.items():
        case(name, lambda x: function(x, 2), [4, 5], axis=-1, batch=2)
        case(name, lambda x: function(x, 1, keepdim=True), [3, 2, 2], axis=0, keep=True)
        case(name, lambda x: function(x, 1), [7], ids=4, axis=0, batch=3)
    case("float", lambda x: x, [2, 3], ids=7)
    case("float", lambda x: x, [4], ids=-1, batch=2)
    case("adaptive_max_pool", nn.AdaptiveMaxPool2d(3), [2, 7, 6], size=3, batch=2)
    case("adaptive_max_pool", nn.AdaptiveMaxPool2d((2, 5)), [2, 5, 3], size=[2, 5])
    case("adaptive_max_pool", nn.AdaptiveMaxPool2d(4), [1, 4, 4], size=4)
    case("adaptive_max_pool1d", lambda x: F.adaptive_max_pool1d(x.mT, 3).mT, [7, 2], size=3)
    case("global_max_pool", lambda x: x.amax(1, keepdim=True), [4, 5], batch=2)
    case("global_max_pool", nn.AdaptiveMaxPool2d(1), [3, 4, 5], batch=2)
    case("normalize", lambda x: F.normalize(x, dim=1), [3, 4, 5], axis=0, batch=2)
    case("normalize", lambda x: F.normalize(x, dim=-1, eps=20), [3, 6], axis=1, eps=20)


def elementwise():
    shape = [2, 3, 4]

    for name in ("abs", "neg", "square", "sin", "cos", "erf", "floor", "ceil", "reciprocal"):
        case(name, getattr(torch, name), shape)
    for name in ("abs", "neg", "square"):
        case(name, getattr(torch, name), [5], ids=7)
    for name in ("sqrt", "rsqrt", "log"):
        case(name, lambda x: getattr(torch, name)(x.double() + 1), [3, 4], ids=9, plus=1)
    for exponent in (2, 3, 0.5, -1, 2.5, 0.3, 20, -1.5):
        case("pow", lambda x: (x.double() + 1) ** exponent, [7], ids=5, plus=1, exponent=exponent)
    case("pow", lambda x: x ** 3, [2, 3], exponent=3)
    for plus in 1, -7:
        case("pow", lambda x, y: (x.double() + plus) ** (y.double() + plus), [9], [9], ids=7,
             plus=plus)
    case("round", torch.round, shape)
    case("round", lambda x: torch.round(x.double() - 3.5), [9], ids=8, plus=-3.5)
    case("sign", torch.sign, shape)
    case("sign", torch.sign, [5], ids=3)
    case("clamp", lambda x: x.clamp(-1, 2), shape, min=-1, max=2)
    case("clamp", lambda x: x.clamp(min=0.5), [5], min=0.5)
    case("clamp", lambda x: x.clamp(max=3), [5], ids=7, max=3)
    image = [2, 2, 3]
    functions = {
        "minimum": torch.minimum, "maximum": torch.maximum, "floor_divide": torch.floor_divide,
        "remainder": torch.remainder, "equal": torch.eq, "not_equal": torch.ne,
        "less": torch.less, "less_equal": torch.less_equal, "greater": torch.greater,
        "greater_equal": torch.greater_equal}
    for name, function in functions.items():
        case(name, function, image, image, batch=2)
        case(name, function, [2, 1, 1], image)
        if "di" not in name and "re" not in name[:2]:
            case(name, function, [2, 9], [2, 9], ids=4)
        case(name, lambda x: function(x, torch.tensor(3)), [9], ids=7, value=3)
        case(name, lambda x: function(x, torch.tensor(-2.5).double()), [5], value=-2.5)
    case("add", lambda x, y: x + y, [4], [4], ids=9)
    case("sub", lambda x, y: x - y, [4], [1], ids=9)
    case("mul", lambda x, y: x * y, [4, 2], [4, 1], ids=9, batch=2)
    case("mul", lambda x: x, [3])
    case("logical_and", torch.logical_and, [3, 4], [3, 4], ids=-1, batch=2)
    case("logical_or", torch.logical_or, [3, 4], [1, 4], ids=-1)
    case("logical_not", torch.logical_not, [3, 4], ids=-1)
    case("equal", torch.eq, [6], [6], ids=-1)
    case("where", torch.where, [2, 4], [2, 4], [2, 4], ids=[-1, 0, 0], batch=2)
    case("where", torch.where, [1, 4], [3, 1], [3, 4], ids=[-1, 5, 5])
    case("where", lambda c, x: torch.where(c, x, -7.5), [5], [5], ids=[-1, 0], otherwise=-7.5)
    case("int", lambda x: x.int(), [3, 5], batch=2)
    case("int", lambda x: x.int(), [4], ids=-1)


for part in (convolutions, one_dimension, three_dimensions, borders, norms, sequences,
             activations, pools, images, sizes, windows, shapes, arithmetic, reductions, elementwise):
    part()
target = pathlib.Path(__file__).parent.parent / "resources" / "op-goldens.json"
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES)
target.write_text(f"[\n{lines}\n]\n")
print(f"{len(CASES)} cases, {target.stat().st_size} bytes")
