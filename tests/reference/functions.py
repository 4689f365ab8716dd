"""Reference values for tests/num_accuracy.rs: python3 functions.py [points for each function] > functions.txt

Made with mpmath 1.3.0 on Python 3.11. A line is "function x y remainder": x and y are the bits of doubles in
hexadecimal, y the true value rounded to nearest, even; remainder is what the true value exceeds y by, in thousandths
of a unit in the last place of y (2^-1074 for subnormal y).
"""
import math
import random
import struct
import sys

from mpmath import exp, expm1, floor, frexp, ldexp, log, log1p, mp, mpf, tanh

mp.prec = 400
EXACT = {
    "exp": exp,
    "expm1": expm1,
    "ln": log,
    "ln1p": log1p,
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "softplus": lambda x: log1p(exp(x)),
    "tanh": tanh,
}


def rounded(value):
    """(nearest double, remainder in thousandths of its unit in the last place)"""
    exponent = max(frexp(value)[1] - 53, -1074)
    scaled = ldexp(value, -exponent)
    whole = floor(scaled)
    rest = scaled - whole
    if rest > 0.5 or (rest == 0.5 and int(whole) % 2):
        whole += 1
    y = math.ldexp(int(whole), exponent)
    return y, int(mp.nint((scaled - whole) * 1000))


def uniform(low, high):
    return lambda: random.uniform(low, high)


def scale(low, high):
    """Log-uniform in 2^low .. 2^high, either sign."""
    return lambda: random.choice((-1, 1)) * math.ldexp(random.uniform(1, 2), random.randint(low, high))


def positive(low, high):
    return lambda: math.ldexp(random.uniform(1, 2), random.randint(low, high))


def near(centres, width):
    """A few units in the last place beside a centre."""
    def draw():
        x = random.choice(centres)
        for _ in range(random.randint(0, width)):
            x = math.nextafter(x, random.choice((-math.inf, math.inf)))
        return x
    return draw


BREAKS = [float((k + mpf(1) / 2) * log(2)) for k in range(-30, 30)]
SMALL = scale(-1074, -2)
RANGES = {
    "exp": [uniform(-1, 1), uniform(-0.35, 0), uniform(-30, 30), uniform(-745.2, 709.79), uniform(-745.2, -708), uniform(709, 709.79), SMALL, near(BREAKS, 3)],
    "expm1": [uniform(-1, 1), uniform(-1, 1), uniform(-2, 2), uniform(-45, 45), uniform(0, 709.79), SMALL, near(BREAKS, 3)],
    "ln": [uniform(0.5, 2), uniform(0.9, 1.1), uniform(0, 100), positive(-1074, 1023), positive(-1074, -1020), near([1.0, 0.5**0.5, 2**0.5, 2.0, 0.5], 30)],
    "ln1p": [uniform(0, 1), uniform(0.2, 0.6), uniform(-0.25, 1), positive(-1074, -2), near([0.5, 1.0], 3)],
    "sigmoid": [uniform(-1, 1), uniform(-5, 5), uniform(-40, 40), uniform(-745.2, 40), uniform(-745.2, -708), SMALL, near(BREAKS, 3)],
    "softplus": [uniform(-2, 2), uniform(-6, 6), uniform(-40, 40), uniform(-745.2, 40), uniform(-745.2, -708), scale(-1074, 1023), near(BREAKS, 3)],
    "tanh": [uniform(-1, 1), uniform(-1, 1), uniform(-2, 2), uniform(-20, 20), SMALL, near([b / 2 for b in BREAKS], 3)],
}
# Where the true value lies beyond the doubles the tests of special values speak; these ranges stay inside.
LIMITS = {"ln1p": (-0.25, 1.0), "exp": (-745.2, 709.782712893384), "expm1": (-1e308, 709.782712893384)}


def bits(x):
    return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:x}"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1300
    for name, ranges in RANGES.items():
        random.seed(f"gradstep {name}")
        low, high = LIMITS.get(name, (-math.inf, math.inf))
        for i in range(count):
            x = min(max(ranges[i % len(ranges)](), low), high)
            # The digits that ln(1 + e^x) or e^x - 1 lose beside 1 are at most as many as x has zeros.
            mp.prec = 200 if abs(x) > 1e-15 else 1300
            if x == 0:
                continue
            y, remainder = rounded(exact(name, x))
            print(name, bits(x), bits(y), remainder)


def exact(name, x):
    # Beyond what any rounding can see, the limit stands for the function: e^1e300 has no place in memory.
    if name == "softplus" and x > 1000:
        return mpf(x) + mpf(2) ** -3000
    if name == "softplus" and x < -1000:
        return mpf(2) ** -3000
    return EXACT[name](mpf(x))


main()
