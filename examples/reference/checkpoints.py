"""Loads state dictionaries of torchvision, timm and transformers into the zoo, as they are saved.

    python checkpoints.py                 # all, and the table of docs/zoo.md
    python checkpoints.py ResNet50 GPT2   # some

Each model is made with random weights (a fixed seed, statistics of batch norms among them) and its
state dictionary is saved under the names of its published file: as safetensors and as torch.save
writes it. `bbc run` reads both without any option about names, and its answer is compared with
PyTorch's. Weights are random because nothing is downloaded; names, shapes and files are real.
"""

import collections
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import safetensors.torch
import torch

from vision import torchvision  # isort: skip

from dense import SegFormerB0
from models import retinanet

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOLERANCE = 1e-4

Case = collections.namedtuple("Case", "network file library make example options publish answer")
CASES = {}


def case(name, file, library, make, example, options=(), publish=lambda s: s, answer=lambda y: y,
         network=None):
    CASES[name] = Case(network or name, file, library, make, example, options, publish, answer)


def numbers(*shape):
    return lambda: np.random.RandomState(1).randn(1, *shape).astype(np.float32)


def image(size=224):
    return numbers(3, size, size)


def tokens(count, vocabulary):
    return lambda: np.random.RandomState(1).randint(0, vocabulary, (1, count)).astype(np.int32)


# ---- torchvision

def vision(name, **arguments):
    def make():
        return torchvision.models.get_model(name, weights=None, **arguments)
    return make


def first_densenet(state):
    """Files of 2017 have norm.1 where the module has norm1; torchvision still publishes these."""
    return {re.sub(r"(denselayer\d+\.(?:norm|conv))([12])\.", r"\1.\2.", k): v
            for k, v in state.items()}


def first_vit(state):
    """The files of torchvision 0.12, which are still those that it publishes, have words for the layers of an MLP."""
    words = {"0": "linear_1", "3": "linear_2"}
    return {re.sub(r"\.mlp\.([03])\.", lambda m: f".mlp.{words[m[1]]}.", k): v for k, v in state.items()}


def first_retinanet(state):
    """The file of 2020, which torchvision still publishes, numbers activations and has no convolutions in blocks."""
    def published(name):
        name = re.sub(r"(head\.conv\.)(\d)\.0\.", lambda m: f"{m[1]}{2 * int(m[2])}.", name)
        return re.sub(r"(fpn\.\w+_blocks\.\d)\.0\.", r"\1.", name)
    return {published(k): v for k, v in state.items()}


for zoo, name, file in [
    ("AlexNet", "alexnet", "alexnet.bb"),
    ("VGG11", "vgg11", "vgg.bb"),
    ("VGG16BN", "vgg16_bn", "vgg.bb"),
    ("ResNet18", "resnet18", "resnet.bb"),
    ("ResNet34", "resnet34", "resnet.bb"),
    ("ResNet50", "resnet50", "resnet.bb"),
    ("ResNeXt50_32x4d", "resnext50_32x4d", "resnext.bb"),
    ("MobileNetV2", "mobilenet_v2", "mobilenet_v2.bb"),
    ("MobileNetV3Small", "mobilenet_v3_small", "mobilenet_v3.bb"),
    ("MobileNetV3Large", "mobilenet_v3_large", "mobilenet_v3.bb"),
    ("ShuffleNetV2_x1_0", "shufflenet_v2_x1_0", "shufflenet_v2.bb"),
    ("EfficientNetB0", "efficientnet_b0", "efficientnet.bb"),
    ("MaxViTT", "maxvit_t", "maxvit.bb"),
    ("SwinT", "swin_t", "swin.bb"),
    ("SqueezeNet1_1", "squeezenet1_1", "squeezenet.bb"),
    ("MNASNet1_0", "mnasnet1_0", "mnasnet.bb"),
    ("RegNetX_400MF", "regnet_x_400mf", "regnet.bb"),
    ("RegNetY_400MF", "regnet_y_400mf", "regnet.bb"),
    ("WideResNet50_2", "wide_resnet50_2", "wide_resnet.bb"),
]:
    case(zoo, file, "torchvision " + name, vision(name), image())
case("R2Plus1D18", "video_resnet.bb", "torchvision r2plus1d_18", vision("r2plus1d_18"), numbers(3, 16, 112, 112))
case("ViTB16", "vit.bb", "torchvision vit_b_16, names of torchvision 0.12", vision("vit_b_16"), image(), publish=first_vit)
case("RetinaNet", "retinanet.bb", "torchvision retinanet_resnet50_fpn, names of 2020, on 256 pixels", retinanet,
     image(256), ["--set", "size=256"], first_retinanet, lambda y: (y["cls_logits"], y["bbox_regression"]))
case("DenseNet121", "densenet.bb", "torchvision densenet121, names of 2017", vision("densenet121"),
     image(), publish=first_densenet)
case("GoogLeNet", "googlenet.bb", "torchvision googlenet, with its classifiers",
     vision("googlenet", init_weights=False), image())
case("InceptionV3", "inception_v3.bb", "torchvision inception_v3, with its classifier",
     vision("inception_v3", init_weights=False), image(299))
case("DeepLabV3ResNet50", "deeplabv3.bb", "torchvision deeplabv3_resnet50, with its classifier",
     vision("deeplabv3_resnet50", weights_backbone=None, aux_loss=True), image(520),
     answer=lambda y: (y["out"], y["aux"]))


# ---- timm

def timm(name):
    def make():
        import timm
        return timm.create_model(name, pretrained=False)
    return make


for zoo, name, file, size in [
    ("DeiTTiny", "deit_tiny_patch16_224", "deit.bb", 224),
    ("DeiTSmall", "deit_small_patch16_224", "deit.bb", 224),
    ("ConvNeXtV2T", "convnextv2_tiny", "convnext_v2.bb", 224),
    ("GhostNet", "ghostnet_100", "ghostnet.bb", 224),
    ("HRNetW18", "hrnet_w18", "hrnet.bb", 224),
    ("InceptionResNetV2", "inception_resnet_v2", "inception_resnet_v2.bb", 299),
    ("InceptionV4", "inception_v4", "inception_v4.bb", 299),
    ("MobileViTS", "mobilevit_s", "mobilevit.bb", 256),
    ("SEResNet50", "seresnet50", "senet.bb", 224),
    ("ResNetV2_50", "resnetv2_50", "resnet_v2.bb", 224),
    ("ResNeXt101_32x4d", "resnext101_32x4d", "resnext.bb", 224),
    ("VoVNetV2_19DW", "ese_vovnet19b_dw", "vovnet_v2.bb", 224),
]:
    case(zoo, file, "timm " + name, timm(name), image(size))


# ---- transformers

def bert(kind, **config):
    def make():
        import transformers
        settings = transformers.BertConfig(attn_implementation="eager", **config)
        return getattr(transformers, kind)(settings)
    return make


def with_positions(state):
    """Files that were saved by older versions have the positions, which are 0, 1, 2, …"""
    return {"embeddings.position_ids": torch.arange(512)[None], **state}


def first_bert(state):
    """bert-base-uncased as it was published: the words of TensorFlow, a prefix and two heads."""
    norm = re.compile(r"LayerNorm\.(weight|bias)$")
    words = {"weight": "LayerNorm.gamma", "bias": "LayerNorm.beta"}
    return {norm.sub(lambda m: words[m[1]], k): v for k, v in state.items()
            if not k.startswith("cls.predictions.decoder.")}


BERT_OUT = {"answer": lambda y: (y.last_hidden_state, y.pooler_output)}
case("BertBase", "bert.bb", "transformers BertModel", bert("BertModel"), tokens(32, 30522),
     ["--set", "tokens=32"], with_positions, **BERT_OUT)
case("BertBase of 2018", "bert.bb", "transformers BertForPreTraining, names of 2018",
     bert("BertForPreTraining"), tokens(32, 30522), ["--set", "tokens=32"], first_bert,
     network="BertBase", **BERT_OUT)
case("MiniLM", "bert.bb", "transformers BertModel, 6 layers of 384",
     bert("BertModel", num_hidden_layers=6, hidden_size=384, intermediate_size=1536),
     tokens(32, 30522), ["--set", "tokens=32"], with_positions, **BERT_OUT)


def gpt2():
    import transformers
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(attn_implementation="eager"))


def first_gpt2(state):
    """gpt2 as it was published: the model without its head, and a mask in each layer."""
    body = {k.removeprefix("transformer."): v for k, v in state.items() if k != "lm_head.weight"}
    mask = torch.tril(torch.ones(1024, 1024, dtype=torch.uint8))[None, None]
    return body | {f"h.{i}.attn.bias": mask.clone() for i in range(12)}


LOGITS = {"answer": lambda y: y.logits}
case("GPT2", "gpt2.bb", "transformers GPT2LMHeadModel", gpt2, tokens(64, 50257),
     network="GPT2At64", **LOGITS)
case("GPT2 as published", "gpt2.bb", "the same without prefix and head, with masks", gpt2,
     tokens(64, 50257), publish=first_gpt2, network="GPT2At64", **LOGITS)


def several(**inputs):
    """Inputs by their names: ids below a number, or floats."""
    def make():
        random = np.random.RandomState(1)
        return {name: random.randint(0, ids, (1, *shape)).astype(np.int32) if ids
                else random.randn(1, *shape).astype(np.float32)
                for name, (shape, ids) in inputs.items()}
    return make


def transformer(kind, config, **settings):
    def make():
        import transformers
        chosen = getattr(transformers, config)(attn_implementation="eager", **settings)
        return getattr(transformers, kind)(chosen)
    return make


case("BertBasePadded", "bert.bb", "transformers BertModel, with a mask", bert("BertModel"),
     several(input_ids=((32,), 30522), attention_mask=((32,), 2)), ["--set", "tokens=32"], with_positions,
     **BERT_OUT)
case("T5Small", "t5.bb", "transformers T5ForConditionalGeneration",
     transformer("T5ForConditionalGeneration", "T5Config"),
     several(input_ids=((128,), 32128), decoder_input_ids=((32,), 32128)), **LOGITS)
for zoo, width, layers, heads in [("WhisperTiny", 384, 4, 6), ("WhisperBase", 512, 6, 8)]:
    case(zoo, "whisper.bb", "transformers WhisperForConditionalGeneration",
         transformer("WhisperForConditionalGeneration", "WhisperConfig", d_model=width, encoder_layers=layers,
                     decoder_layers=layers, encoder_attention_heads=heads, decoder_attention_heads=heads,
                     encoder_ffn_dim=4 * width, decoder_ffn_dim=4 * width),
         several(input_features=((80, 3000), 0), decoder_input_ids=((4,), 51865)), **LOGITS)
case("SegFormerB0", "segformer.bb", "transformers SegformerForSemanticSegmentation, names of version 4",
     SegFormerB0, image(512))
case("ClipViTB32", "clip.bb", "transformers CLIPModel",
     transformer("CLIPModel", "CLIPConfig", text_config={"eos_token_id": 2}),
     several(pixel_values=((3, 224, 224), 0), input_ids=((77,), 49408)),
     answer=lambda y: (y.image_embeds, y.text_embeds, y.logits_per_image))


def encodec():
    """The whole of it, which makes sound of what its encoder has found."""
    import transformers
    model = transformers.EncodecModel(transformers.EncodecConfig())
    model.forward = lambda codes: model.decoder(codes.mT).mT
    return model


case("EnCodecDecoder", "encodec.bb", "transformers EncodecModel", encodec, numbers(75, 128))


# ---- the comparison

def randomise(model):
    """Statistics and scales of norms that are not those of a fresh model, which hide mistakes."""
    generator = torch.Generator().manual_seed(2)
    for name, tensor in model.named_buffers():
        last = name.rpartition(".")[2]
        if last == "running_mean":
            tensor.copy_(0.1 * torch.randn(tensor.shape, generator=generator))
        elif last == "running_var":
            tensor.copy_(1 + 0.2 * torch.rand(tensor.shape, generator=generator))
    for tensor in model.parameters():
        # a head that begins at zero would make every answer right
        if tensor.dim() > 1 and not tensor.any():
            with torch.no_grad():
                tensor.copy_(0.05 * torch.randn(tensor.shape, generator=generator))
    for module in model.modules():
        if "norm" in type(module).__name__.lower() and getattr(module, "weight", None) is not None:
            with torch.no_grad():
                noise = torch.rand(module.weight.shape, generator=generator)
                module.weight.add_(0.2 * noise)
                if getattr(module, "bias", None) is not None:
                    module.bias.add_(0.2 * noise - 0.1)


def tensor(example):
    given = torch.from_numpy(example)
    return given.long() if example.dtype == np.int32 else given


def expected(spec, model, example):
    with torch.no_grad():
        if isinstance(example, dict):
            answer = spec.answer(model(**{name: tensor(x) for name, x in example.items()}))
        elif spec.publish is first_bert:
            answer = spec.answer(model.bert(tensor(example)))
        else:
            answer = spec.answer(model(tensor(example)))
    answers = answer if isinstance(answer, (tuple, list)) else (answer,)
    return [a.flatten().double().numpy() for a in answers]


def run(bbc, spec, weights, example, folder):
    given = []
    for name, values in (example if isinstance(example, dict) else {"": example}).items():
        file = folder / f"{name or 'example'}.npy"
        np.save(file, values)
        given += ["--input", f"{name}={file}"] if name else [str(file)]
    command = [str(bbc), "run", str(ROOT / "examples" / "zoo" / spec.file), "--network", spec.network,
               "--weights", str(weights), *given, "--format", "json",
               "-o", str(folder / "answer.json"), *spec.options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    outputs = json.loads((folder / "answer.json").read_text())["outputs"]
    return [np.array(o["data"], dtype=np.float64) for o in outputs.values()]


def distance(found, wanted):
    """The largest difference of an output, beside the largest number in it."""
    return max(float(np.abs(f - w).max() / max(np.abs(w).max(), 1e-30))
               for f, w in zip(found, wanted, strict=True))


def compare(bbc, name, spec):
    torch.manual_seed(1)
    model = spec.make().eval()
    randomise(model)
    example = spec.example()
    wanted = expected(spec, model, example)
    state = spec.publish(dict(model.state_dict()))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        torch.save(collections.OrderedDict(state), folder / "w.pth")
        own = {k: v.clone().contiguous() for k, v in state.items()}
        safetensors.torch.save_file(own, folder / "w.safetensors")
        found = {kind: distance(run(bbc, spec, folder / f"w.{kind}", example, folder), wanted)
                 for kind in ("safetensors", "pth")}
    return len(state), found


def main():
    wanted = sys.argv[1:] or list(CASES)
    bbc = ROOT / "bbc"
    failed = []
    print("| network | state dictionary | tensors | furthest from PyTorch |")
    print("| --- | --- | --- | --- |", flush=True)
    for name in wanted:
        spec = CASES[name]
        start = time.monotonic()
        try:
            tensors, found = compare(bbc, name, spec)
            worst = max(found.values())
            print(f"| {name} | {spec.library} | {tensors} | {worst:.1e} |", flush=True)
            if worst > TOLERANCE:
                failed.append(name)
        except Exception as problem:  # one that fails does not hide the others
            failed.append(name)
            print(f"{name}: {str(problem)[:1500]}", file=sys.stderr, flush=True)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    if failed:
        sys.exit("not within %g: %s" % (TOLERANCE, ", ".join(failed)))


if __name__ == "__main__":
    main()
