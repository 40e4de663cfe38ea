import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Unavailable } from './errors.ts';
import type { Log } from './log.ts';

/** Turns finished print pages into PDF with the server's own Chromium. */
export interface PdfMaker {
  /**
   * @param html one whole document with its style inside and a content policy that allows nothing else: it is opened
   *   from a file, without network.
   * @returns the PDF; page size and margins are the document's `@page`.
   * @throws Unavailable when no Chromium can be started, or it gives nothing within {@link RENDER_MS}.
   */
  render(html: string): Promise<Buffer>;
}

/** Longest wait for one document; eight sheets of five pages take about two seconds. */
export const RENDER_MS = 60_000;

/** Tried in this order when no path is configured. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'chrome',
  'msedge',
];

/**
 * @param chromiumPath the configured browser; without one, the usual names on the PATH are tried.
 */
export function makePdf({ chromiumPath, log }: { chromiumPath: string | undefined; log: Log }): PdfMaker {
  const candidates = chromiumPath === undefined ? NAMES : [chromiumPath];
  // One browser at a time: a print of all sheets must not compete for memory with a second impatient click.
  let last: Promise<unknown> = Promise.resolve();
  return {
    render: (html) => {
      const turn = last.then(() => renderOnce(html, candidates, log));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function renderOnce(html: string, candidates: string[], log: Log): Promise<Buffer> {
  // Names and numbers of customers pass through this folder: readable by this user only (mkdtemp makes it 0700),
  // and gone whatever happens.
  const folder = await mkdtemp(join(tmpdir(), 'office-print-'));
  try {
    const source = join(folder, 'page.html');
    const target = join(folder, 'page.pdf');
    await writeFile(source, html, { mode: 0o600 });
    for (const program of candidates) {
      const outcome = await runBrowser(program, folder, source, target);
      if (outcome === 'absent') continue;
      const pdf = outcome === 'done' ? await readFile(target).catch(() => null) : null;
      if (pdf !== null && pdf.length > 0) return pdf;
      log.error({ program, outcome }, 'the browser made no PDF');
      throw new Unavailable('errors.print-browser-failed');
    }
    log.error({ tried: candidates }, 'no browser to make PDFs with');
    throw new Unavailable('errors.print-browser-missing');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runBrowser(
  program: string,
  folder: string,
  source: string,
  target: string,
): Promise<'done' | 'failed' | 'too-slow' | 'absent'> {
  const child = spawn(program, browserFlags(folder, source, target), { stdio: 'ignore', windowsHide: true });
  return new Promise((resolve) => {
    let outcome: 'failed' | 'too-slow' = 'failed';
    const timer = setTimeout(() => {
      outcome = 'too-slow';
      child.kill('SIGKILL');
    }, RENDER_MS);
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(error.code === 'ENOENT' ? 'absent' : 'failed');
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? 'done' : outcome);
    });
  });
}

/**
 * Quiet, offline, a profile of its own; without the sandbox only where Chromium refuses it (root). Scripts are shut out
 * by the document's own content policy: switched off by a flag, headless printing itself does nothing.
 */
function browserFlags(folder: string, source: string, target: string): string[] {
  return [
    '--headless',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${join(folder, 'profile')}`,
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--no-pdf-header-footer',
    `--print-to-pdf=${target}`,
    pathToFileURL(source).href,
  ];
}
