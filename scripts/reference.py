"""Writes the PyTorch numbers that tests/ops.long.test.ts holds the ops to: tests/reference/ops/extra-*.json and tie-*.json,
and those of tests/reference/optimizers and tests/reference/grids.

Needs a PyTorch (1.13 or newer); nothing else in the project does. Every case draws from a generator seeded by its own
place, so that adding one changes no other. Run: python3 scripts/reference.py [file …], e.g. conv tie-pool.
"""

import sys

from reference_cases import attention, conv, grids, loss, norm, optimizers, pointwise, pool, reduce, shape, ties
from reference_cases.book import Book

FILES = {
    "extra-activation": pointwise.activations,
    "extra-maths": pointwise.maths,
    "extra-reduce": reduce.reductions,
    "extra-conv": conv.convolutions,
    "extra-conv-transpose": conv.transposed,
    "extra-pool": pool.pools,
    "extra-norm": norm.norms,
    "extra-linear": attention.linear,
    "extra-attention": attention.attention,
    "extra-shape": shape.shapes,
    "extra-loss": loss.losses,
    "tie-pool": ties.pools,
    "tie-reduce": ties.reductions,
    "tie-pointwise": ties.pointwise,
}


def main(wanted):
    for name, fill in FILES.items():
        if wanted and not any(word in name for word in wanted):
            continue
        book = Book(name)
        fill(book)
        print(f"{name}: {book.write()} cases")
    optimizers.write(wanted)
    grids.write(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
