"""What a built program is made of, for the scripts that pack it: its libraries, their packages, its kernelspec."""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
KERNELSPEC = "share/jupyter/kernels/dreamkit"
# The libraries that the program opens by these names when it first needs them; of several names one is enough.
OPENED_LATE = (rb"\0(libcurl\.so\.\d+)(?=\0)", rb"\0(libhdf5_serial\.so\.\d+)(?=\0)")


def output(*command, **options):
    """What a command prints; it has to succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def fail(message):
    """Ends the script with one line that names it."""
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def checked(program):
    """The path of a program, which has to be there."""
    path = Path(program)
    if not path.is_file():
        fail(f"There is no program '{path}'; 'make build' makes it.")
    return path


def version(program):
    """The program's version, as it says itself."""
    return output(program, "--version").split()[1]


def stripped(program):
    """The program's bytes without its symbol table, which is half of them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "dreamkit"
        subprocess.run(["strip", "-o", copy, program], check=True)
        return copy.read_bytes()


def kernelspec(program, *command):
    """The files of the kernelspec, as the program itself installs them, but started by the given command."""
    with tempfile.TemporaryDirectory() as prefix:
        output(program, "install", "--prefix", prefix)
        files = {path.name: path.read_bytes() for path in sorted((Path(prefix) / KERNELSPEC).iterdir())}
    specification = json.loads(files["kernel.json"])
    specification["argv"][:1] = command
    files["kernel.json"] = json.dumps(specification, indent=1, sort_keys=True).encode() + b"\n"
    return files


def opened_late(program):
    """The libraries that the program's header does not name because it opens them itself, by their names."""
    installed = dict(re.findall(r"^\s*(\S+) \([^)]*x86-64[^)]*\) => (/\S+)$", output("/sbin/ldconfig", "-p"), re.M))
    late = {}
    for pattern in OPENED_LATE:
        names = [name.decode() for name in re.findall(pattern, program.read_bytes())]
        name = next((name for name in names if name in installed), None)
        if name is None:
            fail(f"None of {names} is installed here.")
        late[name] = Path(installed[name])
    return late


def package_of(path):
    """The Debian package that a library is from; dpkg may know it under the folder before or after the merge of /usr."""
    for name in (str(path), str(path).removeprefix("/usr"), f"/usr{path}"):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    fail(f"No Debian package owns {path}.")
