def backward(values, numbers):
    """From every place where a gradient enters."""
    entering = {name: numbers.get(f"upstream/{name}") for name in values}
    roots = [name for name, up in entering.items() if up is not None and values[name].requires_grad]
    if roots:
        tensors = [values[name] for name in roots]
        torch.autograd.backward(tensors, [entering[name] for name in roots])


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
