"""Holds `bbc import` to what PyTorch's exporters write of models that people have.

Each model of torchvision, timm and transformers below gets random weights and is exported four times: by the older
exporter, which runs TorchScript (`dynamo=False`), and by the newer one (`dynamo=True`), each with constants folded and
without. ONNX Runtime computes the export; `bbc import --check` compares.

    pip install torch torchvision timm transformers onnxscript onnxruntime
    python examples/reference/imports.py                      # a few small models
    python examples/reference/imports.py --all                # every one: an hour
    python examples/reference/imports.py resnet18 vit         # these

`--rows FILE` keeps what was found, and goes on from there the next time; `--keep FOLDER` keeps the exports and sources;
`--write docs/onnx.md` puts the table into the page. All commands of bbc run in one virtual machine.
"""

import argparse
import json
import logging
import re
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from vision import torchvision  # isort: skip

import timm
import transformers
from pytorch_files import Bbc

EXPORTS = ["script", "script, folded", "dynamo", "dynamo, folded"]
SOME = ["resnet18", "mobilenet_v3_small", "vit", "bert"]
BEGIN, END = "<!-- imports.py --all: begin -->", "<!-- imports.py: end -->"


def vision(name, size=64, **options):
    make = torchvision.models.get_model
    return lambda: (make(name, weights=None, **options), (torch.randn(1, 3, size, size),))


def dense(name, size=64):
    """What segments an image, without the classifier that only training has."""

    class Dense(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = torchvision.models.get_model(name, weights=None, weights_backbone=None, num_classes=21)

        def forward(self, x):
            return self.net(x)["out"]

    return lambda: (Dense(), (torch.randn(1, 3, size, size),))


def images(name, size=64, **options):
    return lambda: (timm.create_model(name, pretrained=False, **options), (torch.randn(1, 3, size, size),))


class Given(nn.Module):
    """A model of transformers with its first output, and its input by name."""

    def __init__(self, model, name):
        super().__init__()
        self.model = model
        self.name = name

    def forward(self, given):
        return self.model(**{self.name: given}, return_dict=False)[0]


def language(config, model, **sizes):
    """A language model of two narrow layers."""
    usual = {"vocab_size": 99, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
    usual |= {"intermediate_size": 64, "max_position_embeddings": 64}
    return other(config, model, "input_ids", lambda: torch.randint(1, 90, (1, 12)), **usual | sizes)


def other(config, model, given, make, **sizes):
    def made():
        stated = getattr(transformers, config)(**sizes)
        stated.use_cache = False
        return Given(getattr(transformers, model)(stated), given), (make(),)

    return made


def picture(size):
    return lambda: torch.randn(1, 3, size, size)


def whisper():
    sizes = {"d_model": 32, "encoder_layers": 2, "encoder_attention_heads": 4, "encoder_ffn_dim": 64}
    config = transformers.WhisperConfig(vocab_size=99, max_source_positions=20, num_mel_bins=16, **sizes)
    model = transformers.models.whisper.modeling_whisper.WhisperEncoder(config)
    return Given(model, "input_features"), (torch.randn(1, 16, 40),)


NARROW = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
GROUPED = {"num_key_value_heads": 2}

# Each by its name: the library, the family, and what makes the model and what it is given.
MODELS = {
    # torchvision
    "deeplabv3": ("torchvision", "DeepLab", dense("deeplabv3_mobilenet_v3_large")),
    "densenet121": ("torchvision", "DenseNet", vision("densenet121")),
    "efficientnet_b0": ("torchvision", "EfficientNet", vision("efficientnet_b0")),
    "googlenet": ("torchvision", "GoogLeNet", vision("googlenet", init_weights=False, aux_logits=False)),
    "lraspp": ("torchvision", "LR-ASPP", dense("lraspp_mobilenet_v3_large")),
    "mnasnet0_5": ("torchvision", "MNASNet", vision("mnasnet0_5")),
    "mobilenet_v2": ("torchvision", "MobileNet", vision("mobilenet_v2")),
    "mobilenet_v3_small": ("torchvision", "MobileNet", vision("mobilenet_v3_small")),
    "regnet_y_400mf": ("torchvision", "RegNet", vision("regnet_y_400mf")),
    "resnet18": ("torchvision", "ResNet", vision("resnet18")),
    "resnet50": ("torchvision", "ResNet", vision("resnet50")),
    "shufflenet_v2": ("torchvision", "ShuffleNet", vision("shufflenet_v2_x0_5")),
    "squeezenet1_1": ("torchvision", "SqueezeNet", vision("squeezenet1_1")),
    "swin": (
        "torchvision",
        "Swin",
        lambda: (
            torchvision.models.SwinTransformer([4, 4], 24, [2, 2], [2, 4], [4, 4], num_classes=10),
            (torch.randn(1, 3, 32, 32),),
        ),
    ),
    "vit_tv": (
        "torchvision",
        "ViT",
        lambda: (
            torchvision.models.VisionTransformer(64, 16, 2, 4, 32, 64, num_classes=10),
            (torch.randn(1, 3, 64, 64),),
        ),
    ),
    # timm
    "beit": ("timm", "BEiT", images("beit_base_patch16_224", 64, img_size=64, embed_dim=48, depth=2, num_heads=4)),
    "cait": ("timm", "CaiT", images("cait_xxs24_224", 64, img_size=64, depth=2)),
    "convnextv2_atto": ("timm", "ConvNeXt", images("convnextv2_atto")),
    "deit_tiny": ("timm", "ViT", images("deit_tiny_patch16_224", 64, img_size=64, depth=2)),
    "dla34": ("timm", "DLA", images("dla34")),
    "edgenext": ("timm", "EdgeNeXt", images("edgenext_xx_small")),
    "eva02_tiny": ("timm", "EVA", images("eva02_tiny_patch14_224", 56, img_size=56, depth=2)),
    "fastvit_t8": ("timm", "FastViT", images("fastvit_t8")),
    "ghostnet": ("timm", "GhostNet", images("ghostnet_100")),
    "gmlp": ("timm", "gMLP", images("gmlp_ti16_224", 64, img_size=64)),
    "inception_next": ("timm", "InceptionNeXt", images("inception_next_atto")),
    "lcnet_050": ("timm", "LCNet", images("lcnet_050")),
    "levit_128s": ("timm", "LeViT", images("levit_128s", 224)),
    "mixer": ("timm", "MLP-Mixer", images("mixer_s32_224", 64, img_size=64)),
    "mobilenetv4": ("timm", "MobileNet", images("mobilenetv4_conv_small")),
    "mobileone_s0": ("timm", "MobileOne", images("mobileone_s0")),
    "mobilevit_xxs": ("timm", "MobileViT", images("mobilevit_xxs")),
    "nfnet": ("timm", "NFNet", images("test_nfnet")),
    "poolformer_s12": ("timm", "PoolFormer", images("poolformer_s12")),
    "pvt_v2_b0": ("timm", "PVT", images("pvt_v2_b0")),
    "regnetz": ("timm", "RegNet", images("regnetz_005")),
    "repvgg_a0": ("timm", "RepVGG", images("repvgg_a0")),
    "resmlp": ("timm", "ResMLP", images("resmlp_12_224", 64, img_size=64)),
    "resnest14d": ("timm", "ResNeSt", images("resnest14d")),
    "rexnet_100": ("timm", "ReXNet", images("rexnet_100")),
    "vovnet": ("timm", "VoVNet", images("ese_vovnet19b_slim_dw")),
    "xcit": ("timm", "XCiT", images("xcit_nano_12_p16_224", 64, depth=2)),
    # transformers
    "albert": ("transformers", "ALBERT", language("AlbertConfig", "AlbertModel", embedding_size=16)),
    "bert": ("transformers", "BERT", language("BertConfig", "BertModel")),
    "clip_text": ("transformers", "CLIP", language("CLIPTextConfig", "CLIPTextModel", eos_token_id=2)),
    "clip_vision": (
        "transformers",
        "CLIP",
        other("CLIPVisionConfig", "CLIPVisionModel", "pixel_values", picture(32), image_size=32, patch_size=8, **NARROW),
    ),
    "dinov2": (
        "transformers",
        "DINOv2",
        other("Dinov2Config", "Dinov2Model", "pixel_values", picture(28), image_size=28, patch_size=14, **NARROW),
    ),
    "distilbert": (
        "transformers",
        "BERT",
        language("DistilBertConfig", "DistilBertModel", dim=32, n_layers=2, n_heads=4, hidden_dim=64),
    ),
    "electra": ("transformers", "ELECTRA", language("ElectraConfig", "ElectraModel", embedding_size=16)),
    "gemma": ("transformers", "Gemma", language("GemmaConfig", "GemmaForCausalLM", head_dim=8, **GROUPED)),
    "gpt2": ("transformers", "GPT-2", language("GPT2Config", "GPT2LMHeadModel", n_embd=32, n_layer=2, n_head=4)),
    "gpt_neox": ("transformers", "GPT-NeoX", language("GPTNeoXConfig", "GPTNeoXForCausalLM")),
    "llama": ("transformers", "Llama", language("LlamaConfig", "LlamaForCausalLM", **GROUPED)),
    "mpnet": ("transformers", "MPNet", language("MPNetConfig", "MPNetModel")),
    "opt": (
        "transformers",
        "OPT",
        language("OPTConfig", "OPTForCausalLM", ffn_dim=64, word_embed_proj_dim=32),
    ),
    "phi": ("transformers", "Phi", language("PhiConfig", "PhiForCausalLM")),
    "qwen2": ("transformers", "Qwen", language("Qwen2Config", "Qwen2ForCausalLM", **GROUPED)),
    "roberta": ("transformers", "RoBERTa", language("RobertaConfig", "RobertaModel")),
    "segformer": (
        "transformers",
        "SegFormer",
        other(
            "SegformerConfig",
            "SegformerForSemanticSegmentation",
            "pixel_values",
            picture(64),
            depths=[1, 1, 1, 1],
            hidden_sizes=[16, 24, 32, 48],
            num_attention_heads=[1, 2, 4, 8],
            decoder_hidden_size=32,
        ),
    ),
    "squeezebert": ("transformers", "SqueezeBERT", language("SqueezeBertConfig", "SqueezeBertModel", embedding_size=32)),
    "t5_encoder": (
        "transformers",
        "T5",
        language("T5Config", "T5EncoderModel", d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=4),
    ),
    "vit": (
        "transformers",
        "ViT",
        other("ViTConfig", "ViTModel", "pixel_values", picture(32), image_size=32, patch_size=8, **NARROW),
    ),
    "wav2vec2": (
        "transformers",
        "Wav2Vec 2",
        other(
            "Wav2Vec2Config",
            "Wav2Vec2Model",
            "input_values",
            lambda: torch.randn(1, 1600),
            conv_dim=[32] * 7,
            num_conv_pos_embeddings=16,
            num_conv_pos_embedding_groups=2,
            vocab_size=32,
            **NARROW,
        ),
    ),
    "whisper_encoder": (
        "transformers",
        "Whisper",
        whisper,
    ),
}


def settle(net):
    """Numbers that show a norm, a bias or a branch that is lost: none that is 0 or 1 everywhere, or next to nothing."""
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if not tensor.is_floating_point():
                continue
            if name.endswith(("bias", "running_mean")):
                tensor.add_(torch.randn_like(tensor) * 0.05)
            elif tensor.dim() == 1:
                tensor.uniform_(0.5, 1.5)
            elif not tensor.abs().max() > 1e-3:
                tensor.normal_(0, 0.05)
    return net.eval()


def exports(name, folder, kinds):
    """What is given to the model, and the files by what made them, or what went wrong; what is there already is kept."""
    given = folder / "given.npy"
    wanted = [kind for kind in kinds if not file(folder, kind).exists()]
    made = {}
    if wanted:
        torch.manual_seed(1)
        net, inputs = MODELS[name][2]()
        settle(net)
        np.save(given, inputs[0].numpy())
        made = {kind: failure for kind in wanted if (failure := export(net, inputs, folder, kind))}
    return np.load(given), {kind: made.get(kind) or file(folder, kind) for kind in kinds}


def file(folder, kind):
    return folder / (kind.replace(", ", "_") + ".onnx")


def export(net, inputs, folder, kind):
    """Writes an export; says why not."""
    path = file(folder, kind)
    folded = kind.endswith("folded")
    try:
        if kind.startswith("script"):
            torch.onnx.export(net, inputs, str(path), dynamo=False, do_constant_folding=folded, verbose=False)
        else:
            torch.onnx.export(net, inputs, dynamo=True, optimize=folded, verbose=False).save(str(path))
        return ""
    except Exception as e:
        first = re.sub(r"\x1b\S*", "", str(e).strip().splitlines()[0])
        return "the exporter fails: " + first.split(". ")[0]


def computed(path, given):
    """What ONNX Runtime makes of an export, as options for `bbc import`."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    fed = path.with_suffix(".in.npy")
    np.save(fed, given.astype("float32" if given.dtype.kind == "f" else "int32"))
    told = ["--input", fed]
    for i, array in enumerate(session.run(None, {session.get_inputs()[0].name: given})):
        made = path.with_suffix(f".out{i}.npy")
        np.save(made, array.astype("float32"))
        told += ["--reference", made]
    return told


def reason(complaint):
    """The first error and what it names, in one line."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    first = next((i for i, line in enumerate(lines) if "error" in line), 0)
    notes = [line.removeprefix("note: ") for line in lines[first + 1 :] if line.startswith("note: ")]
    return "; ".join([lines[first], *notes[:4]])[:300]


def imported(bbc, path, given):
    """How long the source is, and how far what it computes is from what ONNX Runtime does; or what is wrong."""
    source = path.with_suffix(".bb")
    try:
        said = "".join(bbc.both("import", path, "-o", source, "--check", *computed(path, given)))
    except Exception as e:
        return {"error": reason(str(e))}
    distances = [float(distance) for distance in re.findall(r"is (\S+) from its reference", said)]
    return {"distance": max(distances), "lines": len(source.read_text().splitlines())}


def check(bbc, name, kinds, folder):
    given, files = exports(name, folder, kinds)
    for kind, path in files.items():
        row = {"error": path} if isinstance(path, str) else imported(bbc, path, given)
        yield {"model": name, "export": kind} | row


def cell(row):
    if row is None:
        return ""
    return "see below" if "error" in row else f"{row['lines']}, {row['distance']:.0e}"


def table(rows):
    found = {(row["model"], row["export"]): row for row in rows}
    names = [name for name in MODELS if any((name, kind) in found for kind in EXPORTS)]
    libraries = [torch, torchvision, timm, transformers]
    versions = [f"{library.__name__} {library.__version__.split('+')[0]}" for library in libraries]
    lines = [
        "Made by " + ", ".join(versions) + ".",
        "",
        "| model | of | " + " | ".join(EXPORTS) + " |",
        "| --- | --- |" + " --- |" * len(EXPORTS),
    ]
    for name in names:
        cells = [cell(found.get((name, kind))) for kind in EXPORTS]
        lines.append(f"| {name} | {MODELS[name][0]} | " + " | ".join(cells) + " |")
    through = [sum("error" not in found.get((name, kind), {"error": ""}) for name in names) for kind in EXPORTS]
    tried = [sum((name, kind) in found for name in names) for kind in EXPORTS]
    lines.append(f"| {len(names)} models | | " + " | ".join(f"{a} of {b}" for a, b in zip(through, tried)) + " |")
    why = [
        f"- {name}, {kind}: {found[name, kind]['error']}"
        for name in names
        for kind in EXPORTS
        if "error" in found.get((name, kind), {})
    ]
    return "\n".join(lines) + ("\n\nWhat does not come through:\n\n" + "\n".join(why) if why else "")


def write(page, rows):
    """Puts the table into a page, between its marks."""
    text = page.read_text()
    before, rest = text.split(BEGIN)
    page.write_text(before + BEGIN + "\n\n" + table(rows) + "\n\n" + END + rest.split(END, 1)[1])


def kept(file):
    return [json.loads(line) for line in file.read_text().splitlines()] if file and file.exists() else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", help="models by their names: " + " ".join(MODELS))
    parser.add_argument("--all", action="store_true", help="every model")
    parser.add_argument("--exports", nargs="+", choices=EXPORTS, default=EXPORTS, help="only these exports")
    parser.add_argument("--rows", type=Path, help="where to keep what was found, and to go on from")
    parser.add_argument("--keep", type=Path, help="where to keep exports and sources; exports there are taken")
    parser.add_argument("--no-import", action="store_true", help="only make the exports")
    parser.add_argument("--write", type=Path, help="the page to put the table into")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    rows = kept(arguments.rows)
    done = {(row["model"], row["export"]) for row in rows}
    names = arguments.models or (list(MODELS) if arguments.all else SOME)
    bbc = None if arguments.no_import else Bbc()
    for name in names:
        kinds = [kind for kind in arguments.exports if (name, kind) not in done]
        if not kinds:
            continue
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            if arguments.keep:
                folder = arguments.keep / name
                folder.mkdir(parents=True, exist_ok=True)
            try:
                if arguments.no_import:
                    print(name, exports(name, folder, kinds)[1], flush=True)
                    continue
                for row in check(bbc, name, kinds, folder):
                    print(f"{name}, {row['export']}: {row.get('error') or cell(row)}", flush=True)
                    rows.append(row)
                    if arguments.rows:
                        with arguments.rows.open("a") as file:
                            file.write(json.dumps(row) + "\n")
            except Exception as e:
                print(f"{name}: cannot be made: {str(e).strip().splitlines()[0][:120]}", flush=True)
    if arguments.write:
        write(arguments.write, rows)


if __name__ == "__main__":
    main()
