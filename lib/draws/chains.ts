/** Draws of one scalar: `chains[c][t]` is draw t of chain c; all chains are of one length. */
export type Chains = readonly Float64Array[];
