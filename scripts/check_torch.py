"""Holds what Gradwire writes for PyTorch to PyTorch: every graph of the gallery, every example of every op.

    python3 scripts/check_torch.py [--table docs/pytorch.md] [FILE …]

Writes each document for PyTorch, runs its check.py, and prints a table. Needs a PyTorch (1.13 or newer) and Node; all checks
run in this one process. With files: those documents instead, in both modes. Exit code 1 if one of them fails.
"""

import argparse
import contextlib
import io
import re
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parent.parent
LAST = re.compile(r"max \|Δ\| = (\S+) over (\d+) tensors: (.*)")


def check(folder):
    """The largest |Δ|, the number of tensors, and what is wrong (None for nothing) of one folder."""
    sys.modules.pop("model", None)
    sys.path.insert(0, str(folder))
    printed = io.StringIO()
    trouble = None
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(folder / "check.py"), run_name="__main__")
    except SystemExit as end:
        trouble = None if end.code in (0, None) else str(end.code)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
    finally:
        sys.path.pop(0)
    found = LAST.search(printed.getvalue())
    if found is None:
        return 0.0, 0, trouble or "no last line"
    delta, count, words = found.groups()
    return float(delta), int(count), None if trouble is None and words == "OK" else words


def rows_of(out):
    """By what and mode: the gallery together, examples by the shelf of their op, a file alone."""
    rows = {}
    for program in sorted(out.rglob("check.py"), key=str):
        folder = program.parent
        path = folder.relative_to(out)
        what = "/".join(path.parts[:2]) if path.parts[0] == "ops" else path.parts[0]
        result = check(folder)
        rows.setdefault(what, {}).setdefault(folder.name, []).append(result)
        if result[2] is not None:
            print(f"{path}: {result[2]}", file=sys.stderr)
    return rows


def table(rows):
    lines = [
        f"PyTorch {torch.__version__}. |Δ| is the largest difference over max(1, the largest magnitude of the tensor).",
        "",
        "| what | mode | documents | tensors | max \\|Δ\\| |  |",
        "| --- | --- | --: | --: | --: | --- |",
    ]
    for what, modes in rows.items():
        for mode, results in modes.items():
            worst = max(delta for delta, _, _ in results)
            count = sum(tensors for _, tensors, _ in results)
            wrong = [words for _, _, words in results if words is not None]
            lines.append(
                f"| {what} | {mode} | {len(results)} | {count} | {worst:.1e} | {'; '.join(wrong) or 'OK'} |"
            )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--table", type=Path, help="write the table there, below the words that stand above it")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["node", ROOT / "scripts" / "torchFolders.mjs", out, *arguments.files], check=True)
        rows = rows_of(Path(out))
    text = table(rows)
    print(text)
    if arguments.table is not None:
        known = arguments.table.read_text() if arguments.table.exists() else ""
        before = re.split(r"^PyTorch \d", known, maxsplit=1, flags=re.MULTILINE)[0]
        arguments.table.write_text(f"{before}{text}\n")
    results = [result for modes in rows.values() for found in modes.values() for result in found]
    failed = sum(words is not None for _, _, words in results)
    print(f"\n{len(results)} documents, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
