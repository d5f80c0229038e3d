// Prints "<passed> <failed>" of a vitest JSON report. A test file that could not even be loaded counts as one failure.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && !assertionResults.some((one) => one.status === "failed"),
);
if (report.numTotalTests === 0) throw new Error("no test ran");
console.log(report.numPassedTests, report.numFailedTests + broken.length);
