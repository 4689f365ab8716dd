// What examples/bits.rs does, through the package; runs in Node and, as its source text, in a page.

/**
 * @param {any} core the package
 * @param {{ name: string, iterations: number, spec: any }[]} cases
 * @returns {Record<string, string[]>} each double as 16 hexadecimal digits
 */
export function bits(core, cases) {
  const hex = (number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, number);
    if (Number.isNaN(number)) view.setBigUint64(0, 0x7ff8000000000000n); // as in bits.rs
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  };
  const all = {};
  for (const { name, iterations, spec } of cases) {
    const network = new core.Network(spec);
    network.iterate(iterations);
    const layers = network.parameters().flatMap(({ weights, bias }) => [...weights.flat(), ...bias]);
    all[name] = [...layers, ...network.costs()].map(hex);
    network.free();
  }
  return all;
}
