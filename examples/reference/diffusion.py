"""Stable Diffusion 1.5's U-Net and the decoder of its autoencoder in PyTorch, with the names of the files
that are published for diffusers: what examples/zoo/stable_diffusion.bb agrees with.

    python diffusion.py ../src/test/resources/reference

writes the manifests of the published sizes (counted without memory, on PyTorch's meta device), prints
their rows of networks.tsv, and writes goldens of narrow twins, in double precision.
"""

import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import goldens
from goldens import BATCH, synthetic, uniform


def named(**modules):
    """A module that is its parts and computes nothing."""
    whole = nn.Module()
    for name, module in modules.items():
        whole.add_module(name, module)
    return whole


def conv(inputs, outputs, size=3, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, size // 2)


class ResBlock(nn.Module):
    def __init__(self, inputs, outputs, eps, time=None):
        super().__init__()
        self.norm1 = nn.GroupNorm(32, inputs, eps)
        self.conv1 = conv(inputs, outputs)
        if time:
            self.time_emb_proj = nn.Linear(time, outputs)
        self.norm2 = nn.GroupNorm(32, outputs, eps)
        self.conv2 = conv(outputs, outputs)
        if inputs != outputs:
            self.conv_shortcut = conv(inputs, outputs, 1)

    def forward(self, x, time=None):
        y = self.conv1(F.silu(self.norm1(x)))
        if time is not None:
            y = y + self.time_emb_proj(F.silu(time))[:, :, None, None]
        y = self.conv2(F.silu(self.norm2(y)))
        return y + (self.conv_shortcut(x) if hasattr(self, "conv_shortcut") else x)


class Attention(nn.Module):
    """Of tokens to themselves or to others, or of pixels with a norm before them and a skip."""

    def __init__(self, width, others, heads, bias=False, norm=False):
        super().__init__()
        self.heads = heads
        if norm:
            self.group_norm = nn.GroupNorm(32, width, 1e-6)
        self.to_q = nn.Linear(width, width, bias=bias)
        self.to_k = nn.Linear(others, width, bias=bias)
        self.to_v = nn.Linear(others, width, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def attend(self, x, others):
        q, k, v = (y.unflatten(-1, (self.heads, -1)).transpose(1, 2)
                   for y in (self.to_q(x), self.to_k(others), self.to_v(others)))
        weights = (q @ k.mT * q.shape[-1] ** -0.5).softmax(-1)
        return self.to_out[0]((weights @ v).transpose(1, 2).flatten(2))

    def forward(self, x, others=None):
        if not hasattr(self, "group_norm"):
            return self.attend(x, x if others is None else others)
        tokens = self.group_norm(x).flatten(2).mT
        return x + self.attend(tokens, tokens).mT.unflatten(2, x.shape[2:])


class Geglu(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.proj = nn.Linear(width, 2 * hidden)

    def forward(self, x):
        kept, gate = self.proj(x).chunk(2, -1)
        return kept * F.gelu(gate)


class TransformerLayer(nn.Module):
    def __init__(self, width, words, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn1 = Attention(width, width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.attn2 = Attention(width, words, heads)
        self.norm3 = nn.LayerNorm(width)
        self.ff = named(net=nn.Sequential(Geglu(width, 4 * width), nn.Dropout(0.0), nn.Linear(4 * width, width)))

    def forward(self, x, text):
        x = x + self.attn1(self.norm1(x))
        x = x + self.attn2(self.norm2(x), text)
        return x + self.ff.net(self.norm3(x))


class SpatialTransformer(nn.Module):
    def __init__(self, width, words, heads):
        super().__init__()
        self.norm = nn.GroupNorm(32, width, 1e-6)
        self.proj_in = conv(width, width, 1)
        self.transformer_blocks = nn.ModuleList([TransformerLayer(width, words, heads)])
        self.proj_out = conv(width, width, 1)

    def forward(self, x, text):
        tokens = self.proj_in(self.norm(x)).flatten(2).mT
        return x + self.proj_out(self.transformer_blocks[0](tokens, text).mT.unflatten(2, x.shape[2:]))


def moved(**convolution):
    """The list of one module that changes the size."""
    return nn.ModuleList([named(**convolution)])


class UNet(nn.Module):
    def __init__(self, widths, words=768, heads=8, channels=4):
        super().__init__()
        time = 4 * widths[0]
        levels = len(widths)
        self.width = widths[0]

        def res(inputs, outputs):
            return ResBlock(inputs, outputs, 1e-5, time)

        def attention(width):
            return SpatialTransformer(width, words, heads)

        self.conv_in = conv(channels, widths[0])
        self.time_embedding = named(linear_1=nn.Linear(widths[0], time), linear_2=nn.Linear(time, time))
        self.down_blocks = nn.ModuleList()
        self.up_blocks = nn.ModuleList()
        flows, skips = widths[0], [widths[0]]
        for level, width in enumerate(widths):
            block = nn.Module()
            if level + 1 < levels:
                block.attentions = nn.ModuleList([attention(width), attention(width)])
            block.resnets = nn.ModuleList([res(flows, width), res(width, width)])
            flows = width
            skips += [width, width]
            if level + 1 < levels:
                block.downsamplers = moved(conv=conv(width, width, stride=2))
                skips.append(width)
            self.down_blocks.append(block)
        self.mid_block = named(
            attentions=nn.ModuleList([attention(flows)]),
            resnets=nn.ModuleList([res(flows, flows), res(flows, flows)]))
        for level, width in enumerate(reversed(widths)):
            block = nn.Module()
            if level > 0:
                block.attentions = nn.ModuleList(attention(width) for _ in range(3))
            block.resnets = nn.ModuleList()
            for _ in range(3):
                block.resnets.append(res(flows + skips.pop(), width))
                flows = width
            if level + 1 < levels:
                block.upsamplers = moved(conv=conv(width, width))
            self.up_blocks.append(block)
        self.conv_norm_out = nn.GroupNorm(32, flows, 1e-5)
        self.conv_out = conv(flows, channels)

    def time(self, timestep):
        half = self.width // 2
        rates = torch.exp(-math.log(10000) * torch.arange(half, device=timestep.device).double() / half)
        angles = timestep[:, None] * rates.to(timestep.dtype)
        t = self.time_embedding
        return t.linear_2(F.silu(t.linear_1(torch.cat([angles.cos(), angles.sin()], -1))))

    def forward(self, sample, timestep, encoder_hidden_states):
        time, text = self.time(timestep), encoder_hidden_states

        def through(block, i, x):
            x = block.resnets[i](x, time)
            return block.attentions[i](x, text) if hasattr(block, "attentions") else x

        x = self.conv_in(sample)
        skips = [x]
        for block in self.down_blocks:
            for i in range(2):
                x = through(block, i, x)
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0].conv(x)
                skips.append(x)
        mid = self.mid_block
        x = mid.resnets[1](mid.attentions[0](mid.resnets[0](x, time), text), time)
        for block in self.up_blocks:
            for i in range(3):
                x = through(block, i, torch.cat([x, skips.pop()], 1))
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0].conv(F.interpolate(x, scale_factor=2.0))
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class Encoder(nn.Module):
    def __init__(self, widths, channels=4):
        super().__init__()
        encoder = named(conv_in=conv(3, widths[0]), down_blocks=nn.ModuleList())
        flows = widths[0]
        for level, width in enumerate(widths):
            block = nn.Module()
            block.resnets = nn.ModuleList([ResBlock(flows, width, 1e-6), ResBlock(width, width, 1e-6)])
            flows = width
            if level + 1 < len(widths):
                block.downsamplers = nn.ModuleList([named(conv=nn.Conv2d(width, width, 3, 2))])
            encoder.down_blocks.append(block)
        encoder.mid_block = named(
            attentions=nn.ModuleList([Attention(flows, flows, 1, True, True)]),
            resnets=nn.ModuleList([ResBlock(flows, flows, 1e-6), ResBlock(flows, flows, 1e-6)]))
        encoder.conv_norm_out = nn.GroupNorm(32, flows, 1e-6)
        encoder.conv_out = conv(flows, 2 * channels)
        self.encoder = encoder
        self.quant_conv = conv(2 * channels, 2 * channels, 1)

    def forward(self, image):
        e = self.encoder
        x = e.conv_in(image)
        for block in e.down_blocks:
            for res in block.resnets:
                x = res(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0].conv(F.pad(x, (0, 1, 0, 1)))
        x = e.mid_block.resnets[1](e.mid_block.attentions[0](e.mid_block.resnets[0](x)))
        mean, spread = self.quant_conv(e.conv_out(F.silu(e.conv_norm_out(x)))).chunk(2, 1)
        return {"mean": mean, "log_variance": spread.clamp(-30, 20)}


class Decoder(nn.Module):
    def __init__(self, widths, channels=4):
        super().__init__()
        first = widths[0]
        decoder = named(conv_in=conv(channels, first), up_blocks=nn.ModuleList())
        flows = first
        for level, width in enumerate(widths):
            block = nn.Module()
            block.resnets = nn.ModuleList()
            for _ in range(3):
                block.resnets.append(ResBlock(flows, width, 1e-6))
                flows = width
            if level + 1 < len(widths):
                block.upsamplers = moved(conv=conv(width, width))
            decoder.up_blocks.append(block)
        decoder.mid_block = named(
            attentions=nn.ModuleList([Attention(first, first, 1, True, True)]),
            resnets=nn.ModuleList([ResBlock(first, first, 1e-6), ResBlock(first, first, 1e-6)]))
        decoder.conv_norm_out = nn.GroupNorm(32, flows, 1e-6)
        decoder.conv_out = conv(flows, 3)
        self.decoder = decoder
        self.post_quant_conv = conv(channels, channels, 1)

    def forward(self, latent):
        d = self.decoder
        x = d.conv_in(self.post_quant_conv(latent))
        x = d.mid_block.resnets[1](d.mid_block.attentions[0](d.mid_block.resnets[0](x)))
        for block in d.up_blocks:
            for res in block.resnets:
                x = res(x)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0].conv(F.interpolate(x, scale_factor=2.0))
        return d.conv_out(F.silu(d.conv_norm_out(x)))


PUBLISHED = {
    "StableDiffusionUNet": (
        lambda: UNet([320, 640, 1280, 1280]),
        {"sample": (4, 64, 64), "timestep": (), "encoder_hidden_states": (77, 768)},
        "config of unet of stable-diffusion-v1-5: 859,520,964 parameters; counted on the reference module, with"
        " the names of diffusers' UNet2DConditionModel"),
    "StableDiffusionEncoder": (
        lambda: Encoder([128, 256, 512, 512]), {"image": (3, 512, 512)},
        "config of vae of stable-diffusion-v1-5: 83,653,863 parameters with the decoder; counted on the reference"
        " module, with the names of diffusers' AutoencoderKL, without its decoder"),
    "StableDiffusionDecoder": (
        lambda: Decoder([512, 512, 256, 128]), {"latent": (4, 64, 64)},
        "config of vae of stable-diffusion-v1-5; counted on the reference module, with the names of diffusers'"
        " AutoencoderKL, without its encoder"),
}

TWINS = {
    "StableDiffusionUNetNarrow": (
        lambda: UNet([32, 64, 64], 24, 4),
        {"sample": (4, 16, 16), "timestep": (), "encoder_hidden_states": (5, 24)}),
    "StableDiffusionEncoderNarrow": (lambda: Encoder([32, 64]), {"image": (3, 16, 16)}),
    "StableDiffusionDecoderNarrow": (lambda: Decoder([64, 32]), {"latent": (4, 8, 8)}),
}


def inputs(shapes):
    """Those that the rule of synthetic inputs makes: one tensor alone is called `input`."""
    return {
        name: torch.from_numpy(
            uniform("input" if len(shapes) == 1 else name, BATCH * math.prod(shape))
            .astype(np.float32).astype(float).reshape(BATCH, *shape))
        for name, shape in shapes.items()
    }


def count(folder, name, make, shapes, source):
    with torch.device("meta"):
        network = make().eval()
        with FlopCounterMode(display=False) as flops, torch.no_grad():
            network(**{key: torch.zeros(1, *shape) for key, shape in shapes.items()})
    manifest = "".join(
        f"{key}\t{'x'.join(map(str, value.shape))}\n" for key, value in network.state_dict().items())
    (folder / "manifests" / f"{name}.tsv").write_text(manifest)
    parameters = sum(p.numel() for p in network.parameters())
    print(name, "stable_diffusion", parameters, flops.get_total_flops() // 2, name, source, sep="\t")


def golden(folder, name, make, shapes):
    network = make().eval()
    state = {key: list(value.shape) for key, value in network.state_dict().items()}
    network.load_state_dict({k: torch.from_numpy(np.asarray(synthetic(k, s))) for k, s in state.items()})
    with torch.inference_mode():
        output = network.double()(**inputs(shapes))
    several = output if isinstance(output, dict) else {"": output}
    for key, value in several.items():
        found = goldens.golden(name, [BATCH], value.numpy())
        goldens.write(folder, f"{name}-{key}" if key else name, found | {"name": key} if key else found)


def main(folder):
    torch.set_num_threads(1)
    for name, published in PUBLISHED.items():
        count(folder, name, *published)
    for name, twin in TWINS.items():
        golden(folder, name, *twin)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
