#!/usr/bin/env python3
"""Compares what bb compiles for TornadoVM with the CPU engine and with PyTorch, on one machine, in one run.

Writes JSON. Ends with 2, and says what is missing, where there is no SDK or no GPU. See README.md.
"""

import argparse
import datetime
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent

# the file, the network in it
NETWORKS = [
    ("resnet", "ResNet18"), ("vgg", "VGG11"), ("googlenet", "GoogLeNet"), ("densenet", "DenseNet121"),
    ("mobilenet_v2", "MobileNetV2"), ("mobilenet_v3", "MobileNetV3Small"),
    ("shufflenet_v2", "ShuffleNetV2_x1_0"), ("efficientnet", "EfficientNetB0"), ("unet", "UNet128"),
    ("vit", "ViTB16"), ("bert", "BertBase"), ("gpt2", "GPT2At64"), ("transformer", "TransformerBase"),
    ("ddpm", "DDPM"), ("mamba", "Mamba130MAt64")]

# what --minutes is for: one of each kind, the shortest first, and as many batches
SHORT = {"networks": "ResNet18,MobileNetV3Small,BertBase,UNet128,DenseNet121", "batches": "1,8,32"}

# of an SDK, what no network needs
NEEDLESS = re.compile(
    r"tornado-(examples|unittests|benchmarks|fuzz|matrices)-|^(lucene|ejml|jmh|junit|hamcrest)-|^examples$")

# what is lent for a while takes files of so many bytes
MOST_BYTES = 64 << 20

# of a JDK, what TornadoVM and networks need
MODULES = ["java.se", "jdk.graal.compiler", "jdk.graal.compiler.management", "jdk.incubator.vector",
           "jdk.internal.vm.ci", "jdk.management", "jdk.unsupported", "jdk.zipfs"]

# Mamba multiplies what it has just computed, so that usual synthetic weights make chaos of it
GAINS = {"Mamba130MAt64": 0.5}

# the exit status of what was ended, and what is said of it
TIME_OVER = 124
SKIPPED = {"skipped": "the time is over"}

# how kernels are written, and the settings that say so
STYLES = {
    "loops": ["-Dbb.tornado.style=parallel", "-Dbb.tornado.libraries=off"],
    "tiled": ["-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=off"],
    "libraries": ["-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=measure"],
    "libraries, TF32": [
        "-Dbb.tornado.style=tiled", "-Dbb.tornado.libraries=measure", "-Dbb.tornado.tf32=true"]}

# further than this from the CPU engine is wrong: what is rounded to fewer bits is not compared
TOLERANCES = {"loops": 1e-4, "tiled": 1e-4, "libraries": 1e-4}


def missing(reason):
    print(f"nothing was measured: {reason}", file=sys.stderr)
    sys.exit(2)


def run(command, limit=None, **options):
    """Ends what takes longer than so many seconds."""
    limit = None if limit == math.inf else limit
    command = [str(part) for part in command]
    try:
        return subprocess.run(command, text=True, capture_output=True, timeout=limit, **options)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, TIME_OVER, "", "the time is over")


def doctor(arguments):
    command = [ROOT / "bbc", "doctor", "--format", "json"]
    if arguments.tornadovm:
        command += ["--tornadovm", arguments.tornadovm]
    found = run(command)
    if found.returncode != 0:
        missing(found.stderr.strip())
    return json.loads(found.stdout)


def prepared_machine(folder):
    """What is known where bbc is not: the Java that is to run."""
    version = run([folder / "java" / "bin" / "java", "-version"]).stderr.splitlines()[0]
    return {"findings": [{"subject": "JDK", "ok": True, "found": f"{version}, {folder / 'java'}"}]}


def java(machine):
    """The Java with which bbc runs."""
    jdk = next(finding["found"] for finding in machine["findings"] if finding["subject"] == "JDK")
    return pathlib.Path(jdk.split(", ", 1)[1]) / "bin" / "java"


def sdk(arguments):
    places = [arguments.tornadovm] if arguments.tornadovm else [
        os.environ.get("TORNADOVM_HOME"), pathlib.Path.home() / ".sdkman/candidates/tornadovm/current"]
    for place in places:
        if place and (pathlib.Path(place) / "tornado-argfile").exists():
            return pathlib.Path(place)
    missing("no TornadoVM SDK; `bbc doctor` says where it was looked for")


def backends(home):
    text = (home / "etc" / "tornado.backend").read_text()
    listed = re.search(r"tornado.backends=(.*)", text).group(1)
    return [name.strip().removesuffix("-backend") for name in listed.split(",")]


def compiled(file, network, home, folder, precision="fp32"):
    """The network's jar, from what was prepared if it is there."""
    jar = folder / f"{network}-{precision}.jar"
    if jar.exists():
        return jar
    result = run([ROOT / "bbc", "compile", ROOT / "examples" / "zoo" / f"{file}.bb", "--network", network,
                  "--target", "tornado", "--precision", precision, "--tornadovm", home, "-o", jar])
    if result.returncode != 0:
        missing(f"{network} does not compile: {result.stderr.strip()}")
    return jar


def launch(arguments, home, backend, settings):
    return [arguments.java, f"@{home / 'tornado-argfile'}", f"-Dbb.tornado.backend={backend}",
            f"-Dtornado.device.memory={arguments.memory}", *settings]


def measured(arguments, home, backend, folder, jar, network, settings, batch, runs):
    classes = bench(arguments, jar, network, folder)
    left = arguments.end - time.monotonic()
    if left < 1:
        return SKIPPED
    # not in the folder of the jars: the argument file makes every jar of the current one a module
    result = run(launch(arguments, home, backend, settings) + [
        "-cp", f"{jar}{os.pathsep}{classes}", "DeviceBench", f"{package(network)}.{network}", batch, runs,
        GAINS.get(network, 2)], cwd=classes, env=environment(arguments), limit=left)
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode == 0 and lines:
        return json.loads(lines[-1])
    if result.returncode == TIME_OVER:
        return SKIPPED
    trace = [line for line in result.stderr.splitlines() if not line.startswith("\t")]
    return {"failure": trace[-3:]}


def environment(arguments):
    """With signal chaining: PoCL takes Java's handler of memory faults away, by which Java finds null."""
    chaining = arguments.java.parent.parent / "lib" / "libjsig.so"
    return os.environ | ({"LD_PRELOAD": str(chaining)} if chaining.exists() else {})


def package(network):
    """Where bbc puts a network, and below it the runtime."""
    return f"bb.models.{network.lower()}"


def bench(arguments, jar, network, folder):
    """The folder with the class of DeviceBench: Java starts no source file with the argument file's options."""
    classes = folder / network / "classes"
    if not classes.exists():
        source = folder / network / "DeviceBench.java"
        source.parent.mkdir(exist_ok=True)
        text = (HERE / "DeviceBench.java").read_text()
        source.write_text(text.replace("import bb.runtime.", f"import {package(network)}.runtime."))
        result = run([arguments.java.with_name("javac"), "-d", classes, "-cp", jar, source])
        if result.returncode != 0:
            missing(f"DeviceBench.java does not compile: {result.stderr.strip()}")
    return classes


def applicable(backend):
    return {path: settings for path, settings in STYLES.items()
            if backend == "cuda" or not path.startswith("libraries")}


def wanted(arguments):
    """Those of the list that were asked for, in that order, each with its file."""
    files = {network: file for file, network in NETWORKS}
    names = arguments.networks.split(",") if arguments.networks else files
    strange = [name for name in names if name not in files]
    if strange:
        missing(f"no network {', '.join(strange)}; there are {', '.join(files)}")
    return [(files[name], name) for name in names]


def correctness(arguments, home, backend, folder):
    for file, network in wanted(arguments):
        jar = compiled(file, network, home, folder)
        for path, settings in applicable(backend).items():
            if path in TOLERANCES:
                row = {"network": network, "path": f"bb {path}", "backend": backend, "batch": 1}
                row.update(measured(arguments, home, backend, folder, jar, network, settings, 1, 3))
                if "skipped" not in row:
                    row["agrees"] = row.get("distance", math.inf) <= TOLERANCES[path]
                yield say(row)


def timings(arguments, home, backend, folder):
    for precision in ("fp32", "fp16"):
        jar = compiled("resnet", arguments.network, home, folder, precision)
        for path, settings in applicable(backend).items():
            for batch in map(int, arguments.batches.split(",")):
                row = {"path": f"bb {path}", "precision": precision, "backend": backend, "batch": batch}
                row.update(measured(arguments, home, backend, folder, jar, arguments.network, settings, batch,
                                    arguments.runs))
                yield say(row)


def pytorch(arguments):
    left = arguments.end - time.monotonic()
    if left < 1:
        return [{"path": "pytorch"} | SKIPPED]
    try:
        result = run([arguments.python, HERE / "pytorch_resnet50.py", "--batches", arguments.batches,
                      "--runs", arguments.runs], limit=left)
    except OSError as failure:
        return [{"path": "pytorch", "failure": [str(failure)]}]
    rows = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    return rows or [{"path": "pytorch", "failure": result.stderr.strip().splitlines()[-1:]}]


def prepare(arguments, home):
    """Compiles here what is measured elsewhere, and packs it with the SDK and a Java."""
    folder = pathlib.Path(arguments.prepare)
    folder.mkdir(parents=True)
    for file, network in wanted(arguments):
        bench(arguments, compiled(file, network, home, folder), network, folder)
    for precision in ("fp32", "fp16"):
        jar = compiled("resnet", arguments.network, home, folder, precision)
        bench(arguments, jar, arguments.network, folder)
    shutil.copytree(home, folder / "sdk", ignore=lambda _, names: [n for n in names if NEEDLESS.search(n)])
    linked = run([arguments.java.with_name("jlink"), "--add-modules", ",".join(MODULES), "--strip-debug",
                  "--no-header-files", "--no-man-pages", "--output", folder / "java"])
    if linked.returncode != 0:
        missing(f"no Java to take along: {linked.stdout.strip()}")
    archive = packed(folder)
    size = archive.stat().st_size
    print(f"{archive}: {size / 2**20:.1f} MiB", file=sys.stderr)
    if size > MOST_BYTES:
        missing(f"{archive} is larger than {MOST_BYTES >> 20} MiB; `--networks` takes fewer")


def packed(folder):
    """All of it in one file, the jars as they are before they are compressed: each has the same runtime."""
    for jar in list(folder.rglob("*.jar")):
        loose = jar.with_suffix(".loose")
        with zipfile.ZipFile(jar) as tight, zipfile.ZipFile(loose, "w") as file:
            for entry in tight.infolist():
                entry.compress_type, content = zipfile.ZIP_STORED, tight.read(entry)
                file.writestr(entry, content)
        loose.replace(jar)
    archive = folder.with_name(folder.name + ".tar.xz")
    with tarfile.open(archive, "w:xz") as file:
        for path in sorted(folder.iterdir(), key=lambda path: path.suffix):
            file.add(path, path.name)
    return archive


def unpacked(archive, folder):
    """The folder that was packed, the SDK's argument file naming where it lies now."""
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    moved(folder / "sdk")
    return folder


def moved(home):
    text = (home / "tornado-argfile.template").read_text().replace("${TORNADOVM_HOME}", str(home))
    (home / "tornado-argfile").write_text(text)


def card(rows):
    """The name of the card; else of what TornadoVM ran on."""
    asked = run(["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"]) if has("nvidia-smi") else None
    if asked and asked.returncode == 0:
        return asked.stdout.splitlines()[0].strip()
    return next((row["device"] for row in rows if "device" in row), "no device")


def result_file(name):
    """A file of its own for each card and day."""
    word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    return folder / f"{word}-{datetime.date.today().isoformat()}.json"


def say(row):
    """Tells who waits how far it is."""
    print(json.dumps(row), file=sys.stderr, flush=True)
    return row


def per_image(row):
    if "median_ms" in row:
        row["ms_per_image"] = round(row["median_ms"] / row["batch"], 4)
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output",
                        help="the file to write, - for standard output; results/CARD-DATE.json unless stated")
    parser.add_argument("--minutes", type=float, help="measure for so long, the most telling first: five networks, "
                        "then ResNet-50 at batches of 1, 8 and 32; what does not fit is `skipped`")
    parser.add_argument("--prepare", metavar="DIR", help="compile only, into DIR and DIR.tar.xz, which another machine measures")
    parser.add_argument("--prepared", metavar="FILE", help="the archive that --prepare made: networks, SDK and Java")
    parser.add_argument("--allow-cpu", action="store_true", help="measure even without a GPU: a dry run")
    parser.add_argument("--batches")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--network", default="ResNet50", help="a network of resnet.bb; PyTorch's is ResNet-50")
    parser.add_argument("--networks", help="those of the list to compare with the CPU engine; all unless stated")
    parser.add_argument("--memory", default="16GB", help="device memory that TornadoVM may use")
    parser.add_argument("--tornadovm", help="the SDK; else TORNADOVM_HOME, else SDKMAN's place")
    parser.add_argument("--python", default=sys.executable, help="a Python that has PyTorch")
    arguments = parser.parse_args()
    arguments.end = time.monotonic() + 60 * arguments.minutes if arguments.minutes else math.inf
    short = SHORT if arguments.minutes or arguments.prepare else {"networks": None, "batches": "1,8,32,128"}
    arguments.networks = arguments.networks or short["networks"]
    arguments.batches = arguments.batches or short["batches"]
    if arguments.prepare:
        home, machine = sdk(arguments), doctor(arguments)
        arguments.java = java(machine)
        return prepare(arguments, home)
    if not arguments.allow_cpu and run(["nvidia-smi", "-L"] if has("nvidia-smi") else ["false"]).returncode != 0:
        missing("there is no GPU of NVIDIA (`nvidia-smi -L`); `--allow-cpu` makes a dry run")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        if arguments.prepared:
            home, machine = unpacked(arguments.prepared, folder) / "sdk", prepared_machine(folder)
        else:
            home, machine = sdk(arguments), doctor(arguments)
        arguments.java = java(machine)
        report = {"card": "", "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                  "dry_run": arguments.allow_cpu, "machine": machine, "correctness": [], "times": []}
        for backend in backends(home):
            report["correctness"] += correctness(arguments, home, backend, folder)
            report["times"] += map(per_image, timings(arguments, home, backend, folder))
    report["card"] = card(report["correctness"] + report["times"])
    report["times"] += map(per_image, pytorch(arguments))
    text = json.dumps(report, indent=2) + "\n"
    if arguments.output == "-":
        sys.stdout.write(text)
    else:
        pathlib.Path(arguments.output or result_file(report["card"])).write_text(text)
    return 0 if all(row.get("agrees", True) for row in report["correctness"]) else 1


def has(program):
    return any((pathlib.Path(folder) / program).exists() for folder in os.environ["PATH"].split(os.pathsep))


if __name__ == "__main__":
    sys.exit(main())
