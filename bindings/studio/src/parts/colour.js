// Lab (D50) as a colour of the screen, for swatches: by the CIE's formulas, Bradford to D65 and sRGB (IEC 61966-2-1).
const inverse = (t) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
const TO_SRGB = [[3.1338561, -1.6168667, -0.4906146], [-0.9787684, 1.9161415, 0.033454], [0.0719453, -0.2289914, 1.4052427]];

/** The linear red, green and blue of a Lab. */
export function linearOf({ L, a, b }) {
  const y = (L + 16) / 116;
  const xyz = [0.9642 * inverse(y + a / 500), inverse(y), 0.8249 * inverse(y - b / 200)];
  return TO_SRGB.map((row) => row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2]);
}

/** "rgb(...)" of a Lab. */
export function css(lab) {
  return "rgb(" + linearOf(lab).map((linear) => {
    const coded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, coded)));
  }).join(" ") + ")";
}
