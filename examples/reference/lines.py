"""Counts the lines of the Python files that define the networks of the zoo elsewhere.

    python lines.py ../src/test/resources/reference/sources.tsv

To add a network, add the name of its .bb file to SOURCES, with the files that define the same network, and
run this; then make docs/zoo.md again with ZooPageTest and -Dapprove=true.

A line counts if it holds code: blank lines, comments and docstrings do not, as blank lines and comments of .bb
files do not. Tables of published weights are counted for themselves: torchvision's classes of weights and
what they share, timm's default configurations. Of a package only the named files are counted, not the modules
that these import; bb's layers and standard library are not counted either.
"""

import ast
import importlib.metadata
import importlib.util
import io
import sys
import tokenize
from pathlib import Path

TORCHVISION = "torchvision/models/"
TIMM = "timm/models/"
TRANSFORMERS = "transformers/models/"

# The .bb file, and where the same networks are defined; none where no installed package has them.
SOURCES = {
    "alexnet": [TORCHVISION + "alexnet.py"],
    "bert": [TRANSFORMERS + "bert/modeling_bert.py"],
    "c3d": [],
    "clip": [TRANSFORMERS + "clip/modeling_clip.py"],
    "convnext": [TORCHVISION + "convnext.py"],
    "convnext_v2": [TIMM + "convnext.py"],
    "crnn": [],
    "ddpm": [],
    "deeplabv3": [TORCHVISION + "segmentation/deeplabv3.py"],
    "deformable_resnet": [],
    "deit": [TIMM + "deit.py"],
    "densenet": [TORCHVISION + "densenet.py"],
    "efficientnet": [TORCHVISION + "efficientnet.py"],
    "efficientnet_v2": [TORCHVISION + "efficientnet.py"],
    "encodec": [TRANSFORMERS + "encodec/modeling_encodec.py"],
    "ghostnet": [TIMM + "ghostnet.py"],
    "googlenet": [TORCHVISION + "googlenet.py"],
    "gpt2": [TRANSFORMERS + "gpt2/modeling_gpt2.py"],
    "hifi_gan": [],
    "hrnet": [TIMM + "hrnet.py"],
    "inception_resnet_v2": [TIMM + "inception_resnet_v2.py"],
    "inception_v2": [],
    "inception_v3": [TORCHVISION + "inception.py"],
    "inception_v4": [TIMM + "inception_v4.py"],
    "llama": [TRANSFORMERS + "llama/modeling_llama.py"],
    "mamba": [TRANSFORMERS + "mamba/modeling_mamba.py"],
    "maxvit": [TORCHVISION + "maxvit.py"],
    "mnasnet": [TORCHVISION + "mnasnet.py"],
    "mobilenet_v1": [],
    "mobilenet_v2": [TORCHVISION + "mobilenetv2.py"],
    "mobilenet_v3": [TORCHVISION + "mobilenetv3.py"],
    "mobilevit": [TIMM + "mobilevit.py"],
    "pointnet": [],
    "qwen3": [TRANSFORMERS + "qwen3/modeling_qwen3.py"],
    "regnet": [TORCHVISION + "regnet.py"],
    "resnet": [TORCHVISION + "resnet.py"],
    "resnet_v2": [TIMM + "resnetv2.py"],
    "resnext": [TORCHVISION + "resnet.py"],
    "retinanet": [TORCHVISION + "detection/retinanet.py"],
    "segformer": [TRANSFORMERS + "segformer/modeling_segformer.py"],
    "senet": [TIMM + "senet.py"],
    "shufflenet_v1": [],
    "shufflenet_v2": [TORCHVISION + "shufflenetv2.py"],
    "squeezenet": [TORCHVISION + "squeezenet.py"],
    "stable_diffusion": [],
    "swin": [TORCHVISION + "swin_transformer.py"],
    "swin_v2": [TORCHVISION + "swin_transformer.py"],
    "tacotron2": [],
    "t5": [TRANSFORMERS + "t5/modeling_t5.py"],
    "transformer": ["torch/nn/modules/transformer.py"],
    "unet": [],
    "unet3d": [],
    "vgg": [TORCHVISION + "vgg.py"],
    "video_resnet": [TORCHVISION + "video/resnet.py"],
    "vit": [TORCHVISION + "vision_transformer.py"],
    "vovnet": [TIMM + "vovnet.py"],
    "vovnet_v2": [TIMM + "vovnet.py"],
    "wavenet": [],
    "whisper": [TRANSFORMERS + "whisper/modeling_whisper.py"],
    "wide_resnet": [TORCHVISION + "resnet.py"],
    "yolov8": [],
}

# Names at the top of a file under which there is no architecture, but what was published.
TABLES = {"__all__", "default_cfgs", "_COMMON_META", "_COMMON_META_V1", "_COMMON_META_V2", "_COMMON_SWAG_META", "_cfg"}
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def spanned(node):
    return set(range(node.lineno, node.end_lineno + 1))


def is_table(node):
    """Whether a statement of a file is a table of published weights."""
    match node:
        case ast.ClassDef(bases=[ast.Name(id="WeightsEnum")]):
            return True
        case ast.FunctionDef(name=name):
            return name in TABLES
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in TABLES
    return False


def count(text):
    """Lines with code, and how many of them are tables."""
    code = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
    tree = ast.parse(text)
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                code -= spanned(node)
    tables = set().union(*(spanned(node) for node in tree.body if is_table(node)))
    return len(code), len(code & tables)


def rows(known):
    """The rows of the table; those of packages that are not installed stay as they are."""
    for network, files in SOURCES.items():
        if any(importlib.util.find_spec(file.partition("/")[0]) is None for file in files):
            yield known[network]
            continue
        code, tables = 0, 0
        for file in files:
            package = file.partition("/")[0]
            root = Path(importlib.util.find_spec(package).origin).parent.parent
            lines = count((root / file).read_text())
            code, tables = code + lines[0], tables + lines[1]
        versions = {f.partition("/")[0]: importlib.metadata.version(f.partition("/")[0]) for f in files}
        named = ", ".join(f"{p} {v.partition('+')[0]}" for p, v in versions.items())
        source = f"{named}: {', '.join(f'`{Path(f).name}`' for f in files)}" if files else ""
        yield "\t".join([network, source, str(code) if files else "", str(tables) if files else ""])


def main(path):
    known = {row.partition("\t")[0]: row for row in path.read_text().splitlines()}
    path.write_text("\n".join(["file\tsource\tcode\ttables", *rows(known)]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
