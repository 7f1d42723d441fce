# ---- Measures of the nodes -----------------------------------------------------------------------


def stored(key, kind):
    """The graph's name of a tensor of the state_dict."""
    return RENAMED.get(key, f"{kind}/{key}")


def param_name(key):
    return stored(key, "param")[len("param/") :]


def measured(model, given, weight, device):
    """Of the share of the first process; gradients as they are for the whole batch."""
    numbers = {stored(key, "param"): p.detach() for key, p in model.named_parameters()}
    numbers.update((stored(key, "buffer"), b.detach()) for key, b in model.named_buffers())
    for name, (tensor, _) in given.items():
        if name.startswith("upstream/"):
            numbers[name] = tensor * weight
        else:
            numbers[f"value/{name}:value"] = tensor
<<seed_gradient>>
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        return measures(numbers)


def add_updates(nodes, before, model):
    """How far the step has moved the params of each node, over how large they were."""
    sums = {}
    for key, p in model.named_parameters():
        if key not in before:
            continue
        name = param_name(key)
        moved = (p.detach() - before[key]).double().square().sum().item()
        size = before[key].double().square().sum().item()
        own = sums.setdefault(name[: name.rindex(".")], [0, 0])
        own[0], own[1] = own[0] + moved, own[1] + size
    for node, (moved, size) in sums.items():
        if size > 0:
            nodes.setdefault(node, {}).update(update=math.sqrt(moved / size), norm=math.sqrt(size))


def finite(nodes):
    return {
        node: {name: x for name, x in own.items() if math.isfinite(x)}
        for node, own in nodes.items()
    }


# ---- Training ------------------------------------------------------------------------------------


class Learner:
    """One step after the other, over all processes together."""

    def __init__(self, asked, machine):
        self.asked, self.machine = asked, machine
        self.data = Data(asked, machine)
        model = written.<<class>>()
        model = model.to(machine.device, getattr(torch, asked.dtype))
        start = load(FOLDER / "start.safetensors")
        missing, unknown = model.load_state_dict(start, strict=False)
        if unknown or any(not key.endswith("num_batches_tracked") for key in missing):
            sys.exit(f"model.py and start.safetensors hold different tensors: {missing + unknown}")
        for key, p in model.named_parameters():
            p.requires_grad_(param_name(key) not in FROZEN)
        if machine.device.type == "cuda" and machine.world > 1 and not asked.no_sync_bn:
            model = nn.SyncBatchNorm.convert_sync_batchnorm(model)
        put_constants(model, self.data.lasting)
        self.model, self.objective = model, Objective(model)
        learned = {key: p for key, p in model.named_parameters() if p.requires_grad}
        factors = {key: FACTORS.get(param_name(key), 1) for key in learned}
        groups = [{"params": [p], "factor": factors[key]} for key, p in learned.items()]
        self.params, self.optimizer = list(learned.values()), optimizer_for(groups)
        fp16 = asked.amp == "fp16"
        if fp16 and machine.device.type != "cuda":
            sys.exit("--amp fp16 needs a GPU; --amp bf16 runs here, too.")
        self.scaler = torch.cuda.amp.GradScaler() if fp16 else None
        self.course = Course(asked, machine, model, self.optimizer, self.scaler)
        devices = [machine.device.index] if machine.device.type == "cuda" else None
        self.net = self.objective
        if machine.world > 1:
            self.net = DistributedDataParallel(self.objective, devices)

    def autocast(self):
        if self.asked.amp == "none":
            return nullcontext()
        kind = torch.bfloat16 if self.asked.amp == "bf16" else torch.float16
        return torch.autocast(self.machine.device.type, kind)

    def backward(self, given, size, own):
        """Gradients of the whole batch on every process; answers its loss."""
        world, total = self.machine.world, 0.0
        parts = list(parts_of(given, self.asked.accumulate))
        for i, (part, length) in enumerate(parts):
            put_constants(self.model, part)
            # Without data every process has the whole; the mean over processes is that of one.
            share = 1 / world if not FED else (length / size if MEAN else 1) if own > 0 else 0
            last = i == len(parts) - 1
            with nullcontext() if last or world == 1 else self.net.no_sync():
                with self.autocast():
                    loss = self.net(*(part[name] for name in ARGUMENTS))
                # DistributedDataParallel takes the mean over the processes.
                scaled = loss * (share * world)
                (scaled if self.scaler is None else self.scaler.scale(scaled)).backward()
            total += loss.item() * share
        return self.machine.sum(total)[0]

    def step(self, given, size, own, step):
        """Step number `step`, from 1; answers its record for the log."""
        lr = self.asked.lr
        for group in self.optimizer.param_groups:
            group["lr"] = rate(lr * group["factor"], step - 1, self.asked.epochs, self.data.steps)
        self.net.train()
        self.optimizer.zero_grad(set_to_none=True)
        due = self.machine.rank == 0 and self.due(step)
        before, nodes = {}, {}
        if due:
            learned = ((key, p) for key, p in self.model.named_parameters() if p.requires_grad)
            before = {key: p.detach().clone() for key, p in learned}
            weight = own / size if MEAN and FED else 1
            nodes = measured(self.model, given, weight, self.machine.device)
        loss = self.backward(given, size, own)
        if not math.isfinite(loss):
            sys.exit(f"The loss of step {step} is {loss}; choose a smaller --lr.")
        self.update()
        record = {"step": step, "epoch": (step - 1) // self.data.steps + 1, "loss": loss}
        record["lr"] = rate(lr, step - 1, self.asked.epochs, self.data.steps)
        if due:
            add_updates(nodes, before, self.model)
            record["nodes"] = finite(nodes)
        return record

    def due(self, step):
        return self.asked.measure > 0 and (step == 1 or step % self.asked.measure == 0)

    def update(self):
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        clip(self.params)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()

    @torch.no_grad()
    def evaluate(self):
        """Loss and accuracy on the examples held back; each process takes its share."""
        data, held = self.data, self.data.validation
        if held is None:
            return {}
        self.net.eval()
        total, right, counted = 0.0, 0, 0
        chunk = <<chunk>>
        world, rank = (self.machine.world, self.machine.rank) if SHARED else (1, 0)
        for start in range(0, len(held), chunk):
            size = min(chunk, len(held) - start)
            rows = list(range(start + rank, start + size, world))
            if not rows:
                continue
            some = [as_given(tensor[rows], self.machine, data.dtype) for tensor in held.tensors]
            given = dict(zip(FED, some))
            own = torch.tensor(rows, device=self.machine.device) - start
            for name, axis in AXES.items():
                tensor = data.lasting[name]
                given[name] = tensor if axis is None else tensor.index_select(axis, own)
            put_constants(self.model, given)
            with self.autocast():
                loss = self.objective(*(given[name] for name in ARGUMENTS))
            total += loss.item() * (len(rows) if MEAN else data.batch)
<<accuracy>>
        if SHARED:
            total, right, counted = self.machine.sum(total, right, counted)
        found = {"val_loss": total / len(held)}
        if counted:
            found["val_accuracy"] = right / counted
        return found


# What is printed of an epoch.
NAMES = ["epoch_loss", "val_loss", "val_accuracy", "lr"]


def train(asked, machine):
    learner = Learner(asked, machine)
    steps, course = learner.data.steps, learner.course
    asked.measure = max(1, asked.epochs * steps // 50) if asked.measure is None else asked.measure
    log = Log(asked.out / "log.jsonl", machine, course.epoch * steps)
    for epoch in range(course.epoch, asked.epochs):
        # Dropout differs from process to process, and is the same again when an epoch is repeated.
        own = epoch * machine.world + machine.rank + 1
        torch.manual_seed((asked.seed + 1_000_003 * own) % 2**63)
        total, examples = 0.0, 0
        step = epoch * steps
        for given, size, own in learner.data.batches(epoch):
            step += 1
            record = learner.step(given, size, own, step)
            total += record["loss"] * (size if MEAN else learner.data.batch)
            examples += size
            if step % steps == 0:
                record.update(epoch_loss=total / examples, **learner.evaluate())
            log.write(**record)
        course.save(epoch + 1)
        if machine.rank == 0:
            known = [name for name in NAMES if name in record]
            words = "".join(f"  {name} {record[name]:.6g}" for name in known)
            print(f"epoch {epoch + 1}/{asked.epochs}{words}", flush=True)


def asked_for():
    parser = argparse.ArgumentParser(description="Trains model.py.")
    add = parser.add_argument
    add("--epochs", type=int, default=EPOCHS)
    add("--batch-size", type=int, default=BATCH, help="examples of a step, over all processes")
    add("--lr", type=float, default=LR)
    add("--seed", type=int, default=SEED, help="of the order of the examples, and of dropout")
    add("--dtype", choices=["float32", "float64"], default="float32")
    add("--amp", choices=["none", "bf16", "fp16"], default="none", help="mixed precision")
    add("--accumulate", type=int, default=1, help="take each batch in so many parts: less memory")
    add("--no-sync-bn", action="store_true", help="on GPUs: batch norm over each process's share")
    add("--measure", type=int, help="nodes, every so many steps (default: 50 times); 0: never")
    add("--out", type=Path, default=FOLDER, help="folder of all that is written")
    add("--fresh", action="store_true", help="from the first step, though there is a checkpoint")
    asked = parser.parse_args()
    if min(asked.epochs, asked.accumulate) < 1 or (asked.batch_size or 1) < 1:
        parser.error("--epochs, --batch-size and --accumulate are at least 1")
    asked.out.mkdir(parents=True, exist_ok=True)
    return asked


def main():
    asked, machine = asked_for(), Machine()
<<alone>>    train(asked, machine)
    if machine.world > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
