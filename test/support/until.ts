/** Polls until `check` is true; throws after `deadlineMs`. Tests wait for facts, never for time. */
export async function until(
  check: () => boolean | Promise<boolean>,
  { deadlineMs = 20_000, everyMs = 25, what = 'the awaited state' } = {},
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not come within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
