"""PyTorch sur processeur : Adam par défaut, foreach et fused ; torch.compile s'il y a un compilateur C++.

Compiler prend dix à vingt secondes par réseau et par type : on ne le fait qu'en float32, le type habituel de PyTorch.
"""

import itertools
import shutil
import time

import torch
from torch import nn

from rivals.laps import BACKWARD, BATCH, FORWARD, START, UPDATE

VARIANTS = {"défaut": {}, "foreach": {"foreach": True}, "fused": {"fused": True}}


def epochs(problem):
    """Les seuls produits, puis une époque par variante d'Adam, et la même compilée."""
    made = {"plancher, PyTorch": _floor(problem)}
    made |= {f"PyTorch, {name}": _epoch(problem, options) for name, options in VARIANTS.items()}
    if problem.X.dtype == "float32" and (shutil.which("c++") or shutil.which("g++")):
        made["PyTorch, compile"] = _epoch(problem, VARIANTS["fused"], compiled=True)
    return made


def lapped_epochs(problem):
    """Une époque de la variante la plus rapide sur les petits réseaux, dont les étapes sont chronométrées."""
    return {"PyTorch, fused": _epoch(problem, VARIANTS["fused"])}


def _floor(problem):
    weights = [torch.from_numpy(W) for W, _ in problem.layers(problem.theta.copy())]
    gradients = [torch.empty_like(W) for W in weights]
    rows = torch.from_numpy(problem.X[: problem.case.batch])
    activations = [rows.T, *(torch.ones((len(W), len(rows)), dtype=rows.dtype) for W in weights)]
    deltas = [None, *(A.clone() for A in activations[1:])]

    @torch.no_grad()
    def epoch():
        start = time.perf_counter()
        for _ in range(problem.case.steps):
            for l, W in enumerate(weights):
                torch.mm(W, activations[l], out=activations[l + 1])
            for l in range(len(weights) - 1, -1, -1):
                torch.mm(deltas[l + 1], activations[l].T, out=gradients[l])
                if l > 0:
                    torch.mm(weights[l].T, deltas[l + 1], out=deltas[l])
        return time.perf_counter() - start, None

    return epoch


def _epoch(problem, options, compiled=False):
    X, Y = torch.from_numpy(problem.X), torch.from_numpy(problem.Y)
    order, size = torch.from_numpy(problem.order), problem.case.batch
    net = _network(problem)
    loss_of = nn.BCEWithLogitsLoss()

    def cost(x, y):
        return loss_of(net(x), y)

    if compiled:
        torch._dynamo.reset()
        cost = torch.compile(cost)
        cost(X[:size], Y[:size]).backward()

    def epoch(lap=lambda stage: None):
        _restart(net, problem)
        optimizer, total = torch.optim.Adam(net.parameters(), lr=1e-3, **options), 0.0
        start = time.perf_counter()
        lap(START)
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            x, y = X[batch], Y[batch]
            lap(BATCH)
            loss = cost(x, y)
            lap(FORWARD)
            optimizer.zero_grad()
            loss.backward()
            lap(BACKWARD)
            optimizer.step()
            lap(UPDATE)
            total += loss.item()
        return time.perf_counter() - start, total / problem.case.steps

    return epoch


def _network(problem):
    dtype = torch.from_numpy(problem.X).dtype
    layers = [nn.Linear(a, b, dtype=dtype) for a, b in itertools.pairwise(problem.case.layer_dims)]
    return nn.Sequential(*[module for layer in layers for module in (layer, nn.ReLU())][:-1])


@torch.no_grad()
def _restart(net, problem):
    linear = [module for module in net if isinstance(module, nn.Linear)]
    for layer, (W, b) in zip(linear, problem.layers(), strict=True):
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
