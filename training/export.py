"""Writes trained weights as ONNX: `python -m training.export WEIGHTS.pt FILE.onnx finder|upright`.

Weights are stored as half floats and widened when the file is loaded, which halves the file and costs no time.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.network import AsShipped, PageFinder, Upright

OPSET = 17
_SMALLEST = 64  # values; shapes and single numbers stay as they are


def export(weights: Path, target: Path, which: str) -> None:
    """Write one network."""
    network = PageFinder() if which == "finder" else Upright()
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    shipped = AsShipped(network, maps=which == "finder").eval()
    shape = (1, 288, 384, 3) if which == "finder" else (4, 128, 128, 1)
    dynamic = {0: "n", 1: "height", 2: "width"} if which == "finder" else {0: "n"}
    buffer = io.BytesIO()
    torch.onnx.export(
        shipped,
        (torch.zeros(shape, dtype=torch.uint8),),
        buffer,
        input_names=["pixels"],
        output_names=["maps" if which == "finder" else "turns"],
        dynamic_axes={"pixels": dynamic},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load_from_string(buffer.getvalue())
    _halve(model)
    model.doc_string = ""
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString())


def _halve(model: onnx.ModelProto) -> None:
    graph = model.graph
    casts = []
    for index, initializer in enumerate(graph.initializer):
        values = numpy_helper.to_array(initializer)
        if values.dtype != np.float32 or values.size < _SMALLEST:
            continue
        stored = initializer.name + "_half"
        graph.initializer[index].CopyFrom(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [initializer_name(stored)], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])


def initializer_name(stored: str) -> str:
    """Return the name that the graph knows a weight by."""
    return stored.removesuffix("_half")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
