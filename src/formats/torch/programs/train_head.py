"""Trains model.py on as many processes as it is started on.

<<title>>

    python3 train.py                                    # one process
    torchrun --standalone --nproc_per_node 2 train.py   # two here: nccl on GPUs, else gloo
    torchrun --nnodes 2 --nproc_per_node 8 --rdzv_backend c10d --rdzv_endpoint HOST:PORT train.py

<<does>>
"""

import argparse
import json
import math
import os
import struct
import sys
from contextlib import nullcontext
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

import model as written
from measures import measures

FOLDER = Path(__file__).resolve().parent
EPOCHS, BATCH, LR, SEED = <<epochs>>, <<batch>>, <<lr>>, <<seed>>
SHUFFLE, DROP_LAST = <<shuffle>>, <<drop_last>>
# Inputs that the data feed, and all arguments of Objective in their order.
FED = <<fed>>
ARGUMENTS = <<arguments>>
# Of what every batch has besides, the axis of its examples; None: it has the whole.
AXES = <<axes>>
# Of those what is no argument but a buffer of the model, by its key.
CONSTANTS = <<constants>>
# The loss of a batch is the mean of those of its parts, weighted by examples; else their sum.
MEAN = <<mean>>
# Whether a process may work out its share of a batch without the others' examples.
SHARED = <<shared>>


class Objective(nn.Module):
    """What is made smaller, as a forward pass, to which DistributedDataParallel listens."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(<<signature>>):
<<objective>>

# ---- Optimizer, schedule, clipping ---------------------------------------------------------------

# Factors on the rate by param, where they are not 1.
FACTORS = <<factors>>
# Params that are not learned: their factor is 0, or no gradient reaches them.
FROZEN = <<frozen>>
# Names of the state_dict that are others in the graph.
RENAMED = <<renamed>>

<<optimizer_class>>
def optimizer_for(params):
    return <<optimizer>>


def rate(lr, step, epochs, steps_per_epoch):
    """The learning rate, `step` steps after the first."""
    epoch, steps = step // steps_per_epoch, epochs * steps_per_epoch
    return <<rate>>


<<clip>>


