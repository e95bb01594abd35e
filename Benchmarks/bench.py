#!/usr/bin/env python3
"""bench.py [--dreamkit PROGRAM] [--tensorflow PYTHON] [--pytorch PYTHON] [--only PART] [--rounds N] [--whole]: DreamKit beside others.

All work on the same random InceptionV3 weights and the same picture, mixed3 and mixed5, in processes that take turns, so that a slow
minute of the machine meets all. Each figure is the median over the rounds; the memory is the processes' peak; a ratio is the other's
time over DreamKit's. Nothing else should run meanwhile. --whole adds the paper's dreams at full length (some twenty minutes). The
table goes to the standard output, what is under way to the standard error.
"""
import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ["step", "threads", "start", "tiled", "large", "idle"]


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder, self.work = args, folder, folder / "work"
        self.work.mkdir()
        self.peers = {name: python for name, python in (("TensorFlow", args.tensorflow), ("PyTorch", args.pytorch)) if python}
        self.tile_times = []
        self.environment = dict(os.environ, DREAMKIT_CACHE=str(folder / "cache"))
        self.weights = self.make_weights()

    # Running

    def run(self, command):
        """The seconds that a program printed, its whole time, and its peak memory in MB."""
        start = time.perf_counter()
        with open(self.folder / "output", "w+") as output:
            process = subprocess.Popen(command, cwd=self.work, env=self.environment, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            elapsed = time.perf_counter() - start
            output.seek(0)
            lines = output.read().splitlines()
        if status != 0:
            sys.exit("\n".join([*lines[-20:], f"{command[0]} failed."]))
        seconds = [float(line.split()[1]) for line in lines if line.startswith("seconds ")]
        return {"seconds": seconds, "elapsed": elapsed, "memory": usage.ru_maxrss / 1000}

    def ours(self, task, picture, steps=10, runs=1, threads=None):
        values = {"task": task, "weights": self.weights, "picture": picture, "steps": steps, "runs": runs,
                  "thread_count": threads or os.cpu_count()}
        options = [word for name, value in values.items() for word in ("-p", name, str(value))]
        return self.run([self.args.dreamkit, "run", str(HERE / "ours.dream"), *options])

    def theirs(self, peer, task, picture, steps=10, runs=1, threads=None):
        program = HERE / f"{peer.lower()}_peer.py"
        return self.run([self.peers[peer], str(program), task, self.weights, picture, "--steps", str(steps),
                         "--runs", str(runs), "--threads", str(threads or 0)])

    def compare(self, title, task, picture, rounds=None, key=None, tiles=None, **options):
        """One row: all in turns."""
        ours, theirs = [], {peer: [] for peer in self.peers}
        count = rounds or self.args.rounds
        for number in range(count):
            self.tell(f"{title}: round {number + 1} of {count}, DreamKit")
            ours.append(self.ours(task, picture, **options))
            for peer, results in theirs.items():
                self.tell(f"{title}: round {number + 1} of {count}, {peer}")
                results.append(self.theirs(peer, task, picture, **options))
        self.row(title, self.summary(ours, key), [self.summary(results, key) for results in theirs.values()], tiles)

    @staticmethod
    def summary(results, key=None):
        times = [r["elapsed"] for r in results] if key else [s for r in results for s in r["seconds"]]
        return statistics.median(times), max(r["memory"] for r in results)

    # Printing

    def head(self):
        self.line(["", "DreamKit", "a tile", "peak"] + [cell for peer in self.peers for cell in (peer, "peak", "ratio")])
        self.line(["---"] * (4 + 3 * len(self.peers)))

    def row(self, title, ours, theirs=(), tiles=None):
        """One row; `theirs` has the peers' figures in their order, or is empty."""
        if tiles:
            self.tile_times.append(ours[0] / tiles)
        cells = [title, f"{ours[0]:.3f} s", f"{ours[0] / tiles:.3f} s" if tiles else "", f"{ours[1]:.0f} MB"]
        for seconds, memory in theirs:
            cells += [f"{seconds:.3f} s", f"{memory:.0f} MB", f"{seconds / ours[0]:.2f}"]
        self.line(cells + [""] * (4 + 3 * len(self.peers) - len(cells)))

    def line(self, cells):
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        print("| " + " | ".join(cells) + " |", flush=True)

    @staticmethod
    def tell(text):
        """Says what is under way: in one line of a terminal, else in a line of its own."""
        print(f"\r\033[K{text}" if sys.stderr.isatty() else text, end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)

    # What is measured

    def step(self):
        """The paper's hundred steps of section 3.1, after one run that measures and prepares."""
        picture = self.picture(500, 333)
        self.ours("step", picture)
        self.compare("a step at 500×333", "step", picture, steps=100)

    def threads(self):
        self.compare("the same on one thread", "step", self.picture(500, 333), steps=5, threads=1)

    def start(self):
        """Process start to the first picture, which is written; the first time nothing is prepared yet."""
        picture = self.picture(500, 333)
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        first = self.ours("start", picture)
        self.row("start to first picture, first time", (first["elapsed"], first["memory"]))
        self.compare("start to first picture, later", "start", picture, key="elapsed")

    def tiled(self):
        for title, width, height, tiles, steps in [("tiled step at 1125×750", 1125, 750, 2, 4), ("2 megapixels", 1732, 1155, 6, 2),
                                                   ("4 megapixels", 2449, 1633, 12, 1), ("8 megapixels", 3464, 2309, 24, 1)]:
            self.compare(f"{title}, {tiles} tiles", "tiled", self.picture(width, height), steps=steps, tiles=tiles,
                         rounds=min(self.args.rounds, 3))

    def large(self):
        """One step of `dream` in tiles of 500×500, which cover every pixel; then how the time of a tile has grown since one megapixel."""
        self.tell("24 megapixels: DreamKit")
        result = self.ours("cover", self.picture(6000, 4000))
        self.row("24 megapixels (6000×4000), every pixel, 96 tiles of 500×500", (result["seconds"][0], result["memory"]), tiles=96)
        if len(self.tile_times) > 1:
            growth = max(self.tile_times) / min(self.tile_times) - 1
            self.line(["slowest tile over fastest, 1 to 24 megapixels", "", f"+{100 * growth:.0f} %", ""] + ["", "", ""] * len(self.peers))

    def dreams(self):
        picture = self.picture(500, 333)
        for section in ("3.1", "3.2", "3.3"):
            self.compare(f"the whole of section {section}", section, picture, rounds=1)

    def idle(self):
        """Thirty kernels that have computed a gradient and wait: what they take together, shared pages counted once."""
        from jupyter_client.manager import start_new_kernel

        picture = self.picture(500, 333)
        code = (f"base_model = InceptionV3(weights={self.weights!r})\n"
                "m = Model(outputs=[base_model.get_layer(n).output for n in ['mixed3', 'mixed5']])\n"
                f"loss, g = gradient(preprocess_input(load({picture!r})), m)\n")
        kernels = []
        try:
            for number in range(30):
                self.tell(f"idle kernels: {number + 1} of 30")
                kernels.append(start_new_kernel(kernel_name="dreamkit", env=self.environment))
                reply = kernels[-1][1].execute(code, reply=True, timeout=60)
                if reply["content"]["status"] != "ok":
                    sys.exit("\n".join(reply["content"]["traceback"]))
            time.sleep(1)
            total = sum(self.proportional_set_size(manager.provisioner.pid) for manager, _ in kernels)
        finally:
            for manager, client in kernels:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
        self.line(["thirty kernels with the network loaded, idle", "", "", f"{total:.0f} MB together"] + ["", "", ""] * len(self.peers))

    @staticmethod
    def proportional_set_size(pid):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
        return 0

    # Materials

    def make_weights(self):
        path = HERE.parent / ".parity" / "random.h5"
        if not path.exists():
            sys.exit(f"{path} is missing: run `make bench`, which makes it.")
        return str(path)

    def picture(self, width, height):
        """DreamKit's own picture at a size, made once."""
        name = f"picture-{width}x{height}.png"
        if not (self.folder / name).exists():
            self.tell(f"drawing a picture of {width}×{height} pixels")
            script = self.folder / "picture.dream"
            script.write_text(f"save(sample_image({width}, {height}, seed=7), {str(self.folder / name)!r})\n")
            self.run([self.args.dreamkit, "run", str(script)])
        return str(self.folder / name)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    return f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}, {time.strftime('%Y-%m-%d')}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dreamkit", default=str(HERE.parent / ".build/release/dreamkit"))
    parser.add_argument("--tensorflow", default="", help="a Python with TensorFlow; without it TensorFlow is left out")
    parser.add_argument("--pytorch", default="", help="a Python with PyTorch; without it PyTorch is left out")
    parser.add_argument("--only", choices=PARTS + ["dreams"], action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--whole", action="store_true")
    args = parser.parse_args()
    args.dreamkit = os.path.abspath(args.dreamkit)
    args.tensorflow, args.pytorch = (os.path.abspath(path) if path else "" for path in (args.tensorflow, args.pytorch))
    print(machine() + "\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, Path(folder))
        bench.head()
        for part in args.only or PARTS + (["dreams"] if args.whole else []):
            getattr(bench, part)()


if __name__ == "__main__":
    main()
