# ---- Processes and their shares ------------------------------------------------------------------


class Machine:
    """This process among all of them; torchrun says which it is, or who sets its variables."""

    def __init__(self):
        self.world = int(os.environ.get("WORLD_SIZE", 1))
        self.rank = int(os.environ.get("RANK", 0))
        cuda = torch.cuda.is_available()
        local = int(os.environ.get("LOCAL_RANK", 0))
        self.device = torch.device("cuda", local) if cuda else torch.device("cpu")
        if cuda:
            torch.cuda.set_device(self.device)
        if self.world > 1:
            dist.init_process_group("nccl" if cuda else "gloo")

    def sum(self, *numbers):
        """Over all processes."""
        total = torch.tensor(numbers, dtype=torch.float64, device=self.device)
        if self.world > 1:
            dist.all_reduce(total)
        return total.tolist()

    def share(self, size):
        """How many examples of a batch are this process's: every so many-th of one order."""
        return max(0, (size - self.rank + self.world - 1) // self.world)

    def rows(self, tensor, axis, size):
        """This process's examples of a tensor that follows the batch."""
        own = torch.arange(min(self.rank, size - 1), size, self.world)
        return tensor.index_select(axis, own.to(tensor.device))


def as_given(tensor, machine, dtype):
    return tensor.to(machine.device, dtype if tensor.is_floating_point() else tensor.dtype)


<<redraw>>
def arguments_of(examples, lasting, size, machine):
    """By name what a batch has, and the axis that counts its examples."""
    given = {name: (tensor, 0) for name, tensor in zip(FED, examples)}
    for name, axis in AXES.items():
        tensor = lasting[name]
        given[name] = (tensor if axis is None else machine.rows(tensor, axis, size), axis)
    return given


def parts_of(given, count):
    """The arguments in so many parts, each with its number of examples."""
    chunks = {
        name: [tensor] * count if axis is None else tensor.chunk(count, axis)
        for name, (tensor, axis) in given.items()
    }
    lengths = [len(part) for part in chunks[FED[0]]] if FED else [1]
    for i, length in enumerate(lengths):
        yield {name: parts[i] for name, parts in chunks.items()}, length


def put_constants(model, given):
    """Constants that follow the batch get its examples; no checkpoint holds them."""
    for name, key in CONSTANTS.items():
        path, _, own = key.rpartition(".")
        model.get_submodule(path).register_buffer(own, given[name], persistent=False)


class Data:
    """The examples, and in which order the processes take them."""

    def __init__(self, asked, machine):
        # Another data set: anything that gives the tensors of FED, in that order.
        tensors = load(FOLDER / "data.safetensors")
        self.machine, self.dtype = machine, getattr(torch, asked.dtype)
        self.lasting = {
            name: as_given(tensors[f"lasting/{name}"], machine, self.dtype) for name in AXES
        }
        self.training = self.part(tensors, "training")
        self.validation = self.part(tensors, "validation")
        self.count = len(self.training) if FED else 1
        self.batch = min(asked.batch_size or self.count, self.count)
        if FED and self.batch % machine.world:
            near = max(1, round(self.batch / machine.world)) * machine.world
            words = f"A batch of {self.batch} does not divide into {machine.world} processes"
            sys.exit(f"{words}; --batch-size {near} does.")
        whole, rest = divmod(self.count, self.batch)
        self.steps = whole if rest == 0 or DROP_LAST else whole + 1
        # The sum over all examples does not depend on their order.
        shuffle = SHUFFLE and self.batch < self.count
        # One process has a sampler, too: then a step sees the same batch on any number of them.
        self.sampler = None
        if FED:
            own = (self.training, machine.world, machine.rank, shuffle, asked.seed)
            self.sampler = DistributedSampler(*own)

    def part(self, tensors, name):
        own = [tensors[f"{name}/{fed}"] for fed in FED if f"{name}/{fed}" in tensors]
        return TensorDataset(*own) if own else None

    def batches(self, epoch):
        """The steps of an epoch: what each is given here, its examples, how many of them here."""
        if self.sampler is None:
            yield arguments_of((), self.lasting, 1, self.machine), 1, 1
            return
        self.sampler.set_epoch(epoch)
        loader = DataLoader(self.training, self.batch // self.machine.world, sampler=self.sampler)
        for step, examples in zip(range(self.steps), loader):
            size = min(self.batch, self.count - step * self.batch)
            own = self.machine.share(size)
            # The sampler fills the last batch up with examples of before: they count for nothing.
            some = [as_given(one[: max(1, own)], self.machine, self.dtype) for one in examples]
            yield arguments_of(some, <<lasting>>, size, self.machine), size, own


