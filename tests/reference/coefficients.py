"""The polynomial coefficients of src/num: near-minimax fits by Lawson's iteratively reweighted least squares.

Run: python3 coefficients.py   (mpmath 1.3.0)

Cody and Waite, Software Manual for the Elementary Functions (1980), chapters 5 and 6, for the reductions;
Lawson, Contributions to the theory of linear least maximum approximations (1961), for the fit.
"""
from mpmath import mp, mpf, matrix, lu_solve, exp, expm1, log, sqrt, cos, pi

mp.prec = 200


def fit(function, weight, low, high, terms, rounds=60):
    """Coefficients c of sum c[i] x^i that (nearly) minimise max |weight (sum - function)| on [low, high]."""
    count = 12 * terms
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    values = [function(x) for x in points]
    scales = [abs(weight(x)) for x in points]
    shares = [mpf(1) / count] * count
    best = None
    for _ in range(rounds):
        normal, right = matrix(terms, terms), matrix(terms, 1)
        for x, value, scale, share in zip(points, values, scales, shares):
            powers = [x**i for i in range(2 * terms - 1)]
            factor = share * scale**2
            for i in range(terms):
                right[i] += factor * value * powers[i]
                for j in range(terms):
                    normal[i, j] += factor * powers[i + j]
        c = [x for x in lu_solve(normal, right)]
        errors = [abs(s * (sum(c[i] * x**i for i in range(terms)) - v)) for x, v, s in zip(points, values, scales)]
        if best is None or max(errors) < best[0]:
            best = (max(errors), c)
        total = sum(s * e for s, e in zip(shares, errors))
        shares = [s * e / total for s, e in zip(shares, errors)]
    return best


def show(name, result):
    print(f"{name}: largest weighted error 2^{float(log(result[0], 2)):.2f}")
    for c in result[1]:
        print(f"    {float(c)!r},")


HALF_LN2 = log(2) / 2 * mpf("1.0001")


def main():
    # exp(r) = 1 + r + r^2 P(r), relative to exp(r) - 1, so that expm1 can use the same P.
    second = lambda r: (expm1(r) - r) / r**2
    show("P of exp", fit(second, lambda r: r**2 / expm1(r), -HALF_LN2, HALF_LN2, 10))
    # exp(r) = (A + r)/(A - r), A = r coth(r/2) = 2 + r^2 C(r^2), weighted by what an error of A does to exp(r).
    def even(z):
        r = sqrt(z)
        return (r * (exp(r) + 1) / expm1(r) - 2) / z
    show("C of A", fit(even, lambda z: z * sqrt(z) / 2, mpf("1e-12"), HALF_LN2**2, 5))
    # ln((1 + s)/(1 - s)) = 2 s + s R(s^2), R(z) = z L(z), relative to the logarithm; |s| <= 1/5.
    def tail(z):
        s = sqrt(z)
        return (log((1 + s) / (1 - s)) / s - 2) / z
    show("L of ln", fit(tail, lambda z: z / 2, mpf(0), mpf("0.0401"), 8))
    ln2 = log(2)
    high = mpf(int(ln2 * 2**42)) / 2**42
    print("LN2_HIGH", float(high).hex(), repr(float(high)), "LN2_LOW", float(ln2 - high).hex(), repr(float(ln2 - high)))
    print("LOG2_E", repr(float(1 / ln2)))


main()
