/** The crate's description of a run, beside its manifest. */
export const RO_CRATE_FILE = "ro-crate-metadata.json";

/** The signed statement of a run, beside its manifest. */
export const ATTESTATION_FILE = "attestation.intoto.json";

/** Files that are made of a finished run and lie beside its manifest: not part of what the manifest seals. */
export const SIDECARS: readonly string[] = [RO_CRATE_FILE, ATTESTATION_FILE];
