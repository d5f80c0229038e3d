import { closeSync, openSync, readSync, statSync } from "node:fs";
import { InputError } from "../errors.ts";

const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
const NETCDF3_SIGNATURE = Buffer.from("CDF");

/** What mends a file that is no complete NetCDF-4. */
export const EXPORT_FIX =
  "export the fit again, e.g. with idata.to_netcdf(path), and check that the copy is complete";

function headOf(path: string): Buffer {
  const head = Buffer.alloc(HDF5_SIGNATURE.length);
  const descriptor = openSync(path, "r");
  try {
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Looks at the first bytes of a file before the HDF5 library does.
 *
 * @throws InputError when it is missing, a folder, empty, NetCDF-3 or anything else but HDF5.
 */
export function checkFormat(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new InputError({
      what: "no such file",
      where: path,
      fix: "check the path of the posterior (model.nc)",
    });
  }
  if (!status.isFile()) {
    throw new InputError({
      what: "is a folder, not a file",
      where: path,
      fix: "name the file in it, e.g. model.nc",
    });
  }
  const head = headOf(path);
  if (head.subarray(0, NETCDF3_SIGNATURE.length).equals(NETCDF3_SIGNATURE)) {
    throw new InputError({
      what: "is a NetCDF-3 (classic) file, expected NetCDF-4/HDF5",
      where: path,
      fix: 'convert it: nccopy -k nc4 old.nc model.nc, or idata.to_netcdf(path, engine="h5netcdf")',
    });
  }
  if (!head.equals(HDF5_SIGNATURE)) {
    throw new InputError({
      what: status.size === 0 ? "is empty, expected NetCDF-4/HDF5" : "is not a NetCDF-4/HDF5 file",
      where: path,
      fix: EXPORT_FIX,
    });
  }
}
