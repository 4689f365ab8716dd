// The stronger opponent: the same with its three products of matrices in blocks of 2 × 2 results held in local variables,
// so that each number read serves twice and no addition waits for the one before. Of what was tried (rows with four
// sums, blocks of 1 × 4 and 2 × 2) the fastest on the deep network; it is no longer what a textbook would print.
import { PlainNetwork } from "./plain.mjs";

/**
 * C = A B for numbers of any layout: C[i, j] = Σ_k A[i, k] B[k, j], where X[p, q] stands at p · `xp` + q · `xq`.
 * `start` (of length `columns`, or null) is what the sums of a row begin with.
 */
function multiply(c, ci, a, ai, ak, b, bk, bj, rows, columns, terms, start) {
  let i = 0;
  for (; i + 1 < rows; i += 2) {
    let j = 0;
    for (; j + 1 < columns; j += 2) {
      let s00 = 0.0, s01 = 0.0, s10 = 0.0, s11 = 0.0;
      let pa = i * ai, pb = j * bj;
      for (let k = 0; k < terms; k += 1) {
        const a0 = a[pa], a1 = a[pa + ai], b0 = b[pb], b1 = b[pb + bj];
        s00 += a0 * b0;
        s01 += a0 * b1;
        s10 += a1 * b0;
        s11 += a1 * b1;
        pa += ak;
        pb += bk;
      }
      const first = start ? start[j] : 0, second = start ? start[j + 1] : 0;
      c[i * ci + j] = s00 + first;
      c[i * ci + j + 1] = s01 + second;
      c[(i + 1) * ci + j] = s10 + first;
      c[(i + 1) * ci + j + 1] = s11 + second;
    }
    for (; j < columns; j += 1) {
      c[i * ci + j] = dot(a, i * ai, ak, b, j * bj, bk, terms) + (start ? start[j] : 0);
      c[(i + 1) * ci + j] = dot(a, (i + 1) * ai, ak, b, j * bj, bk, terms) + (start ? start[j] : 0);
    }
  }
  for (; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      c[i * ci + j] = dot(a, i * ai, ak, b, j * bj, bk, terms) + (start ? start[j] : 0);
    }
  }
}

function dot(a, pa, ak, b, pb, bk, terms) {
  let sum = 0.0;
  for (let k = 0; k < terms; k += 1) {
    sum += a[pa] * b[pb];
    pa += ak;
    pb += bk;
  }
  return sum;
}

export class BlockedNetwork extends PlainNetwork {
  /** a = f(W x + b) */
  forward({ rows, columns, tanh, w, b, a }, x, samples) {
    multiply(a, rows, x, columns, 1, w, 1, columns, samples, rows, columns, b);
    const size = samples * rows;
    if (tanh) for (let at = 0; at < size; at += 1) a[at] = Math.tanh(a[at]);
    else for (let at = 0; at < size; at += 1) a[at] = 1 / (1 + Math.exp(-a[at]));
  }

  /** dW = Σ δ xᵀ, db = Σ δ over the samples */
  gradient({ rows, columns, gw, gb, delta }, x, samples) {
    multiply(gw, columns, delta, 1, rows, x, columns, 1, rows, columns, samples, null);
    for (let row = 0; row < rows; row += 1) {
      let sum = 0.0;
      for (let at = row; at < samples * rows; at += rows) sum += delta[at];
      gb[row] = sum;
    }
  }

  /** δ of the layer below: Wᵀ δ ∘ f′ */
  back({ rows, columns, w, delta }, below, samples) {
    const { a, tanh, delta: to } = below;
    multiply(to, columns, delta, rows, 1, w, columns, 1, samples, columns, rows, null);
    const size = samples * columns;
    if (tanh) for (let at = 0; at < size; at += 1) to[at] *= 1 - a[at] * a[at];
    else for (let at = 0; at < size; at += 1) to[at] *= a[at] * (1 - a[at]);
  }
}
