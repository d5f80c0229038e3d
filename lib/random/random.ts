/** A source of uniform numbers in [0, 1); each call advances it. */
export type Random = () => number;
