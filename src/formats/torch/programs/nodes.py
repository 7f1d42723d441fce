# ---- Node by node --------------------------------------------------------------------------------


class Run:
    """A replay under way: tensors by the names of numbers.safetensors."""

    def __init__(self, numbers):
        self.numbers, self.leaves, self.buffers, self.values = numbers, {}, {}, {}

    def given(self, place, key):
        """What stands in the file is the output of a node that works nothing out."""
        self.values[place] = self.leaf(key)
        return self.values[place]

    def leaf(self, key):
        """A tensor that the file holds; a gradient flows to it."""
        if key not in self.leaves:
            tensor = self.numbers[key].clone()
            self.leaves[key] = tensor.requires_grad_() if tensor.is_floating_point() else tensor
        return self.leaves[key]

    def buffer(self, name):
        """What the node keeps from step to step; PyTorch writes into it."""
        return self.buffers.setdefault(name, self.numbers[f"buffer/{name}"].clone())

    def keep(self, place, tensor):
        """The output of a node under its place, as a tensor with a gradient of its own."""
        tensor = tensor.view_as(tensor)
        if tensor.requires_grad:
            tensor.retain_grad()
        elif tensor.is_floating_point():
            tensor = tensor.detach().requires_grad_()
        self.values[place] = tensor
        return tensor

    def keep_all(self, place, tensors):
        return [self.keep(f"{place}[{i}]", tensor) for i, tensor in enumerate(tensors)]

    def gradient(self, name):
        """Of an output or a param."""
        tensor = self.values.get(name, self.leaves.get(f"param/{name}"))
        return None if tensor is None else tensor.grad


def replay(run):
<<replay>>

MASKS = <<masks>>


def check_nodes(numbers, table):
    """Values in the order of the network, gradients in that of the backward pass."""
    run = Run(numbers)
    with masks_of(numbers, MASKS):
        replay(run)
    backward(run.values, numbers)
    table.head("Node by node: values")
    for place, value in run.values.items():
        if not any(value is leaf for leaf in run.leaves.values()):
            table.row(f"value/{place}", value, numbers[f"value/{place}"])
    table.head("Node by node: gradients")
    for name in ORDER:
        if f"grad/{name}" in numbers:
            table.row(f"grad/{name}", run.gradient(name), numbers[f"grad/{name}"])
    if run.buffers:
        table.head("Node by node: buffers after the pass")
    for name, buffer in run.buffers.items():
        table.row(f"buffer_after/{name}", buffer, numbers[f"buffer_after/{name}"])


# Outputs, and behind each node's what it learns, from the target backwards.
ORDER = <<order>>


