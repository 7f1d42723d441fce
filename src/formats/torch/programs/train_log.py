# ---- What is written -----------------------------------------------------------------------------


def save(path, tensors):
    """A safetensors file, whole or not at all."""
    header, pieces, at = {"__metadata__": {"format": "pt"}}, [], 0
    codes = {kind: code for code, kind in DTYPES.items()}
    for name, tensor in tensors.items():
        flat = tensor.detach().cpu().flatten()
        raw = bytearray(flat.numel() * flat.element_size())
        if raw:
            torch.frombuffer(raw, dtype=flat.dtype).copy_(flat)
        header[name] = {
            "dtype": codes[flat.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [at, at + len(raw)],
        }
        at += len(raw)
        pieces.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    draft = path.with_suffix(".tmp")
    draft.write_bytes(b"".join([struct.pack("<Q", len(text)), text, *pieces]))
    os.replace(draft, path)


class Log:
    """A line a step, by the first process; what was written behind the checkpoint is dropped."""

    def __init__(self, path, machine, done):
        self.file = None
        if machine.rank > 0:
            return
        kept = []
        if done > 0 and path.exists():
            kept = [row for row in path.read_text().splitlines() if json.loads(row)["step"] <= done]
        path.write_text("".join(f"{row}\n" for row in kept))
        self.file = path.open("a")

    def write(self, **record):
        if self.file is not None:
            self.file.write(json.dumps(record) + "\n")
            self.file.flush()


class Course:
    """How far the training is: what a checkpoint holds, and how it is taken up again."""

    def __init__(self, asked, machine, model, optimizer, scaler):
        self.path = asked.out / "checkpoint.pt"
        self.machine, self.model, self.optimizer, self.scaler = machine, model, optimizer, scaler
        self.epoch = 0
        if asked.fresh or not self.path.exists():
            return
        state = torch.load(self.path, map_location=machine.device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        if scaler is not None and state["scaler"] is not None:
            scaler.load_state_dict(state["scaler"])
        self.epoch = state["epoch"]

    def save(self, epoch):
        self.epoch = epoch
        if self.machine.rank > 0:
            return
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": None if self.scaler is None else self.scaler.state_dict(),
            "epoch": epoch,
        }
        # A stop while it is written leaves the last whole file.
        torch.save(state, self.path.with_suffix(".tmp"))
        os.replace(self.path.with_suffix(".tmp"), self.path)
        save(self.path.with_name("weights.safetensors"), floats_of(self.model.state_dict()))


def floats_of(state):
    """Without the counts of batches, which nothing here needs."""
    return {name: tensor for name, tensor in state.items() if tensor.is_floating_point()}


