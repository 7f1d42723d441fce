"""Writes tests/reference/svd.json: singular values of matrices of whole numbers, by NumPy (LAPACK) in float64.

Needs NumPy. The matrices are made by the same formula in tests/tensor/svd.long.test.ts. Run: python3 scripts/reference_svd.py
"""

import json
from pathlib import Path

import numpy as np

SIZES = [(1, 7), (7, 1), (3, 5), (5, 3), (16, 16), (10, 90), (200, 8), (64, 64), (129, 150), (300, 260), (4, 2000)]


def entry(i, j, salt):
    """A whole number from −50 to 50 that depends on every bit of its place."""
    x = (i * 73856093 ^ j * 19349663 ^ salt * 83492791) & 0xFFFFFFFF
    x = (x ^ (x >> 13)) * 1274126177 & 0xFFFFFFFF
    return (x ^ (x >> 16)) % 101 - 50


def main():
    cases = []
    for salt, (rows, columns) in enumerate(SIZES):
        matrix = np.array([[entry(i, j, salt) for j in range(columns)] for i in range(rows)], dtype=np.float64)
        values = np.linalg.svd(matrix, compute_uv=False)
        cases.append(
            {
                "rows": rows,
                "columns": columns,
                "salt": salt,
                "frobenius": float(np.linalg.norm(matrix)),
                "values": [float(value) for value in values],
            }
        )
    path = Path(__file__).parent.parent / "tests" / "reference" / "svd.json"
    path.write_text(json.dumps({"source": f"NumPy {np.__version__}, float64", "cases": cases}, indent=1) + "\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
