/** Where things stand today: an open ring, drawn below a dot so that both show when they coincide. */
export function ring(colour: string) {
  return { type: "point", size: 120, stroke: colour, strokeWidth: 2.5, fill: "#FFFFFF", opacity: 1 } as const;
}

/** What is proposed or measured: a solid dot. */
export function dot(colour: string) {
  return { type: "point", size: 80, filled: true, color: colour, opacity: 1 } as const;
}

/** What cannot be: a cross. */
export function cross(colour: string) {
  return {
    type: "point",
    shape: "M-1,-1L1,1M1,-1L-1,1",
    size: 60,
    stroke: colour,
    strokeWidth: 2,
    opacity: 1,
  } as const;
}

/** What needs a look: larger than a dot and of another shape, so that it is found without its colour. */
export function diamond(colour: string) {
  return { type: "point", shape: "diamond", size: 130, filled: true, color: colour, opacity: 1 } as const;
}
