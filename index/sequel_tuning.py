"""Learns which passage answers what is asked after another one (`index.sequel`) from known follow-ups. Needs torch."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from index.encoder import Vectors
from index.sequel import Weights

HIDDEN, EPOCHS, RATE, BATCH, DECAY = 192, 12, 1e-3, 256, 0.02
"""Hidden units, rounds over the follow-ups, the highest step of Adam, follow-ups a step, decay of the weights."""
_SMOOTH, _DROP = 0.05, (0.1, 0.2)
_SHARPNESS = 2.5
"""The logarithm of the sharpness at first."""
_KNOWN = (0.4, 0.5, 0.1)
"""How much the text, the questions and the title of a passage say of what it answers, before anything is learnt."""

Rows = NDArray[np.int64]


class FollowUps(NamedTuple):
    """Known follow-ups, a row each.

    Vectors of the turn and of the turn behind the title of the passage before it, and the places of that passage and of
    the one that answers.
    """

    alone: Vectors
    titled: Vectors
    before: Rows
    answer: Rows


class Network(torch.nn.Module):
    """The network of `index.sequel` as it is learnt."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.direct = torch.nn.Linear(2 * size, size, bias=False)
        self.hidden = torch.nn.Linear(4 * size, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, size)
        self.answer = torch.nn.Linear(3 * size, size, bias=False)
        self.sharpness = torch.nn.Parameter(torch.tensor(_SHARPNESS))
        same = torch.eye(size)
        with torch.no_grad():
            self.direct.weight.copy_(torch.cat([same / 2, same / 2], 1))
            self.answer.weight.copy_(torch.cat([share * same for share in _KNOWN], 1))
            self.out.weight.mul_(0.1)

    def forward(self, turn: torch.Tensor, before: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
        """The score of each passage for each turn."""
        read = functional.dropout(torch.cat([turn, before], 1), _DROP[0], self.training)
        inner = functional.dropout(functional.gelu(self.hidden(read), approximate="tanh"), _DROP[1], self.training)
        there = functional.normalize(self.direct(turn) + self.out(inner), dim=1)
        scores: torch.Tensor = torch.exp(self.sharpness) * there @ functional.normalize(self.answer(passages), dim=1).T
        return scores

    def weights(self) -> Weights:
        """What was learnt."""
        found = (self.direct.weight, self.hidden.weight, self.hidden.bias, self.out.weight, self.out.bias)
        matrices = (*found, self.answer.weight, torch.exp(self.sharpness))
        return Weights(*(np.asarray(matrix.detach().numpy(), np.float32) for matrix in matrices))


def learn(known: FollowUps, passages: Vectors, seed: int = 0) -> Weights:
    """The network that was learnt from follow-ups, given what is known of all passages (`described`)."""
    torch.manual_seed(seed)
    all_of_them = torch.from_numpy(passages)
    size = passages.shape[1] // 3
    turns = torch.from_numpy(np.concatenate([known.alone, known.titled], 1))
    before, answer = torch.from_numpy(known.before), torch.from_numpy(known.answer)
    network = Network(size)
    adam = torch.optim.AdamW(network.parameters(), weight_decay=DECAY)
    count = len(turns)
    steps = EPOCHS * -(-count // BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps + 1)
    draw = torch.Generator().manual_seed(seed)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(count, generator=draw), BATCH):
            scores = network(turns[rows], all_of_them[before[rows], : 2 * size], all_of_them)
            loss = functional.cross_entropy(scores, answer[rows], label_smoothing=_SMOOTH)
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
            rate.step()
    return network.weights()
