"""Networks, what they need of an SDK, and a Java, in one file that another machine measures."""

import dataclasses
import pathlib
import re
import shutil
import sys
import tarfile
import zipfile

from machine import Missing, backends, compiled, doctor, java, package, run, sdk

HERE = pathlib.Path(__file__).resolve().parent

# what is lent for a while takes files of so many bytes
MOST_BYTES = 64 << 20

# of an SDK, what no network needs
NEEDLESS = re.compile(
    r"tornado-(examples|unittests|benchmarks|fuzz|matrices)-|^(lucene|ejml|jmh|junit|hamcrest)-|^examples$")

# of a JDK, what TornadoVM and networks need
MODULES = ["java.se", "jdk.graal.compiler", "jdk.graal.compiler.management", "jdk.incubator.vector",
           "jdk.internal.vm.ci", "jdk.management", "jdk.unsupported", "jdk.zipfs"]


@dataclasses.dataclass(frozen=True)
class Place:
    """What is measured, and with what: the SDK, Java, the folder of the networks, the backends of the SDK."""
    home: pathlib.Path
    java: pathlib.Path
    folder: pathlib.Path
    backends: list


def bench(at, jar, network):
    """The folder with the class of DeviceBench: Java starts no source file with the argument file's options."""
    classes = at.folder / network / "classes"
    if not classes.exists():
        source = at.folder / network / "DeviceBench.java"
        source.parent.mkdir(exist_ok=True)
        text = (HERE / "DeviceBench.java").read_text()
        source.write_text(text.replace("import bb.runtime.", f"import {package(network)}.runtime."))
        result = run([at.java.with_name("javac"), "-d", classes, "-cp", jar, source])
        if result.returncode != 0:
            raise Missing(f"DeviceBench.java does not compile: {result.stderr.strip()}")
    return classes


def prepare(arguments, files):
    """Compiles here what is measured elsewhere, and packs it with the SDK and a Java."""
    folder = pathlib.Path(arguments.prepare)
    home = sdk(arguments)
    at = Place(home, java(doctor(arguments)), folder, backends(home))
    folder.mkdir(parents=True)
    for network in arguments.networks.split(","):
        bench(at, compiled(files[network], network, at), network)
    for precision in ("fp32", "fp16"):
        bench(at, compiled(files.get(arguments.network, "resnet"), arguments.network, at, precision), arguments.network)
    shutil.copytree(at.home, folder / "sdk", ignore=lambda _, names: [n for n in names if NEEDLESS.search(n)])
    linked = run([at.java.with_name("jlink"), "--add-modules", ",".join(MODULES), "--strip-debug",
                  "--no-header-files", "--no-man-pages", "--output", folder / "java"])
    if linked.returncode != 0:
        raise Missing(f"no Java to take along: {linked.stdout.strip()}")
    file = packed(folder)
    size = file.stat().st_size
    print(f"{file}: {size / 2**20:.1f} MiB", file=sys.stderr)
    if size > MOST_BYTES:
        raise Missing(f"{file} is larger than {MOST_BYTES >> 20} MiB; `--networks` takes fewer")


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
    """What was packed, the SDK's argument file naming where it lies now; and what is known of the machine."""
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    home, program = folder / "sdk", folder / "java" / "bin" / "java"
    text = (home / "tornado-argfile.template").read_text().replace("${TORNADOVM_HOME}", str(home))
    (home / "tornado-argfile").write_text(text)
    version = run([program, "-version"]).stderr.splitlines()[0]
    facts = {"findings": [{"subject": "JDK", "ok": True, "found": f"{version}, {folder / 'java'}"}]}
    return Place(home, program, folder, backends(home)), facts
