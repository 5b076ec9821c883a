"""Runs the zoo's networks of texts and sounds as transformers has them: what they agree with.

    python language_models.py ../src/test/resources/reference

writes the manifests of the published sizes (counted without memory, on PyTorch's meta device), prints
their rows of networks.tsv, and writes goldens of narrow twins, in double precision.
"""

import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

import goldens
from goldens import BATCH, synthetic, uniform


def made(kind, config, **settings):
    """A model of transformers by its class and that of its configuration."""
    import transformers
    settings = getattr(transformers, config)(attn_implementation="eager", **settings)
    return getattr(transformers, kind)(settings).eval()


def llama(depth, width, heads, kv_heads, hidden, vocabulary, **rope):
    return made(
        "LlamaForCausalLM", "LlamaConfig", num_hidden_layers=depth, hidden_size=width,
        num_attention_heads=heads, num_key_value_heads=kv_heads, intermediate_size=hidden,
        vocab_size=vocabulary, rms_norm_eps=1e-5, tie_word_embeddings=True, **rope)


LLAMA3 = {
    "max_position_embeddings": 131072,
    "rope_theta": 500000.0,
    "rope_scaling": {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 32.0, "low_freq_factor": 1.0,
                     "high_freq_factor": 4.0, "original_max_position_embeddings": 8192},
}


def qwen3(depth, width, heads, kv_heads, size, hidden, vocabulary):
    return made(
        "Qwen3ForCausalLM", "Qwen3Config", num_hidden_layers=depth, hidden_size=width,
        num_attention_heads=heads, num_key_value_heads=kv_heads, head_dim=size, intermediate_size=hidden,
        vocab_size=vocabulary, rms_norm_eps=1e-6, tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6})


def t5(depth, width, heads, size, hidden, vocabulary):
    return made(
        "T5ForConditionalGeneration", "T5Config", num_layers=depth, d_model=width, num_heads=heads, d_kv=size,
        d_ff=hidden, vocab_size=vocabulary)


def whisper(depth, width, heads, mels=80, frames=3000, positions=448, vocabulary=51865):
    return made(
        "WhisperForConditionalGeneration", "WhisperConfig", encoder_layers=depth, decoder_layers=depth,
        d_model=width, encoder_attention_heads=heads, decoder_attention_heads=heads, encoder_ffn_dim=4 * width,
        decoder_ffn_dim=4 * width, num_mel_bins=mels, max_source_positions=frames // 2,
        max_target_positions=positions, vocab_size=vocabulary, pad_token_id=0)


def clip(image=224, patch=32, width=768, depth=12, heads=12, text_width=512, text_depth=12, text_heads=8,
         vocabulary=49408, tokens=77, projection=512):
    return made(
        "CLIPModel", "CLIPConfig", projection_dim=projection,
        vision_config={"image_size": image, "patch_size": patch, "hidden_size": width,
                       "num_hidden_layers": depth, "num_attention_heads": heads,
                       "intermediate_size": 4 * width, "attn_implementation": "eager"},
        # the end of a text is its largest number, as it is in the published configuration
        text_config={"hidden_size": text_width, "num_hidden_layers": text_depth, "eos_token_id": 2,
                     "num_attention_heads": text_heads, "intermediate_size": 4 * text_width,
                     "vocab_size": vocabulary, "max_position_embeddings": tokens,
                     "attn_implementation": "eager"})


def bert(depth, width, heads, vocabulary):
    return made(
        "BertModel", "BertConfig", num_hidden_layers=depth, hidden_size=width, num_attention_heads=heads,
        intermediate_size=4 * width, vocab_size=vocabulary)


# The network, its .bb file, the model, what flows in (floats, or ids below a number), and the source.
PUBLISHED = {
    "Llama3_2_1B": (
        "llama", lambda: llama(16, 2048, 32, 8, 8192, 128256, **LLAMA3), {"input_ids": ((128,), 128256)},
        "config of Llama-3.2-1B; LlamaForCausalLM"),
    "SmolLM135M": (
        "llama", lambda: llama(30, 576, 9, 3, 1536, 49152), {"input_ids": ((128,), 49152)},
        "config of SmolLM-135M; LlamaForCausalLM"),
    "Qwen3_0_6B": (
        "qwen3", lambda: qwen3(28, 1024, 16, 8, 128, 3072, 151936), {"input_ids": ((128,), 151936)},
        "config of Qwen3-0.6B; its model card: 0.6B parameters; Qwen3ForCausalLM"),
    "T5Small": (
        "t5", lambda: t5(6, 512, 8, 64, 2048, 32128),
        {"input_ids": ((128,), 32128), "decoder_input_ids": ((32,), 32128)},
        "config of t5-small; paper, section 3.4: about 60 million parameters; T5ForConditionalGeneration"),
    "WhisperTiny": (
        "whisper", lambda: whisper(4, 384, 6),
        {"input_features": ((80, 3000), 0), "decoder_input_ids": ((4,), 51865)},
        "config of whisper-tiny; paper, table 1: 39M parameters, of which 576,000 are the encoder's positions,"
        " which are not trained; WhisperForConditionalGeneration"),
    "WhisperBase": (
        "whisper", lambda: whisper(6, 512, 8),
        {"input_features": ((80, 3000), 0), "decoder_input_ids": ((4,), 51865)},
        "config of whisper-base; paper, table 1: 74M parameters, of which 768,000 are the encoder's positions,"
        " which are not trained; WhisperForConditionalGeneration"),
    "ClipViTB32": (
        "clip", clip, {"pixel_values": ((3, 224, 224), 0), "input_ids": ((77,), 49408)},
        "config of clip-vit-base-patch32: 151,277,313 parameters; CLIPModel"),
}

# Angles of Llama's positions are products of matrices here, of so many numbers, and no layer.
ANGLES = {"Llama3_2_1B": 128 * 32, "SmolLM135M": 128 * 32, "Qwen3_0_6B": 128 * 64}

TWINS = {
    "LlamaNarrow": (
        lambda: llama(2, 64, 4, 2, 96, 50, **LLAMA3), {"input_ids": ((12,), 50)}, {"logits": "output"}),
    "Qwen3Narrow": (
        lambda: qwen3(2, 48, 4, 2, 16, 96, 50), {"input_ids": ((12,), 50)}, {"logits": "output"}),
    "T5Narrow": (
        lambda: t5(2, 32, 4, 8, 48, 40), {"input_ids": ((40,), 40), "decoder_input_ids": ((18,), 40)},
        {"logits": "output"}),
    "WhisperNarrow": (
        lambda: whisper(2, 32, 4, 8, 24, 9, 50),
        {"input_features": ((8, 24), 0), "decoder_input_ids": ((5,), 50)}, {"logits": "output"}),
    "ClipNarrow": (
        lambda: clip(32, 8, 32, 2, 4, 24, 2, 3, 60, 9, 16),
        {"pixel_values": ((3, 32, 32), 0), "input_ids": ((9,), 60)},
        {"image_embeds": "image_embeds", "text_embeds": "text_embeds"}),
    # one text is padded behind its eleventh token, the other in its middle
    "BertPaddedNarrow": (
        lambda: bert(2, 48, 4, 100), {"input_ids": ((17,), 100), "attention_mask": ((17,), None)},
        {"last_hidden_state": "states", "pooler_output": "pooled"}),
}
MASK = [[1] * 11 + [0] * 6, [1] * 3 + [0] * 5 + [1] * 9]


def inputs(shapes):
    """Those that the rule of synthetic inputs makes: one tensor of floats alone is called `input`."""
    given = {}
    for name, (shape, ids) in shapes.items():
        if ids is None:
            given[name] = torch.tensor(MASK)
            continue
        alone = len(shapes) == 1 and not ids
        r = uniform("input" if alone else name, BATCH * math.prod(shape)).reshape(BATCH, *shape)
        numbers = np.floor((r + 1) / 2 * ids).astype(np.int64) if ids else r.astype(np.float32).astype(float)
        given[name] = torch.from_numpy(numbers)
    return given


def tensors(network):
    """Names and shapes of a published file: one for each tensor, also of those that have two names."""
    seen = {}
    for name, tensor in network.state_dict(keep_vars=True).items():
        seen.setdefault(id(tensor), (name, list(tensor.shape)))
    return dict(seen.values())


def count(folder, name, file, make, shapes, source):
    import transformers
    with torch.device("meta"):
        network = make()
        given = {
            key: torch.zeros(1, *shape, dtype=torch.long) if ids else torch.zeros(1, *shape)
            for key, (shape, ids) in shapes.items()
        }
        with FlopCounterMode(display=False) as flops, torch.no_grad():
            network(**given)
    parameters = sum(p.numel() for p in network.parameters() if p.requires_grad)
    manifest = "".join(f"{key}\t{'x'.join(map(str, shape))}\n" for key, shape in tensors(network).items())
    (folder / "manifests" / f"{name}.tsv").write_text(manifest)
    macs = flops.get_total_flops() // 2 - ANGLES.get(name, 0)
    print(name, file, parameters, macs, name, f"{source}; transformers {transformers.__version__}; computed",
          sep="\t")


def golden(folder, name, make, shapes, outputs):
    network = make()
    state = {key: torch.from_numpy(np.asarray(synthetic(key, s))) for key, s in tensors(network).items()}
    network.load_state_dict(state, strict=False)
    network.tie_weights()
    given = inputs(shapes)
    with torch.inference_mode():
        answer = network.double()(**given)
    for i, (found, label) in enumerate(outputs.items()):
        result = goldens.golden(name, [BATCH], answer[found].numpy())
        if label != "output":
            result["name"] = label
        if "attention_mask" in given:
            values = [float(x) for row in MASK for x in row]
            result["inputs"] = {"attention_mask": {"values": values}}
        stem = name if i == 0 else f"{name}-{label}"
        goldens.write(folder, stem, result)


def main(folder, names):
    torch.set_num_threads(1)
    for name, (file, make, shapes, source) in PUBLISHED.items():
        if not names or name in names:
            count(folder, name, file, make, shapes, source)
    for name, (make, shapes, outputs) in TWINS.items():
        if not names or name in names:
            golden(folder, name, make, shapes, outputs)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
