"""Fits the classifier on top anew, on what the finished network makes of clean, whole pictures; the network stays."""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

from data import Pictures
from network import autocast
from render import HELD_OUT_EACH
from renderer.scene import SIDE
from train import Student


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument("--pictures", type=int, default=24_000)
    parser.add_argument("--steps", type=int, default=400)
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    state = torch.load(options.checkpoint, device)
    student = Student().to(device).eval()
    student.load_state_dict(state["mean"])

    def look(pictures, count):
        """What the network makes of the first pictures, the means of mixed10, and their shares."""
        with torch.no_grad(), autocast(device):
            views = [pictures.whole(indices, SIDE) for indices in torch.arange(count).split(48)]
            features = [student.net(view.images)["mixed10"].mean((2, 3)).float() for view in views]
        return torch.cat(features), torch.cat([view.shares for view in views])

    pictures = Pictures(options.data, "training", device)
    features, targets = look(pictures, min(options.pictures, len(pictures)))
    held_out = Pictures(options.data, "held-out", device)
    strange, _ = look(held_out, len(held_out))
    right = torch.arange(len(held_out), device=device) // HELD_OUT_EACH
    before = student.top.weight.detach().clone()
    optimizer = torch.optim.Adam(student.top.parameters(), 1e-3)
    for step in range(options.steps):
        loss = -(targets * F.log_softmax(student.top(features), 1)).sum(1).mean()
        loss = loss + 0.02 * (student.top.weight - before).pow(2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 100 == 0 or step == options.steps - 1:
            with torch.no_grad():
                accuracy = (student.top(strange).argmax(1) == right).float().mean().item()
            print(f"step {step}, loss {loss.item():.4f}, held-out accuracy {accuracy:.3f}", flush=True)
    state["mean"] = student.state_dict()
    torch.save(state, options.checkpoint.with_name("fitted.pt"))


if __name__ == "__main__":
    main()
