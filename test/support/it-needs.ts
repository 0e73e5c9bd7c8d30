/** Tests that need a program which not every machine has. */

/**
 * Declares the test. Where something is missing it is skipped, with the reason in its name and on standard error; with `CI` set it runs, and
 * fails.
 */
export function itNeeds(missing: string | undefined, name: string, test: () => Promise<void>): void {
  if (missing === undefined || process.env['CI']) it(name, test);
  else {
    saySkipped(name, missing);
    it.skip(`${name} (skipped: ${missing})`, test);
  }
}

/** One line on standard error, which Jest does not swallow. */
export function saySkipped(name: string, missing: string): void {
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
}
