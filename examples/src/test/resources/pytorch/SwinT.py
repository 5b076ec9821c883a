"""SwinT, which bbc wrote of swin.bb.

    image: float32 [batch, 3, 224, 224]
    output -> [batch, 1000]
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


def attention(
    q, k, v, heads=1, kv_heads=None, scale=None, causal=False, offset=0, bias=None, mask=None
):
    """Scaled dot-product attention of [..., tokens, features], whose heads lie side by side.

    A mask is true where a query sees a key, or is added to the scores, as a bias is.
    """
    kv_heads = kv_heads or heads
    q = q.unflatten(-1, (heads, -1)).transpose(-3, -2)
    k = k.unflatten(-1, (kv_heads, -1)).transpose(-3, -2)
    v = v.unflatten(-1, (kv_heads, -1)).transpose(-3, -2)
    if kv_heads != heads:
        k = k.repeat_interleave(heads // kv_heads, -3)
        v = v.repeat_interleave(heads // kv_heads, -3)
    if causal:
        seen = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=q.device)
        seen = seen.tril(offset)
        if mask is None:
            mask = seen
        else:
            mask = mask & seen if mask.dtype == torch.bool else mask.masked_fill(~seen, -math.inf)
    if bias is not None:
        if mask is None:
            mask = bias
        else:
            mask = bias.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else mask + bias
    if mask is not None and mask.dim() < 2:
        mask = mask[None]
    x = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, scale=scale)
    return x.transpose(-3, -2).flatten(-2)


def indexed(function, shape, dtype):
    """A tensor of what a function says for each index."""
    kind = torch.float64 if dtype.is_floating_point else torch.int64
    counts = [torch.arange(size, dtype=kind) for size in shape]
    return function(*torch.meshgrid(*counts, indexing="ij")).to(dtype)


class ShiftedWindowAttention(nn.Module):
    def __init__(self, shift, heads, h, d, rows):
        super().__init__()
        self.shift = shift
        self.heads = heads
        self.rows = rows
        self.relative_position_bias_table = nn.Parameter(torch.randn((169, heads)) * 0.02)
        self.register_buffer(
            "pixels",
            indexed(
                lambda n, i: (
                    (n // rows * 7 + i // 7 + shift) % h * 7 * rows
                    + (n % rows * 7 + i % 7 + shift) % h
                ),
                (rows * rows, 49),
                torch.int64,
            ),
            persistent=False,
        )
        self.register_buffer(
            "tokens",
            indexed(
                lambda y, x: (
                    ((y - shift) % h // 7 * rows + (x - shift) % h // 7) * 49
                    + (y - shift) % 7 * 7
                    + (x - shift) % 7
                ),
                (h, h),
                torch.int64,
            ),
            persistent=False,
        )
        if shift > 0:
            self.register_buffer(
                "regions",
                indexed(
                    lambda n, i: (
                        torch.where(n // rows < rows - 1, 0, torch.where(i // 7 < 4, 1, 2)) * 3
                        + torch.where(n % rows < rows - 1, 0, torch.where(i % 7 < 4, 1, 2))
                    ),
                    (rows * rows, 49),
                    torch.float32,
                ),
                persistent=False,
            )
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)

    def forward(self, x, y):
        y = self.relative_position_bias_table[y].permute(2, 0, 1)
        y = y.unflatten(0, (1, self.heads))
        q, k, v = self.qkv(x.flatten(1, 2)[:, self.pixels]).chunk(3, -1)
        if self.shift > 0:
            x = self.regions.reshape(self.rows * self.rows, 1, 1, 49)
            x = self.regions.reshape(self.rows * self.rows, 1, 49, 1) - x
            y = x * x * -100 + y
        x = self.proj(attention(q, k, v, heads=self.heads, bias=y)).flatten(1, 2)
        return x[:, self.tokens]


class SwinBlock(nn.Module):
    def __init__(self, shift, heads, h, d):
        super().__init__()
        self.norm1 = nn.LayerNorm(d)
        self.attn = ShiftedWindowAttention(shift=shift, heads=heads, h=h, d=d, rows=h // 7)
        self.norm2 = nn.LayerNorm(d)
        self.mlp = nn.Sequential(
            nn.Linear(d, 4 * d),
            nn.GELU(),
            nn.Dropout(0.5),
            nn.Linear(4 * d, d),
        )

    def forward(self, x, y):
        x = x + self.attn(self.norm1(x), y)
        return x + self.mlp(self.norm2(x))


class PatchMerging(nn.Module):
    def __init__(self, h, d):
        super().__init__()
        self.h = h
        self.d = d
        self.norm = nn.LayerNorm(4 * d)
        self.reduction = nn.Linear(4 * d, 2 * d, bias=False)

    def forward(self, x):
        x = x.reshape(-1, self.h // 2, 2, self.h // 2, 2, self.d)
        return self.reduction(self.norm(x.permute(0, 1, 3, 4, 2, 5).flatten(3)))


class SwinT(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer(
            "pairs",
            indexed(
                lambda i, j: (i // 7 - j // 7 + 6) * 13 + i % 7 - j % 7 + 6,
                (49, 49),
                torch.int64,
            ),
            persistent=False,
        )
        self.features = nn.ModuleList(
            [
                nn.ModuleDict([("0", nn.Conv2d(3, 96, 4, stride=4)), ("2", nn.LayerNorm(96))]),
                nn.ModuleList(
                    [
                        SwinBlock(shift=0, heads=3, h=56, d=96),
                        SwinBlock(shift=3, heads=3, h=56, d=96),
                    ],
                ),
                PatchMerging(56, 96),
                nn.ModuleList(
                    [
                        SwinBlock(shift=0, heads=6, h=28, d=192),
                        SwinBlock(shift=3, heads=6, h=28, d=192),
                    ],
                ),
                PatchMerging(28, 192),
                nn.ModuleList(
                    [
                        SwinBlock(shift=0 if i % 2 == 0 else 3, heads=12, h=14, d=384)
                        for i in range(6)
                    ],
                ),
                PatchMerging(14, 384),
                nn.ModuleList([SwinBlock(shift=0, heads=24, h=7, d=768) for _ in range(2)]),
            ],
        )
        self.norm = nn.LayerNorm(768)
        self.head = nn.Linear(768, 1000)

    def forward(self, x):
        x = self.features[0]["2"](self.features[0]["0"](x).permute(0, 2, 3, 1))
        for layer in self.features[1]:
            x = layer(x, self.pairs)
        x = self.features[2](x)
        for layer in self.features[3]:
            x = layer(x, self.pairs)
        x = self.features[4](x)
        for layer in self.features[5]:
            x = layer(x, self.pairs)
        x = self.features[6](x)
        for layer in self.features[7]:
            x = layer(x, self.pairs)
        x = F.adaptive_avg_pool2d(self.norm(x).permute(0, 3, 1, 2), 1).flatten(1)
        return self.head(x)
