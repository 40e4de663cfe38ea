import { execFile } from 'node:child_process';

/** What a finished command left behind; `code` null when it could not be run or ran out of time. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why it could not be run, e.g. `not found`. */
  problem: string | null;
}

/** Runs a program to its end with its output kept; never throws, never asks on the terminal. */
export function runCommand(
  program: string,
  args: readonly string[],
  limitMs: number,
  options: { cwd?: string } = {},
): Promise<Finished> {
  return new Promise((done) => {
    const child = execFile(
      program,
      args,
      { timeout: limitMs, maxBuffer: 16 * 1024 * 1024, windowsHide: true, ...options },
      (error, stdout, stderr) => {
        if (error === null) done({ code: 0, stdout, stderr, problem: null });
        else if (typeof error.code === 'number')
          done({ code: error.code, stdout, stderr, problem: lastLine(stderr) });
        else if (error.killed === true)
          done({ code: null, stdout, stderr, problem: `no end within ${limitMs / 1000} s` });
        else done({ code: null, stdout, stderr, problem: wordsFor(error) });
      },
    );
    child.stdin?.end();
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}

function wordsFor(error: { code?: unknown; message: string }): string {
  return error.code === 'ENOENT' ? 'not found' : error.message.slice(0, 200);
}
