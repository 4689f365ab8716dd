"""Writes specs.json: networks that between them use every activation, cost and optimizer, mini-batches, dropout,
residual layers, rounding by hand and a run that overflows. `python3 tests/bits/specs.py` (no packages; seeded)."""

import json
import random
from pathlib import Path

draw = random.Random(20)
ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
OPTIMIZERS = [
    {"kind": "sgd", "learning_rate": 0.1},
    {"kind": "momentum", "learning_rate": 0.1, "momentum": 0.9},
    {"kind": "ema_momentum", "learning_rate": 0.1, "momentum": 0.9},
    {"kind": "nesterov", "learning_rate": 0.05, "momentum": 0.9},
    {"kind": "adagrad", "learning_rate": 0.1, "epsilon": 1e-8},
    {"kind": "adadelta", "learning_rate": 1, "decay": 0.95, "epsilon": 1e-6},
    {"kind": "rmsprop", "learning_rate": 0.01, "decay": 0.9, "epsilon": 1e-6},
    {"kind": "adam", "learning_rate": 0.01, **ADAM},
    {"kind": "adamw", "learning_rate": 0.01, **ADAM, "weight_decay": 0.01},
    {"kind": "amsgrad", "learning_rate": 0.01, **ADAM},
    {"kind": "nadam", "learning_rate": 0.01, **ADAM},
    {"kind": "lion", "learning_rate": 0.01, "beta1": 0.9, "beta2": 0.99},
]
ACTIVATIONS = [
    {"kind": "sigmoid"},
    {"kind": "tanh"},
    {"kind": "relu"},
    {"kind": "leaky_relu", "slope": 0.01},
    {"kind": "rrelu", "lower": 0.1, "upper": 0.3},
    {"kind": "elu", "alpha": 1},
    {"kind": "softplus"},
    {"kind": "gelu"},
    {"kind": "silu"},
    {"kind": "identity"},
]


def matrix(rows, columns, size=1.0):
    return [[round(draw.uniform(-size, size), 6) for _ in range(columns)] for _ in range(rows)]


def layer(n_out, n_in, activation, **more):
    return {"weights": matrix(n_out, n_in), "bias": matrix(1, n_out)[0], "activation": activation, **more}


def case(name, layers, optimizer, samples, cost, targets, iterations=200, **more):
    inputs = matrix(samples, len(layers[0]["weights"][0]), 2.0)
    spec = {"layers": layers, "cost": cost, "optimizer": optimizer, "inputs": inputs, "targets": targets, **more}
    return {"name": name, "iterations": iterations, "spec": spec}


def one_hot(samples, classes):
    return [[1 if column == row % classes else 0 for column in range(classes)] for row in range(samples)]


def cases():
    for number, optimizer in enumerate(OPTIMIZERS):
        activation = ACTIVATIONS[number % len(ACTIVATIONS)]
        hidden = [layer(5, 3, activation), layer(5, 5, activation, residual=True)]
        if number % 2:
            output = layer(3, 5, {"kind": "softmax"})
            yield case(f"{optimizer['kind']}, {activation['kind']}, softmax", [*hidden, output], optimizer, 7,
                       {"kind": "cross_entropy"}, one_hot(7, 3), batch_size=3, seed=number)
        else:
            output = layer(2, 5, {"kind": "sigmoid"})
            yield case(f"{optimizer['kind']}, {activation['kind']}, sigmoid", [*hidden, output], optimizer, 6,
                       {"kind": "lse"}, [[row % 2, 0.25] for row in range(6)])
    layers = [layer(4, 2, {"kind": "tanh"}, dropout=0.5), layer(1, 4, {"kind": "sigmoid"}, train_bias=False)]
    yield case("dropout", layers, OPTIMIZERS[7], 9, {"kind": "cross_entropy"}, [[row % 2] for row in range(9)], batch_size=4, seed=7)
    layers = [layer(2, 3, {"kind": "sigmoid"}), layer(1, 2, {"kind": "sigmoid"})]
    yield case("by hand", layers, OPTIMIZERS[1], 1, {"kind": "lse"}, [[1]], rounding={"digits": 4, "mode": "half_even"})
    layers = [layer(3, 2, {"kind": "identity"}), layer(1, 3, {"kind": "identity"})]
    yield case("overflow", layers, {"kind": "sgd", "learning_rate": 5}, 4, {"kind": "lse", "factor": 1},
               [[5], [-3], [2], [8]], iterations=60, reduction="sum")


text = ",\n".join(json.dumps(one) for one in cases())
(Path(__file__).parent / "specs.json").write_text(f"[\n{text}\n]\n")
