// A picture of the first screens of a page, for the documentation: `node .ci/screenshot.mjs page picture.png [height] [width] [light|dark]`,
// where the page is a file, with a fragment or without, or an address.
// Needs Debian's chromium, or another one named in SLUICE_CHROMIUM.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page = "", picture = "", height = "1800", width = "1200", colorScheme = "light"] =
  process.argv.slice(2);
const [file = "", fragment = ""] = page.split("#");
const address = /^https?:/.test(page) ? page : `${pathToFileURL(resolve(file)).href}#${fragment}`;
const profile = await mkdtemp(join(tmpdir(), "sluice-screenshot-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.SLUICE_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
  viewport: { width: Number(width), height: Number(height) },
  colorScheme,
});
const tab = await browser.newPage();
await tab.goto(address);
// The planner has answered.
await tab.locator("#now.pending").waitFor({ state: "detached" });
await tab.evaluate("document.fonts.ready");
await tab.screenshot({ path: picture });
await browser.close();
await rm(profile, { recursive: true, force: true });
