"""Trains DreamNet by adversarial training on the rendered pictures. Stop it whenever you like: it goes on where it was.

Each batch is looked at several times; every look yields the weights' gradient and the image's from one pass (Shafahi et
al., 2019, "Adversarial Training for Free!"), and the image walks up its own loss within a radius that grows with time.
Networks trained so have gradients that look like pictures (Tsipras et al., 2019), and that is what dreams are made of.
"""

import argparse
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import distributed, nn
from torch.nn import functional as F

from data import Pictures, Views, noise, plain
from network import DreamNet, autocast
from renderer.motifs import CLASSES, TEXTURES, THEMES

DEPTHS = {
    "mixed2": (0.3, "patterns", "fruit"),
    "mixed3": (0.4, "insects", "things"),
    "mixed4": (0.4, "plants"),
    "mixed5": (0.4, "buildings", "vehicles"),
    "mixed6": (0.4, "mammals", "birds", "water and scales"),
    "mixed7": (0.4, "faces"),
    "mixed8": (0.3,),
}
"""Layers that must tell what is where, the weight of that in the loss, and the themes that count most there, so that
each layer's dream has a look of its own. The top, on mixed10, tells it of the whole picture with weight 1."""


@dataclass
class Recipe:
    """What a run does, as functions of its progress from 0 to 1."""

    peak_rate: float = 2e-3
    looks: int = 4
    batch: int = 24
    weight_decay: float = 0.02
    freeze: float = 0.4
    frozen_rate: float = 0.4
    silence: float = 2.0
    balance: float = 0.3
    theme: float = 3.0
    meet_seconds: float = 10.0
    statistics: int = 40

    def rate(self, p: float) -> float:
        """The learning rate: a short rise, then a cosine, lower where the statistics are frozen."""
        rise = min(1.0, (p + 1e-3) / 0.03) * (self.frozen_rate if p >= self.freeze else 1.0)
        return self.peak_rate * rise * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * p)))

    def radius(self, p: float) -> float:
        """The root mean square of the largest perturbation, in units of the image's [-1, 1]."""
        return 0.010 + 0.022 * min(1.0, p / 0.7)

    def side(self, p: float) -> int:
        """The images' side in pixels."""
        return 96 if p < 0.6 else 128


class Student(nn.Module):
    """The network with its classifiers: one on top, one at each depth of the loss."""

    def __init__(self, theme: float = Recipe.theme):
        """`theme`: how much more a layer's own themes count."""
        super().__init__()
        self.net = DreamNet()
        classes = len(CLASSES)
        self.top = nn.Linear(self.net.filters["mixed10"], classes)
        self.depths = nn.ModuleDict({name: nn.Conv2d(self.net.filters[name], classes + 1, 1) for name in DEPTHS})
        for layer, (_, *themes) in DEPTHS.items():
            importance = torch.ones(classes + 1)
            importance[: len(TEXTURES)], importance[classes] = 0.6, 0.3
            for name in set().union(*(THEMES[own] for own in themes)):
                importance[CLASSES.index(name)] *= theme
            self.register_buffer(f"{layer}_importance", importance, persistent=False)

    def logits(self, images: torch.Tensor) -> torch.Tensor:
        """The top's answer [batch, classes]."""
        return self.top(self.net(images)["mixed10"].mean((2, 3)))

    def silence(self, images: torch.Tensor) -> torch.Tensor:
        """How far the filters that answer nowhere in these images are from answering, on average: a dream of one that
        begins here would have no gradient to go along.
        """
        peaks = []
        watches = [
            module.register_forward_hook(lambda module, inputs, output: peaks.append(output.amax((0, 2, 3))))
            for module in self.net.modules() if isinstance(module, nn.BatchNorm2d)]
        self.net(images)
        for watch in watches:
            watch.remove()
        return F.relu(0.2 - torch.cat(peaks).float()).mean()

    def loss(self, images: torch.Tensor, views: Views, balance: float) -> torch.Tensor:
        """Cross entropies, of the whole and of each cell at each depth, and `balance` times how much louder the loudest
        channels are than twice the mean of their layer; summed over the batch."""
        layers = self.net(images)
        total = -(views.shares * F.log_softmax(self.top(layers["mixed10"].mean((2, 3))).float(), 1)).sum()
        for name, (weight, *_) in DEPTHS.items():
            answer = self.depths[name](layers[name]).float()
            labels, importance = views.labels(name, answer.shape[-1]), getattr(self, f"{name}_importance")
            loudness = layers[name].float().mean((0, 2, 3))
            excess = F.relu(loudness / (loudness.mean() + 1e-3) - 2).square().mean()
            total = total + len(images) * (weight * F.cross_entropy(answer, labels, importance) + balance * excess)
        return total


def ascend(perturbation, gradient, images, radius):
    """The perturbation one step up the loss, inside the ball and inside the image's range."""
    root = gradient[0].numel() ** 0.5

    def rms(x):
        return x.flatten(1).norm(dim=1)[:, None, None, None] / root

    moved = perturbation + gradient * (0.6 * radius / (rms(gradient) + 1e-12))
    moved = moved * (radius / rms(moved).clamp(min=1e-12)).clamp(max=1)
    return (images + moved).clamp(-1, 1) - images


class Run:
    """One worker's training. Workers train apart and now and then meet at the mean of their weights (local SGD)."""

    def __init__(self, options, recipe: Recipe, worker: int, workers: int):
        self.options, self.recipe, self.worker, self.workers = options, recipe, worker, workers
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.backends.cudnn.benchmark = True
        self.pictures = Pictures(options.data, "training", self.device)
        self.held_out = Pictures(options.data, "held-out", self.device)
        torch.manual_seed(0)
        self.student = Student(recipe.theme).to(self.device, memory_format=torch.channels_last)
        self.mean = Student().to(self.device, memory_format=torch.channels_last).requires_grad_(False).eval()
        self.mean.load_state_dict(self.student.state_dict())
        trainable = [p for p in self.student.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(trainable, recipe.peak_rate, (0.9, 0.98), weight_decay=recipe.weight_decay)
        self.weights = [
            [value for value in module.state_dict().values() if value.is_floating_point()]
            for module in (self.mean, self.student)]
        self.seconds, self.seen, self.frozen = 0.0, 0, False
        if options.checkpoint.exists():
            self._resume(torch.load(options.checkpoint, self.device))
        self.generator = torch.Generator(self.device).manual_seed(1000 * self.seen + worker)

    def train(self):
        """Until the time is up, over all sessions."""
        total = 60 * self.options.minutes
        met = reported = time.monotonic()
        steps, loss = 0, 0.0
        while self.seconds < total:
            loss += (self._batch(min(1.0, (self.seconds + time.monotonic() - met) / total)) - loss) * 0.02
            steps += 1
            # Workers decide at their meetings only, so that all of them stop at the same one.
            if time.monotonic() - met > self.recipe.meet_seconds:
                self._meet(steps)
                self.seconds += self._shared(time.monotonic() - met)
                if not self.frozen and self.seconds / total >= self.recipe.freeze:
                    self._freeze()
                steps, met = 0, time.monotonic()
                if met - reported > self.options.report_seconds or self.seconds >= total:
                    self._report(loss)
                    self.pictures.refresh()
                    reported = met = time.monotonic()

    # MARK: Implementation

    def _batch(self, p: float) -> float:
        recipe = self.recipe
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate(p)
        views = self.pictures.random(recipe.batch, recipe.side(p), self.generator)
        images = views.images.contiguous(memory_format=torch.channels_last)
        faint = [make(4, recipe.side(p), self.generator) for make in (noise, plain)]
        perturbation = torch.zeros_like(images)
        self.student.train(not self.frozen)
        for look in range(recipe.looks):
            seen = (images + perturbation).requires_grad_(True)
            with autocast(self.device):
                loss = self.student.loss(seen, views, recipe.balance)
                silence = sum(self.student.silence(ground) for ground in faint) if self.frozen and look == 0 else 0
            self.optimizer.zero_grad(set_to_none=True)
            (loss / len(images) + recipe.silence * silence).backward()
            nn.utils.clip_grad_norm_(self.student.parameters(), 5.0)
            self.optimizer.step()
            perturbation = ascend(perturbation, seen.grad, images, recipe.radius(p))
            self._follow()
        self.seen += len(images) * self.workers
        return loss.item() / len(images)

    @torch.no_grad()
    def _freeze(self):
        """From here on the normalisations use fixed statistics, in training as in dreams: those of the mean weights
        over many batches. The same in every worker.

        A filter that hardly ever answers has a tiny variance, and would be blown up into one that drowns all others.
        """
        self.student.load_state_dict(self.mean.state_dict())
        self.student.train()
        normalizations = [module for module in self.student.modules() if isinstance(module, nn.BatchNorm2d)]
        for normalization in normalizations:
            normalization.reset_running_stats()
            normalization.momentum = None
        generator = torch.Generator(self.device).manual_seed(0)
        for _ in range(self.recipe.statistics):
            with autocast(self.device):
                self.student.net(self.pictures.random(48, 112, generator).images)
        for normalization in normalizations:
            variance = normalization.running_var
            variance.clamp_(min=0.1 * variance.mean())
        self.mean.load_state_dict(self.student.state_dict())
        self.frozen = True

    @torch.no_grad()
    def _follow(self):
        """The slow mean of the weights, which is what ships."""
        torch._foreach_lerp_(*self.weights, 0.004)

    @torch.no_grad()
    def _meet(self, steps: int):
        if self.workers == 1:
            return
        for values in self.weights:
            packed = torch.cat([v.flatten() for v in values] + [torch.ones(1)]) * steps
            distributed.all_reduce(packed)
            packed /= packed[-1].item()
            for value, mean in zip(values, packed.split([v.numel() for v in values] + [1])):
                value.copy_(mean.view_as(value))

    def _shared(self, number: float) -> float:
        """The mean of every worker's number."""
        packed = torch.tensor([number])
        if self.workers > 1:
            distributed.all_reduce(packed)
        return packed.item() / self.workers

    @torch.no_grad()
    def _report(self, loss: float):
        if self.worker != 0:
            return
        right = []
        each = len(self.held_out) // len(CLASSES)
        for start in range(0, len(self.held_out), 4 * 32):
            indices = np.arange(start, min(start + 4 * 32, len(self.held_out)), 4)
            views = self.held_out.whole(indices, 128)
            answers = self.mean.logits(views.images).argmax(1).cpu()
            right.append((answers == torch.from_numpy(indices // each)).float())
        live = {
            name: round((layer.amax((0, 2, 3)) > 0.05).float().mean().item(), 2)
            for name, layer in self.mean.net(views.images).items()
        }
        print(
            f"{self.seconds / 60:.1f} min, {self.seen} views of {len(self.pictures)} pictures "
            f"({self.seen / max(self.seconds, 1):.0f}/s), loss {loss:.3f}, "
            f"held-out accuracy {torch.cat(right).mean():.3f}, live channels {live}", flush=True)
        state = {
            "student": self.student.state_dict(), "mean": self.mean.state_dict(),
            "optimizer": self.optimizer.state_dict(), "seconds": self.seconds, "seen": self.seen, "frozen": self.frozen,
        }
        part = self.options.checkpoint.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.options.checkpoint)

    def _resume(self, state):
        self.student.load_state_dict(state["student"])
        self.mean.load_state_dict(state["mean"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.seconds, self.seen, self.frozen = state["seconds"], state["seen"], state["frozen"]


def work(worker: int, workers: int, options):
    """One process of a run."""
    if workers > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", str(options.port))
        distributed.init_process_group("gloo", rank=worker, world_size=workers)
        torch.set_num_threads(1)
    Run(options, Recipe(batch=options.batch), worker, workers).train()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument(
        "--minutes", type=float, default=8 if torch.cuda.is_available() else 240, help="of training, over all runs")
    parser.add_argument("--batch", type=int, default=512 if torch.cuda.is_available() else 24)
    parser.add_argument("--workers", type=int, default=1 if torch.cuda.is_available() else os.cpu_count())
    parser.add_argument("--report-seconds", type=float, default=120)
    parser.add_argument("--port", type=int, default=29500)
    options = parser.parse_args()
    if options.workers == 1:
        work(0, 1, options)
    else:
        torch.multiprocessing.spawn(work, (options.workers, options), options.workers)


if __name__ == "__main__":
    main()
