"""Learns the low-rank changes of the encoder (LoRA) from questions and the passages that answer them.

A question is read by the changed encoder and compared with the faces as the packaged one reads them; a passage scores
by its best face and its whole text, and the loss is the softmax over all passages. Afterwards questions and faces alike
are read by the changed encoder, which measured better than either way alone (EVALUATION.md). Needs torch.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from index.adapter import Changes
from index.encoder import Vectors
from index.faces import Face

RANK = 16
SHARPNESS = 20.0
"""By how much a difference of one in cosine counts as evidence, in nats."""
TEXT = 0.6
"""How much the whole text counts beside the best face."""
STAY = 1.0
"""How much it costs, in nats, to turn a question's vector by 90 degrees from where the packaged encoder has it."""
EPOCHS, RATE, WARMUP, BATCH, LENGTH = 3, 5e-4, 50, 64, 64
"""Rounds over the questions, the highest step of Adam, steps until it is reached, questions a step, word pieces."""
_GAIN = 2.0
_NONE = -1e4

Told = Callable[[int, int, float], None]
"""Is told the step, of how many, and the mean loss (nats) of the last steps."""


class Example(NamedTuple):
    """A question, the positions of the passages that should answer it and of those that may, and its own face's row."""

    text: str
    right: tuple[int, ...]
    allowed: tuple[int, ...] = ()
    row: int = -1


class LowRank(torch.nn.Module):
    """A linear layer with a change of low rank beside it, which is nothing at first."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.down = torch.nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.up = torch.nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """The layer's output with the change added."""
        out: torch.Tensor = self.linear(hidden) + _GAIN * (hidden @ self.down.T) @ self.up.T
        return out


class Tuner:
    """Learns the changes of one encoder against the vectors of all faces."""

    def __init__(self, faces: Sequence[Face], vectors: Vectors, seed: int = 0) -> None:
        """`vectors` are those of the packaged encoder, one row a face."""
        from sentence_transformers import SentenceTransformer

        from index.encoder import builtin_folder

        torch.manual_seed(seed)
        model = SentenceTransformer(str(builtin_folder()), device="cpu")
        self._transformer: Any = model[0].auto_model.eval()
        self._tokenizer: Any = model.tokenizer
        for parameter in self._transformer.parameters():
            parameter.requires_grad = False
        self._layers = _lowered(self._transformer.encoder, "encoder.")
        self._seed = seed
        self._vectors = torch.from_numpy(np.asarray(vectors, np.float32))
        self._owners = torch.tensor([face.position for face in faces])
        self._untitled = torch.tensor([face.kind != "title" for face in faces])
        self._texts = torch.tensor([row for row, face in enumerate(faces) if face.kind == "text"])

    def tune(
        self, examples: Sequence[Example], told: Told = lambda step, of, loss: None, epochs: int = EPOCHS
    ) -> Changes:
        """Go over the examples `epochs` times; the changes that were learnt."""
        plain = self._plain(examples)
        parameters = [part for layer in self._layers.values() for part in (layer.down, layer.up)]
        adam = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.0)
        steps = epochs * -(-len(examples) // BATCH)
        losses: list[float] = []
        for rows in self._batches(len(examples), epochs):
            step = len(losses)
            for group in adam.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / WARMUP) * (1 - step / steps)
            batch = [examples[row] for row in rows]
            loss = self._loss(batch, plain[rows])
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            adam.step()
            losses.append(loss.item())
            if len(losses) % WARMUP == 0 or len(losses) == steps:
                told(len(losses), steps, float(np.mean(losses[-WARMUP:])))
        return {name: _change(layer) for name, layer in self._layers.items()}

    def first(self, texts: Sequence[str], hidden: Sequence[int] = ()) -> list[int]:
        """The position of the passage that scores best for each question; `hidden` rows are no faces."""
        with torch.no_grad():
            found = [
                self._scores(self._encode(texts[at : at + BATCH]), hidden).argmax(1)
                for at in range(0, len(texts), BATCH)
            ]
        return [int(position) for part in found for position in part]

    def _batches(self, count: int, epochs: int) -> list[list[int]]:
        """The examples' numbers, shuffled anew in each round."""
        draw = np.random.default_rng(self._seed)
        orders = [draw.permutation(count).tolist() for _ in range(epochs)]
        return [order[at : at + BATCH] for order in orders for at in range(0, count, BATCH)]

    def _plain(self, examples: Sequence[Example]) -> torch.Tensor:
        """The questions' vectors before anything was learnt."""
        with torch.no_grad():
            parts = [self._encode([e.text for e in examples[at : at + BATCH]]) for at in range(0, len(examples), BATCH)]
        return torch.cat(parts)

    def _encode(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors of questions."""
        read = self._tokenizer(list(texts), padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        mask = read["attention_mask"]
        hidden = self._transformer(input_ids=read["input_ids"], attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)

    def _scores(self, questions: torch.Tensor, hidden: Sequence[int] = (), own: Sequence[int] = ()) -> torch.Tensor:
        """What every passage scores for each question; a question is not compared with its own face (`own`)."""
        cosines = questions @ self._vectors.T
        usable = self._untitled.unsqueeze(0).repeat(len(questions), 1)
        usable[:, list(hidden)] = False
        for number, row in enumerate(own):
            if row >= 0:
                usable[number, row] = False
        owners = self._owners.unsqueeze(0).expand(len(questions), -1)
        lowest = torch.full((len(questions), len(self._texts)), _NONE)
        best = lowest.scatter_reduce(1, owners, cosines.masked_fill(~usable, _NONE), "amax")
        return SHARPNESS * (best + TEXT * cosines[:, self._texts])

    def _loss(self, batch: Sequence[Example], plain: torch.Tensor) -> torch.Tensor:
        """The mean cost in nats: the right passages are not first, and the vectors left where they were."""
        questions = self._encode([example.text for example in batch])
        scores = self._scores(questions, own=[example.row for example in batch])
        for number, example in enumerate(batch):
            scores[number, list(example.allowed)] = _NONE
        right = torch.stack([torch.logsumexp(scores[i, list(e.right)], 0) for i, e in enumerate(batch)])
        moved = 1 - (questions * plain).sum(1)
        return (torch.logsumexp(scores, 1) - right).mean() + STAY * moved.mean()


def _lowered(module: Any, prefix: str) -> dict[str, LowRank]:
    """Put a change beside every linear layer of a module; the layers by name."""
    found: dict[str, LowRank] = {}
    for name, part in list(module.named_children()):
        if isinstance(part, torch.nn.Linear):
            found[prefix + name] = LowRank(part)
            setattr(module, name, found[prefix + name])
        else:
            found |= _lowered(part, f"{prefix}{name}.")
    return found


def _change(layer: LowRank) -> tuple[Vectors, Vectors]:
    """The two matrices of a layer's change."""
    return layer.down.detach().numpy(), (_GAIN * layer.up.detach()).numpy()
