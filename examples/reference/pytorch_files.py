"""Holds the PyTorch files that bbc writes to bbc itself.

For each network: `bbc export --format pytorch`, import the file, compare names, shapes and counts with `bbc report`,
save random weights, run them with `bbc run` and in PyTorch, and compare the outputs; one step of SGD lowers a loss.

    pip install torch numpy safetensors
    python examples/reference/pytorch_files.py                 # a few small networks
    python examples/reference/pytorch_files.py --all           # every network of the zoo
    python examples/reference/pytorch_files.py resnet:ResNet18 # these
"""

import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
BBC = os.environ.get("BBC", str(ROOT / "bbc"))
ZOO = ROOT / "examples" / "zoo"

# small ones of several kinds
SOME = [
    ("../digits/digits.bb", "Digits", []),
    ("resnet.bb", "ResNet18", []),
    ("../gallery/vad.bb", "VoiceActivity", []),
    ("../gallery/sentiment.bb", "Sentiment", []),
]

# what would take more memory or time than a test may
HUGE = 120_000_000


def bbc(*arguments):
    command = [BBC, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


def load(path, network):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, network)


def reports(file):
    """The networks of a file by name, as `bbc report` describes them."""
    return {each["network"]: each for each in json.loads(bbc("report", file, "--format", "json"))}


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

    F = torch.nn.functional
    before = loss()
    before.backward()
    norm = math.sqrt(sum(p.grad.square().sum().item() for p in net.parameters() if p.grad is not None))
    rate = 1e-3 * before.item() / max(norm, 1e-12) ** 2
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.grad is not None:
                parameter.sub_(rate * parameter.grad)
        return loss().item() < before.item()


def check(file, network, report, folder, settings, computed):
    """A row of the table."""
    path = folder / (network + ".py")
    sets = [each for setting in settings for each in ("--set", setting)]
    bbc("export", file, "--network", network, "--format", "pytorch", "-o", path, *sets)
    kind = load(path, network)
    with torch.device("meta"):
        net = kind().to("meta")
    has = {name: list(tensor.shape) for name, tensor in net.state_dict().items()}
    wants = {each["name"]: each["shape"] for each in report["parameters"]}
    if has != wants:
        odd = [name for name in {**has, **wants} if has.get(name) != wants.get(name)][:3]
        return "names differ: " + ", ".join(odd), "", "", ""
    count = sum(parameter.numel() for parameter in net.parameters())
    counts = "equal" if count == report["params"]["trainable"] else f"{count} and {report['params']['trainable']}"
    if not computed or count > HUGE:
        return "equal", counts, "not computed", ""
    torch.manual_seed(1)
    net = kind()
    examples = inputs(report, 2)
    settle(net, examples)
    save_file({name: tensor.contiguous() for name, tensor in net.state_dict().items()}, folder / "w.safetensors")
    given = []
    for each, tensor in zip(report["inputs"], examples):
        np.save(folder / f"{each['name']}.npy", tensor.numpy().astype("float32" if tensor.is_floating_point() else "int32"))
        given += ["--input", f"{each['name']}={folder / (each['name'] + '.npy')}"]
    answers = json.loads(
        bbc("run", file, "--network", network, *sets, "--weights", folder / "w.safetensors", *given, "--format", "json")
    )
    worst = 0.0
    for made, (name, answer) in zip(outputs(net, examples), answers["outputs"].items()):
        expected = torch.tensor(answer["data"]).reshape(answer["shape"])
        distance = (made.float() - expected).norm() / expected.norm().clamp(min=1e-12)
        worst = max(worst, distance.item())
    lowered = step_lowers_loss(net, examples)
    return "equal", counts, f"{worst:.0e}", "lower" if lowered else "NOT LOWER"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", help="FILE:NETWORK, as in resnet:ResNet18")
    parser.add_argument("--all", action="store_true", help="every network of the zoo and the gallery")
    parser.add_argument("--names", action="store_true", help="names and counts only")
    arguments = parser.parse_args()
    if arguments.networks:
        wanted = [(f"{file}.bb", network, []) for file, network in (n.split(":") for n in arguments.networks)]
    elif arguments.all:
        files = sorted(ZOO.glob("*.bb")) + sorted((ROOT / "examples" / "gallery").glob("*.bb"))
        wanted = [(file, network, []) for file in files for network in reports(file)]
    else:
        wanted = SOME
    bad = 0
    known = {}
    print("| network | names | counts | outputs | loss after a step |\n| --- | --- | --- | --- | --- |")
    for file, network, settings in wanted:
        file = (ZOO / file).resolve()
        known.setdefault(file, None)
        known[file] = known[file] or reports(file)
        network = network or next(iter(known[file]))
        with tempfile.TemporaryDirectory() as folder:
            try:
                row = check(file, network, known[file][network], Path(folder), settings, not arguments.names)
            except Exception as e:  # a row says what went wrong, and the others are still wanted
                row = (f"{type(e).__name__}: {str(e).splitlines()[0][:120] if str(e) else ''}", "", "", "")
        good = row[0] == "equal" and row[1] == "equal" and row[3] != "NOT LOWER"
        good = good and (row[2] in ("", "not computed") or float(row[2]) <= 1e-4)
        bad += not good
        print(f"| {network} | " + " | ".join(row) + " |" + ("" if good else " <-- does not hold"), flush=True)
    print(f"{len(wanted) - bad} of {len(wanted)} hold")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
