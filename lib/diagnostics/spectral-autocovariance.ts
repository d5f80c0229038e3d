/**
 * Autocovariances of centred rows at every lag, with divisor n, averaged over rows.
 *
 * By their power spectra (Wiener–Khinchin), in n log n steps: for many lags, where products of draws take n for each.
 *
 * @param rows - Of equal length, each about its own mean.
 * @param length - Draws in a row.
 */
export function spectralAutocovariance(rows: readonly Float64Array[], length: number): Float64Array {
  // As many zeros as draws keep the end of a row from meeting its start.
  const size = 2 ** Math.ceil(Math.log2(2 * length));
  const transform = createTransform(size);
  const power = new Float64Array(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let r = 0; r < rows.length; r += 2) {
    // Two rows go through one transform, as real and as imaginary part: what they have in common ends as imaginary part.
    real.fill(0).set(rows[r]!);
    imaginary.fill(0).set(rows[r + 1] ?? []);
    transform(real, imaginary);
    for (let k = 0; k < size; k++) power[k]! += real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
  }
  // The spectrum is real, so that the real parts of its transform and of its inverse are one but for the divisor.
  transform(power, imaginary.fill(0));
  return power.slice(0, length).map((sum) => sum / (size * rows.length * length));
}

/** A function that takes the discrete Fourier transform of so many numbers, a power of two, in place. */
function createTransform(size: number): (real: Float64Array, imaginary: Float64Array) => void {
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let k = 0; k < size / 2; k++) {
    cosines[k] = Math.cos((2 * Math.PI * k) / size);
    sines[k] = Math.sin((2 * Math.PI * k) / size);
  }
  return (real, imaginary) => {
    reverseBitsInPlace(real);
    reverseBitsInPlace(imaginary);
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const near = start + k;
          const far = near + half;
          const cosine = cosines[k * step]!;
          const sine = sines[k * step]!;
          const turned = real[far]! * cosine + imaginary[far]! * sine;
          const turnedImaginary = imaginary[far]! * cosine - real[far]! * sine;
          real[far] = real[near]! - turned;
          imaginary[far] = imaginary[near]! - turnedImaginary;
          real[near]! += turned;
          imaginary[near]! += turnedImaginary;
        }
      }
    }
  };
}

/** Puts each value at the place whose bits are those of its own in reverse order. */
function reverseBitsInPlace(values: Float64Array): void {
  for (let i = 1, reversed = 0; i < values.length; i++) {
    let bit = values.length >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (i < reversed) {
      const value = values[i]!;
      values[i] = values[reversed]!;
      values[reversed] = value;
    }
  }
}
