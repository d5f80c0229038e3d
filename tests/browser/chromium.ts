import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { onTestFinished } from "vitest";

/** Where Debian's package puts it; another one by SLUICE_CHROMIUM. */
const CHROMIUM = process.env["SLUICE_CHROMIUM"] ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why there is no browser to test in; null when there is one. */
export const NO_CHROMIUM = existsSync(CHROMIUM)
  ? null
  : `skipped: there is no browser at ${CHROMIUM}; install Debian's chromium, or name one in SLUICE_CHROMIUM`;

/** A browser as a newcomer has it: a profile of its own, which `close` removes. */
export async function openChromium(): Promise<{
  readonly context: BrowserContext;
  close(): Promise<void>;
}> {
  const profile = await mkdtemp(join(tmpdir(), "sluice-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 900 },
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** A page of this address, with what it complains of and asks for; closed when the test ends. */
export async function openPage({ context }: { readonly context: BrowserContext }, address: string) {
  const page = await context.newPage();
  onTestFinished(() => page.close());
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  return { page, said, asked };
}
