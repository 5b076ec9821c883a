"""Llama, T5, Whisper and CLIP in PyTorch, written from their papers with the names of the files that
Hugging Face's library publishes: what examples/zoo agrees with.

    python language_models.py ../src/test/resources/reference

writes the manifests of the published sizes (counted without memory, on PyTorch's meta device), prints
their rows of networks.tsv, and writes goldens of narrow twins, in double precision.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from goldens import BATCH, GAIN, synthetic, uniform


def attend(q, k, v, heads, kv_heads=None, scale=None, bias=None, causal=False):
    """Attention of the last two axes by its formula; queries are the last of the keys."""
    shared = kv_heads or heads

    def split(x, count):
        return x.unflatten(-1, (count, -1)).transpose(-2, -3)

    q, k, v = split(q, heads), split(k, shared), split(v, shared)
    k = k.repeat_interleave(heads // shared, -3)
    v = v.repeat_interleave(heads // shared, -3)
    scores = q @ k.mT * (q.shape[-1] ** -0.5 if scale is None else scale)
    if bias is not None:
        scores = scores + bias
    if causal:
        t, s = scores.shape[-2:]
        scores = scores + torch.full((t, s), -torch.inf, dtype=q.dtype, device=q.device).triu(1 + s - t)
    return (scores.softmax(-1) @ v).transpose(-2, -3).flatten(-2)


class RmsNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


def named(**modules):
    """A module that is its parts and computes nothing."""
    whole = nn.Module()
    for name, module in modules.items():
        whole.add_module(name, module)
    return whole


# ---- Llama


def frequencies(size, base, scaling):
    """Those of each pair; `scaling` is factor, low and high frequency factor, and the original context."""
    f = base ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    if scaling is None:
        return f
    factor, low, high, original = scaling
    wave = 2 * math.pi / f
    smooth = (original / wave - low) / (high - low)
    between = (1 - smooth) * f / factor + smooth * f
    return torch.where(wave > original / low, f / factor, torch.where(wave < original / high, f, between))


def rotate(x, heads, base, scaling=None):
    """Features i and i + half of each head are a pair."""
    size = x.shape[-1] // heads
    angles = torch.outer(torch.arange(x.shape[-2], dtype=torch.float64), frequencies(size, base, scaling))
    cos, sin = (table.to(x)[:, None, :] for table in (angles.cos(), angles.sin()))
    a, b = x.unflatten(-1, (heads, size)).chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1).flatten(-2)


class LlamaLayer(nn.Module):
    def __init__(self, width, heads, kv_heads, hidden, base, scaling, eps):
        super().__init__()
        self.heads, self.kv_heads, self.base, self.scaling = heads, kv_heads, base, scaling
        narrow = width // heads * kv_heads
        self.self_attn = named(
            q_proj=nn.Linear(width, width, bias=False), k_proj=nn.Linear(width, narrow, bias=False),
            v_proj=nn.Linear(width, narrow, bias=False), o_proj=nn.Linear(width, width, bias=False))
        self.mlp = named(
            gate_proj=nn.Linear(width, hidden, bias=False), up_proj=nn.Linear(width, hidden, bias=False),
            down_proj=nn.Linear(hidden, width, bias=False))
        self.input_layernorm = RmsNorm(width, eps)
        self.post_attention_layernorm = RmsNorm(width, eps)

    def forward(self, x):
        y, a, m = self.input_layernorm(x), self.self_attn, self.mlp
        q = rotate(a.q_proj(y), self.heads, self.base, self.scaling)
        k = rotate(a.k_proj(y), self.kv_heads, self.base, self.scaling)
        x = x + a.o_proj(attend(q, k, a.v_proj(y), self.heads, self.kv_heads, causal=True))
        y = self.post_attention_layernorm(x)
        return x + m.down_proj(F.silu(m.gate_proj(y)) * m.up_proj(y))


class Llama(nn.Module):
    def __init__(self, depth, width, heads, kv_heads, hidden, vocabulary, base=10000.0, scaling=None,
                 eps=1e-5):
        super().__init__()
        self.model = named(
            embed_tokens=nn.Embedding(vocabulary, width),
            layers=nn.ModuleList(
                LlamaLayer(width, heads, kv_heads, hidden, base, scaling, eps) for _ in range(depth)),
            norm=RmsNorm(width, eps))

    def forward(self, input_ids):
        x = self.model.embed_tokens(input_ids)
        for layer in self.model.layers:
            x = layer(x)
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight)


# ---- T5


def buckets(queries, keys, both, count=32, furthest=128):
    """The bucket of how far a key lies from a query: exact when near, logarithmic when far."""
    distance = torch.arange(keys)[None, :] - torch.arange(queries)[:, None]
    bucket = torch.zeros_like(distance)
    if both:
        count //= 2
        bucket = bucket + (distance > 0) * count
        distance = distance.abs()
    else:
        distance = (-distance).clamp(min=0)
    near = count // 2
    far = near + (
        (distance.clamp(min=1).double() / near).log() / math.log(furthest / near) * (count - near)
    ).long()
    return bucket + torch.where(distance < near, distance, far.clamp(max=count - 1))


class T5Block(nn.Module):
    def __init__(self, width, heads, size, hidden, decoder, first):
        super().__init__()
        self.heads, self.decoder = heads, decoder

        def attention(bias):
            inner = heads * size
            part = named(q=nn.Linear(width, inner, bias=False), k=nn.Linear(width, inner, bias=False),
                         v=nn.Linear(width, inner, bias=False), o=nn.Linear(inner, width, bias=False))
            if bias:
                part.relative_attention_bias = nn.Embedding(32, heads)
            return part

        self.layer = nn.ModuleList([named(SelfAttention=attention(first), layer_norm=RmsNorm(width, 1e-6))])
        if decoder:
            self.layer.append(named(EncDecAttention=attention(False), layer_norm=RmsNorm(width, 1e-6)))
        dense = named(wi=nn.Linear(width, hidden, bias=False), wo=nn.Linear(hidden, width, bias=False))
        self.layer.append(named(DenseReluDense=dense, layer_norm=RmsNorm(width, 1e-6)))

    def forward(self, x, memory, bias):
        def attend_to(a, y, other, **how):
            return a.o(attend(a.q(y), a.k(other), a.v(other), self.heads, scale=1.0, **how))

        y = self.layer[0].layer_norm(x)
        x = x + attend_to(self.layer[0].SelfAttention, y, y, bias=bias, causal=self.decoder)
        if self.decoder:
            y = self.layer[1].layer_norm(x)
            x = x + attend_to(self.layer[1].EncDecAttention, y, memory)
        dense = self.layer[-1].DenseReluDense
        return x + dense.wo(F.relu(dense.wi(self.layer[-1].layer_norm(x))))


class T5(nn.Module):
    def __init__(self, depth, width, heads, size, hidden, vocabulary):
        super().__init__()
        self.width = width
        self.shared = nn.Embedding(vocabulary, width)

        def stack(decoder):
            return named(
                block=nn.ModuleList(
                    T5Block(width, heads, size, hidden, decoder, i == 0) for i in range(depth)),
                final_layer_norm=RmsNorm(width, 1e-6))

        self.encoder = stack(False)
        self.decoder = stack(True)

    def run(self, stack, ids, memory=None):
        x = self.shared(ids)
        table = stack.block[0].layer[0].SelfAttention.relative_attention_bias
        numbers = buckets(x.shape[1], x.shape[1], memory is None).to(x.device)
        bias = table(numbers).permute(2, 0, 1)
        for block in stack.block:
            x = block(x, memory, bias)
        return stack.final_layer_norm(x)

    def forward(self, input_ids, decoder_input_ids):
        memory = self.run(self.encoder, input_ids)
        x = self.run(self.decoder, decoder_input_ids, memory)
        return F.linear(x * self.width ** -0.5, self.shared.weight)


# ---- Whisper


class Projections(nn.Module):
    """Four projections, all but that of the keys with a bias as Whisper has it, or all with one."""

    def __init__(self, width, heads, key_bias):
        super().__init__()
        self.heads = heads
        self.k_proj = nn.Linear(width, width, bias=key_bias)
        self.v_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, x, memory=None, causal=False):
        other = x if memory is None else memory
        q, k, v = self.q_proj(x), self.k_proj(other), self.v_proj(other)
        return self.out_proj(attend(q, k, v, self.heads, causal=causal))


class WhisperLayer(nn.Module):
    def __init__(self, width, heads, decoder):
        super().__init__()
        self.decoder = decoder
        self.self_attn = Projections(width, heads, False)
        self.self_attn_layer_norm = nn.LayerNorm(width)
        if decoder:
            self.encoder_attn = Projections(width, heads, False)
            self.encoder_attn_layer_norm = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, x, memory=None):
        x = x + self.self_attn(self.self_attn_layer_norm(x), causal=self.decoder)
        if self.decoder:
            x = x + self.encoder_attn(self.encoder_attn_layer_norm(x), memory)
        return x + self.fc2(F.gelu(self.fc1(self.final_layer_norm(x))))


class Whisper(nn.Module):
    """The encoder's positions are not trained: sinusoids that the file holds."""

    def __init__(self, depth, width, heads, mels=80, frames=3000, positions=448, vocabulary=51865):
        super().__init__()
        places = nn.Embedding(frames // 2, width)
        places.weight.requires_grad_(False)
        encoder = named(
            conv1=nn.Conv1d(mels, width, 3, padding=1), conv2=nn.Conv1d(width, width, 3, stride=2, padding=1),
            embed_positions=places,
            layers=nn.ModuleList(WhisperLayer(width, heads, False) for _ in range(depth)),
            layer_norm=nn.LayerNorm(width))
        decoder = named(
            embed_tokens=nn.Embedding(vocabulary, width), embed_positions=nn.Embedding(positions, width),
            layers=nn.ModuleList(WhisperLayer(width, heads, True) for _ in range(depth)),
            layer_norm=nn.LayerNorm(width))
        self.model = named(encoder=encoder, decoder=decoder)

    def forward(self, input_features, decoder_input_ids):
        e, d = self.model.encoder, self.model.decoder
        x = F.gelu(e.conv2(F.gelu(e.conv1(input_features)))).mT + e.embed_positions.weight
        for layer in e.layers:
            x = layer(x)
        memory = e.layer_norm(x)
        x = d.embed_tokens(decoder_input_ids)
        x = x + d.embed_positions.weight[: x.shape[1]]
        for layer in d.layers:
            x = layer(x, memory)
        return F.linear(d.layer_norm(x), d.embed_tokens.weight)


# ---- CLIP


class ClipLayer(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.causal = causal
        self.self_attn = Projections(width, heads, True)
        self.layer_norm1 = nn.LayerNorm(width)
        self.mlp = named(fc1=nn.Linear(width, 4 * width), fc2=nn.Linear(4 * width, width))
        self.layer_norm2 = nn.LayerNorm(width)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x), causal=self.causal)
        y = self.mlp.fc1(self.layer_norm2(x))
        return x + self.mlp.fc2(y * torch.sigmoid(1.702 * y))


class Clip(nn.Module):
    """`end` is the number of the last word, which a text ends with."""

    def __init__(self, image=224, patch=32, width=768, depth=12, heads=12, text_width=512, text_depth=12,
                 text_heads=8, vocabulary=49408, tokens=77, projection=512):
        super().__init__()
        self.logit_scale = nn.Parameter(torch.tensor(2.6592))

        def layers(width, depth, heads, causal):
            return named(layers=nn.ModuleList(ClipLayer(width, heads, causal) for _ in range(depth)))

        self.text_model = named(
            embeddings=named(token_embedding=nn.Embedding(vocabulary, text_width),
                             position_embedding=nn.Embedding(tokens, text_width)),
            encoder=layers(text_width, text_depth, text_heads, True),
            final_layer_norm=nn.LayerNorm(text_width))
        embeddings = named(patch_embedding=nn.Conv2d(3, width, patch, patch, bias=False),
                           position_embedding=nn.Embedding((image // patch) ** 2 + 1, width))
        embeddings.class_embedding = nn.Parameter(torch.zeros(width))
        self.vision_model = named(
            embeddings=embeddings, pre_layrnorm=nn.LayerNorm(width), encoder=layers(width, depth, heads, False),
            post_layernorm=nn.LayerNorm(width))
        self.visual_projection = nn.Linear(width, projection, bias=False)
        self.text_projection = nn.Linear(text_width, projection, bias=False)

    def image(self, pixels):
        v = self.vision_model
        x = v.embeddings.patch_embedding(pixels).flatten(2).mT
        first = v.embeddings.class_embedding.expand(x.shape[0], 1, -1)
        x = v.pre_layrnorm(torch.cat([first, x], 1) + v.embeddings.position_embedding.weight)
        for layer in v.encoder.layers:
            x = layer(x)
        return self.visual_projection(v.post_layernorm(x[:, 0]))

    def text(self, ids):
        t = self.text_model
        x = t.embeddings.token_embedding(ids) + t.embeddings.position_embedding.weight
        for layer in t.encoder.layers:
            x = layer(x)
        x = t.final_layer_norm(x)
        # the end of a text has the largest number
        last = x.gather(1, ids.argmax(-1)[:, None, None].expand(-1, 1, x.shape[-1]))[:, 0]
        return self.text_projection(last)

    def forward(self, pixel_values, input_ids):
        return self.image(pixel_values), self.text(input_ids)


# ---- what is published, and its twins

LLAMA3 = (32.0, 1.0, 4.0, 8192)

# The network, its .bb file, the module, what flows in (floats, or ids below a number), and the source.
PUBLISHED = {
    "Llama3_2_1B": (
        "llama", lambda: Llama(16, 2048, 32, 8, 8192, 128256, 500000.0, LLAMA3),
        {"input_ids": ((128,), 128256)},
        "config of Llama-3.2-1B; its model card: 1.23B parameters; reference module counted at 128 tokens"),
    "SmolLM135M": (
        "llama", lambda: Llama(30, 576, 9, 3, 1536, 49152), {"input_ids": ((128,), 49152)},
        "config of SmolLM-135M; its model card: 135M parameters; reference module counted at 128 tokens"),
    "T5Small": (
        "t5", lambda: T5(6, 512, 8, 64, 2048, 32128),
        {"input_ids": ((128,), 32128), "decoder_input_ids": ((32,), 32128)},
        "config of t5-small; paper, section 3.4: about 60 million parameters; reference module counted"),
    "WhisperTiny": (
        "whisper", lambda: Whisper(4, 384, 6),
        {"input_features": ((80, 3000), 0), "decoder_input_ids": ((4,), 51865)},
        "config of whisper-tiny; paper, table 1: 39M parameters with the encoder's positions; reference"
        " module counted"),
    "WhisperBase": (
        "whisper", lambda: Whisper(6, 512, 8),
        {"input_features": ((80, 3000), 0), "decoder_input_ids": ((4,), 51865)},
        "config of whisper-base; paper, table 1: 74M parameters with the encoder's positions; reference"
        " module counted"),
    "ClipViTB32": (
        "clip", Clip, {"pixel_values": ((3, 224, 224), 0), "input_ids": ((77,), 49408)},
        "config of clip-vit-base-patch32: 151,277,313 parameters; reference module counted"),
}

TWINS = {
    "LlamaNarrow": (
        lambda: Llama(2, 64, 4, 2, 96, 50, 500000.0, LLAMA3), {"input_ids": ((12,), 50)}, ["output"]),
    "T5Narrow": (
        lambda: T5(2, 32, 4, 8, 48, 40),
        {"input_ids": ((40,), 40), "decoder_input_ids": ((18,), 40)}, ["output"]),
    "WhisperNarrow": (
        lambda: Whisper(2, 32, 4, 8, 24, 9, 50),
        {"input_features": ((8, 24), 0), "decoder_input_ids": ((5,), 50)}, ["output"]),
    "ClipNarrow": (
        lambda: Clip(32, 8, 32, 2, 4, 24, 2, 3, 60, 9, 16),
        {"pixel_values": ((3, 32, 32), 0), "input_ids": ((9,), 60)}, ["image_embeds", "text_embeds"]),
}


def inputs(shapes):
    """Those that the rule of synthetic inputs makes: one tensor of floats alone is called `input`."""
    made = {}
    for name, (shape, ids) in shapes.items():
        alone = len(shapes) == 1 and not ids
        r = uniform("input" if alone else name, BATCH * math.prod(shape)).reshape(BATCH, *shape)
        made[name] = torch.from_numpy(np.floor((r + 1) / 2 * ids).astype(np.int64) if ids else r.astype(np.float32).astype(np.float64))
    return made


def count(folder, name, file, make, shapes, source):
    with torch.device("meta"):
        network = make().eval()
        given = {
            key: torch.zeros(1, *shape, dtype=torch.long) if ids else torch.zeros(1, *shape)
            for key, (shape, ids) in shapes.items()
        }
        with FlopCounterMode(display=False) as flops, torch.no_grad():
            network(**given)
    parameters = sum(p.numel() for p in network.parameters() if p.requires_grad)
    manifest = "".join(
        f"{key}\t{'x'.join(map(str, value.shape))}\n" for key, value in network.state_dict().items())
    (folder / "manifests" / f"{name}.tsv").write_text(manifest)
    print(name, file, parameters, flops.get_total_flops() // 2, name, source, sep="\t")


def golden(folder, name, make, shapes, outputs):
    network = make().eval()
    state = {key: list(value.shape) for key, value in network.state_dict().items()}
    network.load_state_dict({k: torch.from_numpy(np.asarray(synthetic(k, s))) for k, s in state.items()})
    with torch.inference_mode():
        made = network.double()(**inputs(shapes))
    for label, output in zip(outputs, made if isinstance(made, tuple) else (made,)):
        rows = output.numpy().reshape(BATCH, -1)
        step = max(1, rows.shape[1] // 125)
        top = np.sort(rows, axis=1)
        result = {
            "network": name, "gain": GAIN, "input": [BATCH], "output": list(output.shape),
            **({"name": label} if label != "output" else {}),
            "argmax": rows.argmax(1).tolist(),
            "margin": [float(f"{m:.6g}") for m in top[:, -1] - top[:, -2]],
            "l2": [float(f"{n:.12g}") for n in np.linalg.norm(rows, axis=1)],
            "step": step,
            "sample": [[float(f"{v:.9g}") for v in row[::step]] for row in rows],
        }
        stem = name if label == outputs[0] else f"{name}-{label}"
        (folder / "goldens" / f"{stem}.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


def main(folder):
    torch.set_num_threads(1)
    for name, (file, make, shapes, source) in PUBLISHED.items():
        count(folder, name, file, make, shapes, source)
    for name, (make, shapes, outputs) in TWINS.items():
        golden(folder, name, make, shapes, outputs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
