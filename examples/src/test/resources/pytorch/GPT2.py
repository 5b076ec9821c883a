"""GPT2, which bbc wrote of gpt2.bb.

    input_ids: int32 [batch, 1024]
    output -> [batch, 1024, 50257]
"""

import math
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class TransposedLinear(nn.Module):
    """A linear layer that keeps its weight as [in, out]."""

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features) * 0.02)
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x):
        return F.linear(x, self.weight.T, self.bias)


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


class CausalAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn = TransposedLinear(768, 2304)
        self.c_proj = TransposedLinear(768, 768)

    def forward(self, x):
        q, k, v = self.c_attn(x).chunk(3, -1)
        return self.c_proj(attention(q, k, v, heads=12, causal=True))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(768)
        self.attn = CausalAttention()
        self.ln_2 = nn.LayerNorm(768)
        self.mlp = nn.Sequential(
            OrderedDict(
                [
                    ("c_fc", TransposedLinear(768, 3072)),
                    ("1", nn.GELU(approximate="tanh")),
                    ("c_proj", TransposedLinear(3072, 768)),
                ],
            ),
        )

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(50257, 768)
        self.wpe = nn.Embedding(1024, 768)
        self.h = nn.Sequential(*[Layer() for _ in range(12)])
        self.ln_f = nn.LayerNorm(768)

    def forward(self, x):
        x = self.wte(x) + self.wpe.weight
        return self.ln_f(self.h(x))


class GPT2(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer = Transformer()

    def forward(self, x):
        x = self.transformer(x)
        return F.linear(x, self.transformer.wte.weight)
