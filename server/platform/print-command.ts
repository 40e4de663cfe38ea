import { spawn, type ChildProcess } from 'node:child_process';

/**
 * What became of a document given to the printer.
 * - `accepted`: the command took all of it and ended well;
 * - `refused`: it ended with an error, or could not be started: nothing is waiting at the printer;
 * - `unknown`: it was cut off half-way (no end in time, killed): paper may or may not have come out, so only a
 *   person may send it again.
 */
export interface PrintOutcome {
  state: 'accepted' | 'refused' | 'unknown';
  /** Exit code or signal, for the record; never the command's own words, which may quote a page. */
  detail: string;
}

/** Sends documents to the office's printer. */
export interface Printer {
  /** @param job name of the job, letters, digits and `-` only; stands for `{job}` in the command. */
  print(pdf: Buffer, job: string): Promise<PrintOutcome>;
}

/** Longest wait for the print command to take the document. */
export const PRINT_MS = 120_000;

/**
 * A printer behind the configured command, e.g. `lp -d office -t {job}`: the PDF goes to its standard input.
 * The command comes from the server's settings, never from a page, so it may use the shell.
 * @param limitMs when the command has not ended by then it is killed and the outcome is `unknown`.
 */
export function commandPrinter(command: string, limitMs: number = PRINT_MS): Printer {
  return {
    print: (pdf, job) => {
      if (!/^[\w-]+$/.test(job)) throw new RangeError('a job name is letters, digits and - only');
      return pipeInto(command.replaceAll('{job}', job), pdf, limitMs);
    },
  };
}

function pipeInto(command: string, pdf: Buffer, limitMs: number): Promise<PrintOutcome> {
  const ownGroup = process.platform !== 'win32';
  const child = spawn(command, {
    shell: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
    detached: ownGroup,
  });
  return new Promise((resolve) => {
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      endAll(child, ownGroup);
    }, limitMs);
    const settle = (state: PrintOutcome['state'], detail: string) => {
      clearTimeout(timer);
      resolve({ state, detail });
    };
    child.once('error', (error: NodeJS.ErrnoException) => settle('refused', error.code ?? 'error'));
    child.once('exit', (code, signal) => {
      if (overdue) settle('unknown', 'no end in time');
      else if (code === 0) settle('accepted', 'exit 0');
      else if (code === null) settle('unknown', signal ?? 'signal');
      else settle('refused', `exit ${code}`);
    });
    // A command that ends before it has read everything closes the pipe; its exit code tells the story.
    child.stdin.on('error', () => undefined);
    child.stdin.end(pdf);
  });
}

/** The shell and what it started: the shell alone would leave the real command running. */
function endAll(child: ChildProcess, ownGroup: boolean): void {
  try {
    if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It ended by itself in the same moment.
  }
}
