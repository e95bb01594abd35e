"""Fits the classifier on top anew, on what the finished network makes of clean, whole pictures; the network stays as it is."""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

from data import Pictures
from train import Student


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument("--pictures", type=int, default=12_000)
    parser.add_argument("--steps", type=int, default=400)
    options = parser.parse_args()
    state = torch.load(options.checkpoint, "cpu")
    student = Student().eval()
    student.load_state_dict(state["mean"])
    pictures = Pictures(options.data, "training")
    features, targets = [], []
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for indices in torch.arange(options.pictures).split(48):
            views = pictures.whole(indices.numpy(), 160, "cpu")
            features.append(student.net(views.images)["mixed10"].mean((2, 3)).float())
            targets.append(views.shares())
    features, targets = torch.cat(features), torch.cat(targets)
    before = student.top.weight.detach().clone()
    optimizer = torch.optim.Adam(student.top.parameters(), 1e-3)
    for step in range(options.steps):
        loss = -(targets * F.log_softmax(student.top(features), 1)).sum(1).mean()
        loss = loss + 0.02 * (student.top.weight - before).pow(2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 100 == 0 or step == options.steps - 1:
            print(f"step {step}, loss {loss.item():.4f}", flush=True)
    state["mean"] = student.state_dict()
    torch.save(state, options.checkpoint.with_name("fitted.pt"))


if __name__ == "__main__":
    main()
