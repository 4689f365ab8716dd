# Reproduces a worked solution. Every line of the loop is one step; samples are columns.
import numpy as np
from math import erf, pi, sqrt


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softplus(z):
    return np.logaddexp(0, z)


def normal_cdf(z):
    return 0.5 * (1 + np.vectorize(erf)(z / sqrt(2)))


def normal_pdf(z):
    return np.exp(-0.5 * z**2) / sqrt(2 * pi)


def softmax(z):
    powers = np.exp(z - np.max(z, axis=0))
    return powers / np.sum(powers, axis=0)


def log_sum_exp(z):
    return np.logaddexp.reduce(z, axis=0, keepdims=True)


def show(iteration, name, value):
    print(iteration, name, np.atleast_2d(np.round(value, DIGITS)).tolist())

