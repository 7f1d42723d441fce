# ---- Comparing -----------------------------------------------------------------------------------


class Table:
    """What was compared: |Δ| is the largest difference over max(1, largest magnitude)."""

    def __init__(self):
        self.worst, self.count, self.first = 0.0, 0, None

    def head(self, words):
        print(f"\n{words}")

    def row(self, name, got, want):
        delta = distance(got, want)
        self.count += 1
        self.worst = max(self.worst, delta)
        differs = not delta <= TOLERANCE
        if differs and self.first is None:
            self.first = name
        shape = "×".join(map(str, want.shape)) or "scalar"
        print(f"  {name:<40} {shape:>18}  {delta:8.1e}{'  differs' if differs else ''}")


def distance(got, want):
    """|Δ|; infinite where one of both is NaN, or another infinity, and not the other."""
    if got is None:
        got = torch.zeros_like(want)
    if got.shape != want.shape:
        return math.inf
    if want.numel() == 0:
        return 0.0
    got, want = got.detach().double(), want.double()
    alike = (got == want) | (got.isnan() & want.isnan())
    delta = torch.where(alike, torch.zeros_like(want), (got - want).abs())
    delta = delta.nan_to_num(math.inf, math.inf)
    finite = want[want.isfinite()].abs()
    return delta.max().item() / max(1.0, finite.max().item() if finite.numel() else 1.0)


