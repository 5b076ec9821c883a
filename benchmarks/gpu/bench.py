#!/usr/bin/env python3
"""Compares what bb compiles for TornadoVM with the CPU engine and with PyTorch, on one machine, in one run.

Writes JSON, anew after each step. Ends with 2, and says what is missing, where there is no SDK or no GPU. See README.md.
"""

import argparse
import concurrent.futures
import datetime
import functools
import math
import os
import pathlib
import sys
import tempfile
import threading
import time

import archive
import paths
from machine import (SKIPPED, TIME_OVER, Missing, backends, card, compiled, doctor, has, java, package, rows_of, run,
                     sdk, started)
from report import Report, say

HERE = pathlib.Path(__file__).resolve().parent

# the file, the network in it
NETWORKS = [
    ("resnet", "ResNet18"), ("vgg", "VGG11"), ("googlenet", "GoogLeNet"), ("densenet", "DenseNet121"),
    ("mobilenet_v2", "MobileNetV2"), ("mobilenet_v3", "MobileNetV3Small"),
    ("shufflenet_v2", "ShuffleNetV2_x1_0"), ("efficientnet", "EfficientNetB0"), ("unet", "UNet128"),
    ("vit", "ViTB16"), ("bert", "BertBase"), ("gpt2", "GPT2At64"), ("transformer", "TransformerBase"),
    ("ddpm", "DDPM"), ("mamba", "Mamba130MAt64")]
FILES = {network: file for file, network in NETWORKS}

# what --minutes is for: one of each kind, the shortest first, and as many batches
SHORT = {"networks": "ResNet18,MobileNetV3Small,BertBase,UNet128,DenseNet121", "batches": "1,8,32", "runs": 30}
LONG = {"networks": ",".join(network for _, network in NETWORKS), "batches": "1,8,32,128", "runs": 30}
REHEARSAL = SHORT | {"batches": "1,2", "runs": 2}

# Mamba multiplies what it has just computed, so that usual synthetic weights make chaos of it
GAINS = {"Mamba130MAt64": 0.5}

# what is measured, the most telling first, and the part of the time that has passed when it has to end: what is
# slow there does not take the time of what comes after it
STEPS = {"correctness": 0.4, "times": 0.65, "pytorch": 0.85, "others": 1}

# the part of the time that one process may take
MOST = 0.25

# one network is compiled at a time, and once
COMPILING = threading.Lock()


def measured(arguments, at, network, precision, settings, batches, runs, end):
    """A row for each batch size, or one that says why there is none."""
    left = min(end - time.monotonic(), arguments.most)
    if left < 1:
        return [SKIPPED]
    try:
        with COMPILING:
            jar = compiled(FILES.get(network, "resnet"), network, at, precision)
            classes = archive.bench(at, jar, network)
    except Missing as lack:
        return [{"failure": [str(lack)]}]
    with tempfile.TemporaryDirectory() as caches:
        # not in the folder of the jars: the argument file makes every jar of the current one a module
        result = started(at, [
            f"-Dtornado.device.memory={arguments.memory}", *settings, "-cp", f"{jar}{os.pathsep}{classes}", "DeviceBench",
            f"{package(network)}.{network}", batches, runs, GAINS.get(network, 2)], classes, caches, left)
    rows = rows_of(result)
    if result.returncode == TIME_OVER:
        return [*rows, SKIPPED]
    if result.returncode != 0 or not rows:
        trace = [line for line in result.stderr.splitlines() if not line.startswith(("\t", "WARNING"))]
        return [*rows, {"failure": trace[-3:] or [f"it ended with {result.returncode}"]}]
    return rows


def correctness(arguments, at, end):
    """That networks are right, several at a time where there are processors for it."""
    def row(network, backend, path):
        known = {"network": network, "path": f"bb {path}", "backend": backend, "batch": 1}
        settings = paths.settings(backend, path)
        found = measured(arguments, at, network, "fp32", settings, 1, arguments.checks, end)[0]
        if "skipped" not in found:
            known["agrees"] = found.get("distance", math.inf) <= paths.TOLERANCES[path]
        return known | found

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        waiting = [pool.submit(row, network, backend, path)
                   for network in arguments.networks.split(",") for backend in at.backends
                   for path in paths.of(backend) if path in paths.TOLERANCES]
        for done in concurrent.futures.as_completed(waiting):
            yield done.result()


def times(arguments, at, wanted, end):
    """How long the network takes on each path, alone on the machine."""
    for precision, path in wanted:
        for backend in at.backends:
            if path in paths.of(backend):
                known = {"path": f"bb {path}", "precision": precision, "backend": backend}
                for row in measured(arguments, at, arguments.network, precision, paths.settings(backend, path),
                                    arguments.batches, arguments.runs, end):
                    yield known | row


def pytorch(arguments, at, end):
    for path in ("eager", "compile"):
        left = end - time.monotonic()
        known = {"path": f"pytorch {path}"}
        if left < 1:
            yield known | SKIPPED
            continue
        try:
            result = run([arguments.python, HERE / "pytorch_resnet50.py", "--path", path, "--batches",
                          arguments.batches, "--runs", arguments.runs], limit=left)
        except OSError as failure:
            yield known | {"failure": [str(failure)]}
            continue
        yield from (known | row for row in rows_of(result))
        if result.returncode == TIME_OVER:
            yield known | SKIPPED
        elif result.returncode != 0:
            yield known | {"failure": result.stderr.strip().splitlines()[-1:]}


def per_image(row):
    if "median_ms" in row:
        row["ms_per_image"] = round(row["median_ms"] / row["batch"], 4)
    return row


def measure(arguments, at, report):
    begin = time.monotonic()
    steps = {
        "correctness": ("correctness", correctness),
        "times": ("times", functools.partial(times, wanted=paths.FIRST)),
        "pytorch": ("times", pytorch),
        "others": ("times", functools.partial(times, wanted=paths.LATER))}
    for step in arguments.steps.split(","):
        part, rows = steps[step]
        for row in rows(arguments, at, end=begin + 60 * arguments.minutes * STEPS[step]):
            report.add(part, say(per_image(row)))


def wanted(arguments):
    """The arguments, with what was not stated, checked."""
    short = arguments.minutes < math.inf or arguments.prepare
    for name, value in (REHEARSAL if arguments.rehearse else SHORT if short else LONG).items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)
    for names, known in ((arguments.networks, LONG["networks"].split(",")), (arguments.steps, STEPS)):
        strange = [name for name in names.split(",") if name not in known]
        if strange:
            raise Missing(f"there is no {', '.join(strange)}; there are {', '.join(known)}")
    arguments.allow_cpu |= arguments.rehearse
    arguments.checks = min(arguments.runs, 3)
    arguments.most = 60 * arguments.minutes * MOST
    if arguments.jobs is None:
        arguments.jobs = max(1, (os.cpu_count() or 1) // 4) if short else 1
    return arguments


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output",
                        help="the file to write, - for standard output; results/CARD-DATE.json unless stated")
    parser.add_argument("--minutes", type=float, default=math.inf,
                        help="measure for so long, the most telling first: five networks, then ResNet-50 at batches of "
                        "1, 8 and 32; what does not fit is `skipped`")
    parser.add_argument("--prepare", metavar="DIR", help="compile only, into DIR and DIR.tar.xz, which another machine measures")
    parser.add_argument("--prepared", metavar="FILE", help="the archive that --prepare made: networks, SDK and Java")
    parser.add_argument("--allow-cpu", action="store_true", help="measure even without a GPU: a dry run")
    parser.add_argument("--rehearse", action="store_true",
                        help="a dry run of all steps, with batches of 1 and 2 and as few runs")
    parser.add_argument("--steps", default=",".join(STEPS), help=f"of {','.join(STEPS)}; all unless stated")
    parser.add_argument("--jobs", type=int, help="networks to check at once; a quarter of the processors with "
                        "--minutes, else 1, which leaves their times alone")
    parser.add_argument("--batches")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--network", default="ResNet50", help="a network of resnet.bb; PyTorch's is ResNet-50")
    parser.add_argument("--networks", help="those of the list to compare with the CPU engine; all unless stated")
    parser.add_argument("--memory", default="16GB", help="device memory that TornadoVM may use")
    parser.add_argument("--tornadovm", help="the SDK; else TORNADOVM_HOME, else SDKMAN's place")
    parser.add_argument("--python", default=sys.executable, help="a Python that has PyTorch")
    return parser.parse_args()


def main():
    arguments = wanted(parsed())
    if arguments.prepare:
        return archive.prepare(arguments, FILES)
    if not arguments.allow_cpu and run(["nvidia-smi", "-L"] if has("nvidia-smi") else ["false"]).returncode != 0:
        raise Missing("there is no GPU of NVIDIA (`nvidia-smi -L`); `--allow-cpu` makes a dry run")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        if arguments.prepared:
            at, facts = archive.unpacked(arguments.prepared, folder)
        else:
            home, facts = sdk(arguments), doctor(arguments)
            at = archive.Place(home, java(facts), folder, backends(home))
        report = Report(arguments.output, {
            "card": card(), "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "dry_run": arguments.allow_cpu, "jobs": arguments.jobs, "machine": facts})
        measure(arguments, at, report)
        report.tuned(folder)
    return 0 if report.agrees() else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as lack:
        print(f"nothing was measured: {lack}", file=sys.stderr)
        sys.exit(2)
