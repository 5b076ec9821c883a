"""Holds the PyTorch files that bbc writes to bbc itself.

For each network: `bbc export --format pytorch`, import the file, compare names, shapes and counts with `bbc report`,
save random weights, run them with `bbc run` and in PyTorch, and compare the outputs; one step of SGD lowers a loss.
Names and counts are those of the network as it stands, on PyTorch's meta device; what is computed is smaller where
SMALL says so: smaller pictures, fewer layers.

    pip install torch torchvision numpy safetensors
    python examples/reference/pytorch_files.py                 # a few small networks
    python examples/reference/pytorch_files.py --all           # every network of the zoo and the gallery
    python examples/reference/pytorch_files.py resnet:ResNet18 # these

`--rows FILE` keeps what was found, and goes on from there the next time with those of which bbc writes other files
than it did; `--write docs/pytorch.md` puts the table into the page. All commands of bbc run in one virtual machine.
"""

import argparse
import hashlib
import importlib.util
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import vision

ROOT = Path(__file__).resolve().parents[2]
VISION = Path(__file__).with_name("vision.py")
ZOO = ROOT / "examples" / "zoo"
GALLERY = ROOT / "examples" / "gallery"

# small ones of several kinds
SOME = [
    (ROOT / "examples" / "digits" / "digits.bb", "Digits"),
    (ZOO / "resnet.bb", "ResNet18"),
    (GALLERY / "vad.bb", "VoiceActivity"),
    (GALLERY / "sentiment.bb", "Sentiment"),
]

# What is computed, by file or by network, of those that are much to compute.
SMALL = {
    **dict.fromkeys(
        """convnext densenet efficientnet efficientnet_v2 ghostnet hrnet inception_v2 mnasnet mobilenet_v1
        mobilenet_v2 mobilenet_v3 mobilevit regnet resnet resnet_v2 resnext senet shufflenet_v1 shufflenet_v2
        squeezenet vovnet vovnet_v2 wide_resnet detector segformer""".split(),
        "size=64",
    ),
    **dict.fromkeys(["inception_resnet_v2", "inception_v3", "inception_v4"], "size=139"),
    "InceptionV3Aux": "size=299",
    "bert": "depth=2 tokens=16",
    "c3d": "width=8 hidden=64",
    "clip": "depth=2 text_depth=2",
    "ddpm": "size=32",
    "deeplabv3": "size=65",
    "deformable_resnet": "size=128",
    "deit": "depth=2",
    "encodec": "frames=8",
    "gpt2": "depth=2 tokens=16",
    "hifi_gan": "frames=8 width=128",
    "llama": "depth=2 tokens=16 vocabulary=1000",
    "mamba": "depth=2 tokens=16",
    "maxvit": "depths=[1,1,2,1]",
    "pointnet": "points=64",
    "qwen3": "depth=2 tokens=16 vocabulary=1000",
    "retinanet": "size=128",
    "StableDiffusionUNet": "widths=[32,64,128,128] size=16 tokens=8",
    "StableDiffusionEncoder": "widths=[32,64,128,128] size=64",
    "StableDiffusionDecoder": "widths=[128,128,64,32] size=8",
    "SwinS": "depths=[2,2,4,2]",
    "SwinB": "depths=[2,2,4,2]",
    "swin_v2": "depths=[2,2,4,2]",
    "t5": "depth=2 tokens=16 targets=8",
    "tacotron2": "length=20",
    "transformer": "depth=2 tokens=16",
    "unet": "height=32 width=32",
    "UNetOdd": "height=36 width=44",
    "UNetBilinearOdd": "height=36 width=44",
    "UNetOriginal": "size=188",
    "unet3d": "width=4",
    "vgg": "size=32",
    "video_resnet": "size=32 frames=8",
    "vit": "depth=2",
    "wavenet": "samples=1000 stacks=1",
    "whisper": "depth=2 frames=200",
    "yolov8": "size=64",
}


class TooMuch(Exception):
    """A network is too much to compute within the limits."""


class Bbc:
    """bbc in one virtual machine, which bb.cli.CommandStream makes."""

    def __init__(self):
        self.process = None

    def start(self):
        # a class behind the options for Java takes the place of bbc's own
        options = os.environ.get("BBC_JAVA_OPTS", "") + " bb.cli.CommandStream"
        self.process = subprocess.Popen(
            [os.environ.get("BBC", ROOT / "bbc"), "run"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "BBC_JAVA_OPTS": options},
        )

    def limit(self, seconds):
        """Ends the machine when it takes so many more seconds of a processor; the next command starts another."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        ticks = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        taken = sum(map(int, ticks)) // os.sysconf("SC_CLK_TCK")
        resource.prlimit(self.process.pid, resource.RLIMIT_CPU, (taken + seconds, resource.RLIM_INFINITY))

    def __call__(self, *arguments):
        return self.both(*arguments)[0]

    def both(self, *arguments):
        """What a command prints, and what it says besides."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        self.process.stdin.write(("\t".join(map(str, arguments)) + "\n").encode())
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            self.process.wait()
            raise TooMuch("bbc took too long, or had too little memory")
        status, out, err = map(int, answer.split())
        printed = self.process.stdout.read(out).decode()
        complaint = self.process.stdout.read(err).decode()
        if status != 0:
            raise RuntimeError(complaint.strip() or printed.strip())
        return printed, complaint

    def reports(self, file, *options):
        return json.loads(self("report", file, *options, "--format", "json"))


def load(path, network):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, network)


def inputs(report, batch):
    made = []
    for each in report["inputs"]:
        shape = [batch, *each["shape"]]
        kind = each["dtype"]
        if kind == "float32":
            made.append(torch.randn(shape))
        elif kind == "bool":
            made.append(torch.ones(shape, dtype=torch.bool))
        else:
            made.append(torch.randint(0, 2, shape))
    return made


def settle(net, examples):
    """Gives norms statistics that fit, so that numbers keep their size, and the rest a little noise."""
    net.train()
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if tensor.is_floating_point() and name.endswith("bias"):
                tensor.add_(torch.randn_like(tensor) * 0.02)
        for _ in range(3):
            net(*examples)
    net.eval()


def outputs(net, examples):
    with torch.no_grad():
        made = net(*examples)
    return made if isinstance(made, tuple) else (made,)


def step_lowers_loss(net, examples):
    """One step of SGD towards other numbers brings the outputs nearer to them."""
    net.eval()
    for parameter in net.parameters():
        parameter.grad = None
    aims = [torch.randn_like(y) for y in outputs(net, examples)]

    def loss():
        made = net(*examples)
        made = made if isinstance(made, tuple) else (made,)
        return sum(F.mse_loss(y.float(), aim) for y, aim in zip(made, aims) if y.is_floating_point())

    before = loss()
    before.backward()
    norm = math.sqrt(sum(p.grad.square().sum().item() for p in net.parameters() if p.grad is not None))
    rate = 1e-3 * before.item() / max(norm, 1e-12) ** 2
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.grad is not None:
                parameter.sub_(rate * parameter.grad)
        return loss().item() < before.item()


def exported(bbc, file, network, settings, folder):
    """The file of the network that bbc writes."""
    path = folder / f"{network}{len(settings)}.py"
    bbc("export", file, "--network", network, *settings, "--format", "pytorch", "-o", path)
    return path


def smaller(bbc, file, network):
    """Settings with which a network is less to compute, as far as it has such parameters."""
    settings = []
    for setting in SMALL.get(network, SMALL.get(file.stem, "")).split():
        settings += ["--set", setting]
    try:
        bbc("check", file, "--network", network, *settings)
    except RuntimeError:
        return []
    return settings


def named(kind, report):
    """Whether a class has the parameters that bbc counts, and what is wrong otherwise."""
    with torch.device("meta"):
        net = kind().to("meta")
    has = {name: list(tensor.shape) for name, tensor in net.state_dict().items()}
    wants = {each["name"]: each["shape"] for each in report["parameters"]}
    odd = [name for name in {**has, **wants} if has.get(name) != wants.get(name)]
    if odd:
        return "names differ: " + ", ".join(odd[:3])
    count = sum(parameter.numel() for parameter in net.parameters())
    wanted = report["params"]["trainable"]
    return "" if count == wanted else f"{count} parameters, not {wanted}"


def computed(bbc, file, network, settings, kind, folder):
    """How far outputs are from bbc's, as a relative L2 distance, and whether a step lowers a loss."""
    report = bbc.reports(file, "--network", network, *settings)[0]
    torch.manual_seed(1)
    net = kind()
    examples = inputs(report, 2)
    settle(net, examples)
    save_file({name: tensor.contiguous() for name, tensor in net.state_dict().items()}, folder / "w.safetensors")
    given = []
    for each, tensor in zip(report["inputs"], examples):
        array = folder / f"{each['name']}.npy"
        np.save(array, tensor.numpy().astype("float32" if tensor.is_floating_point() else "int32"))
        given += ["--input", f"{each['name']}={array}"]
    weights = ["--weights", folder / "w.safetensors"]
    answers = json.loads(bbc("run", file, "--network", network, *settings, *weights, *given, "--format", "json"))
    worst = 0.0
    for made, answer in zip(outputs(net, examples), answers["outputs"].values(), strict=True):
        expected = torch.tensor(answer["data"]).reshape(answer["shape"])
        distance = (made.float() - expected).norm() / expected.norm().clamp(min=1e-12)
        worst = max(worst, distance.item())
    return worst, step_lowers_loss(net, examples)


def check(bbc, file, report, compute, known):
    """What is found of a network; what is known of it, if that was found of the same files."""
    network = report["network"]
    row = {"file": file.stem, "network": network}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = smaller(bbc, file, network)
        row["settings"] = " ".join(settings[1::2])
        whole = exported(bbc, file, network, [], folder)
        small = exported(bbc, file, network, settings, folder) if settings else whole
        row["files"] = hashlib.sha256(whole.read_bytes() + small.read_bytes()).hexdigest()[:16]
        if known.get("files") == row["files"] and ("distance" in known or not compute):
            return known
        row["wrong"] = named(load(whole, network), report)
        if compute and not row["wrong"]:
            try:
                row["distance"], row["lower"] = computed(bbc, file, network, settings, load(small, network), folder)
            except TooMuch as e:
                row["not computed"] = str(e)
        elif not row["wrong"]:
            row["not computed"] = "there was no time for more"
    if not row.get("distance", 0.0) <= 1e-4:
        row["wrong"] = f"outputs differ by {row['distance']:.0e}"
    elif not row.get("lower", True):
        row["wrong"] = "a step does not lower the loss"
    return row


def trained(bbc, file, network):
    """What is wrong with the loop that `--train` adds: short trainings, whose weights go back into bbc."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "train.py"
        bbc("export", file, "--network", network, "--format", "pytorch", "--train", "-o", script)
        report = bbc.reports(file, "--network", network)[0]
        return on_arrays(bbc, file, report, script, folder) or on_pictures(bbc, file, report, script, folder)


def losses(script, *arguments):
    """The losses of two epochs, and what is wrong with them."""
    done = subprocess.run(
        [sys.executable, VISION, script, *map(str, arguments), "--epochs", "2"], capture_output=True, text=True
    )
    if done.returncode != 0:
        return [], done.stderr.strip().splitlines()[-1]
    found = [float(line.split("loss ")[1]) for line in done.stdout.splitlines() if ": loss " in line]
    return found, "" if len(found) == 2 and found[1] < found[0] else f"the loss does not fall: {found}"


def answers(bbc, file, network, weights, given):
    """What bbc computes with weights."""
    answer = json.loads(bbc("run", file, "--network", network, "--weights", weights, *given, "--format", "json"))
    answer = next(iter(answer["outputs"].values()))
    return torch.tensor(answer["data"]).reshape(answer["shape"])


def on_arrays(bbc, file, report, script, folder):
    """What is wrong with training on arrays."""
    # classes that can be told apart: each has a pattern of its own
    network = report["network"]
    torch.manual_seed(2)
    classes = report["outputs"][0]["shape"][0]
    patterns = torch.randn(classes, *report["inputs"][0]["shape"])
    wanted = torch.arange(256) % classes
    examples = patterns[wanted] + 0.5 * torch.randn(256, *patterns.shape[1:])
    np.save(folder / "x.npy", examples.numpy())
    np.save(folder / "y.npy", wanted.numpy())
    weights = folder / "w.safetensors"
    found, wrong = losses(script, folder / "x.npy", folder / "y.npy", "-o", weights)
    if wrong:
        return wrong
    scores = answers(bbc, file, network, weights, ["--input", folder / "x.npy"])
    net = load(script, network)()
    net.load_state_dict(load_file(weights))
    net.eval()
    expected = outputs(net, [examples])[0]
    distance = ((scores - expected).norm() / expected.norm()).item()
    right = (scores.argmax(1) == wanted).float().mean().item()
    print(f"{network}: trained on arrays, loss {found[0]} to {found[1]}, {right:.0%} right in bbc, {distance:.0e}")
    return "" if distance <= 1e-4 else f"bbc differs by {distance:.0e}"


def on_pictures(bbc, file, report, script, folder):
    """What is wrong with training on a folder of pictures, each of another size than the network's."""
    if not vision.torchvision:
        print("not trained on pictures: there is no torchvision")
        return ""
    from PIL import Image

    network = report["network"]
    grey = report["inputs"][0]["shape"][0] == 1
    noise = np.random.default_rng(2)
    for label in range(4):
        (folder / "pictures" / str(label)).mkdir(parents=True)
        for i in range(16):
            pixels = noise.random((40, 36) if grey else (40, 36, 3)) * 100
            pixels[10 * label : 10 * label + 10] += 150
            Image.fromarray(pixels.astype("uint8")).save(folder / "pictures" / str(label) / f"{i}.png")
    weights = folder / "w2.safetensors"
    found, wrong = losses(script, folder / "pictures", "--batch", "8", "-o", weights)
    if wrong:
        return wrong
    module = load(script, "pictures")
    net = load(script, network)()
    net.load_state_dict(load_file(weights))
    net.eval()
    picture, label = module(folder / "pictures")[0]
    expected = outputs(net, [picture[None]])[0][0]
    scores = answers(bbc, file, network, weights, [folder / "pictures" / str(label) / "0.png"]).flatten()
    distance = ((scores - expected).norm() / expected.norm()).item()
    print(f"{network}: trained on pictures, loss {found[0]} to {found[1]}, {distance:.0e}")
    return "" if distance <= 1e-4 else f"bbc differs by {distance:.0e} on pictures"


def table(rows):
    """A line for each file, and the networks that were not computed."""
    lines = ["| file | networks | computed | with | outputs |", "| --- | --- | --- | --- | --- |"]
    for file in sorted({row["file"] for row in rows}):
        own = [row for row in rows if row["file"] == file]
        computed = [row for row in own if "distance" in row]
        settings = ", ".join(dict.fromkeys(f"`{row['settings']}`" for row in computed if row["settings"]))
        distances = [row["distance"] for row in computed]
        worst = (f"{max(distances):.0e}" if max(distances) else "0") if distances else ""
        lines.append(f"| `{file}.bb` | {len(own)} | {len(distances)} | {settings or ('as it is' if distances else '')} | {worst} |")
    for why in sorted({row["not computed"] for row in rows if "not computed" in row}):
        names = ", ".join(sorted(f"`{row['network']}`" for row in rows if row.get("not computed") == why))
        lines += ["", f"Names, shapes and counts only, as {why}: {names}."]
    return "\n".join(lines)


def write(page, rows):
    """Puts the table into a page, between its marks."""
    begin, end = "<!-- pytorch_files.py --all -->", "<!-- end -->"
    text = page.read_text()
    before, rest = text.split(begin)
    page.write_text(before + begin + "\n\n" + table(rows) + "\n\n" + end + rest.split(end, 1)[1])


def wanted(bbc, arguments):
    """The networks as files and reports."""
    if arguments.networks:
        names = [each.split(":") for each in arguments.networks]
        chosen = [((ROOT / "examples" / "zoo" / f"{file}.bb").resolve(), network) for file, network in names]
    elif arguments.all:
        files = [*sorted(ZOO.glob("*.bb")), *sorted(GALLERY.glob("*.bb"))]
        every = [(file, report) for file in files for report in bbc.reports(file)]
        # what is soon done comes first
        yield from sorted(every, key=lambda each: each[1]["macs"])
        return
    else:
        chosen = SOME
    for file, network in chosen:
        yield file, bbc.reports(file, "--network", network)[0]


def too_slow(*_):
    raise TooMuch("PyTorch took too long")


def main():
    signal.signal(signal.SIGPROF, too_slow)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", help="FILE:NETWORK, as in resnet:ResNet18 or ../gallery/vad:VoiceActivity")
    parser.add_argument("--all", action="store_true", help="every network of the zoo and the gallery")
    parser.add_argument("--names", action="store_true", help="names and counts only")
    parser.add_argument("--seconds", type=int, help="of a processor that a network may take in bbc, and as many in PyTorch")
    parser.add_argument("--minutes", type=float, default=math.inf, help="after which only names and counts are compared")
    parser.add_argument("--rows", type=Path, help="where to keep what was found, and to go on from")
    parser.add_argument("--write", type=Path, help="the page to put the table into")
    arguments = parser.parse_args()
    begin = time.monotonic()
    bbc = Bbc()
    kept = arguments.rows.read_text().splitlines() if arguments.rows and arguments.rows.exists() else []
    known = {(row["file"], row["network"]): row for row in map(json.loads, kept) if not row["wrong"]}
    rows = []
    for file, report in wanted(bbc, arguments):
        key = (file.stem, report["network"])
        try:
            if arguments.seconds:
                bbc.limit(arguments.seconds)
                signal.setitimer(signal.ITIMER_PROF, arguments.seconds)
            compute = not arguments.names and time.monotonic() < begin + 60 * arguments.minutes
            row = check(bbc, file, report, compute, known.get(key, {}))
        except Exception as e:  # a row says what went wrong, and the others are still wanted
            wrong = f"{type(e).__name__}: {str(e).splitlines()[0][:120] if str(e) else ''}"
            row = {"file": key[0], "network": key[1], "wrong": wrong}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if arguments.rows and row != known.get(key):
            with arguments.rows.open("a") as to:
                to.write(json.dumps(row) + "\n")
        rows.append(row)
        found = f"names equal, outputs {row['distance']:.0e}, loss lower" if "distance" in row else "names equal"
        found += f"; {row['not computed']}" if "not computed" in row else ""
        print(f"{row['network']}: {row['wrong'] or found}", flush=True)
    bad = sum(bool(row["wrong"]) for row in rows)
    if not arguments.networks and not arguments.all:
        wrong = trained(bbc, *SOME[0])
        print(wrong or "the loop of --train holds")
        bad += bool(wrong)
    if arguments.write and not bad:
        write(arguments.write, rows)
    print(f"{len(rows)} networks: " + (f"{bad} times something does not hold" if bad else "all hold"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
