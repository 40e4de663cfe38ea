import { Worker } from 'node:worker_threads';
import { ListRefused } from './list-refused.ts';

const HEAP_MIB = 512;

type Message =
  { sheet: string; rows: string[][]; last: boolean; share: number } | { done: true } | { failed: string };

/** Rows of one sheet of a workbook, as text, in order. `last` with the sheet's last rows. */
export interface WorkbookRows {
  sheet: string;
  rows: string[][];
  last: boolean;
  share: number;
}

/**
 * Rows of all sheets of a workbook that has passed {@link checkWorkbook}, parsed in a thread.
 * @throws ListRefused when the workbook cannot be parsed within the thread's memory.
 */
export async function* readWorkbookRows(path: string): AsyncGenerator<WorkbookRows> {
  const thread = startThread(path);
  try {
    for (;;) {
      const message = await thread.ask();
      if ('failed' in message) throw new ListRefused('unreadable-workbook', { detail: message.failed });
      if ('done' in message) return;
      yield message;
    }
  } finally {
    await thread.end();
  }
}

function startThread(path: string) {
  const url = new URL(`./workbook.worker${import.meta.url.slice(-3)}`, import.meta.url);
  const options = { workerData: { path }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } };
  // Run from sources (tests, development) the thread needs the loader for TypeScript that its parent has.
  const worker = url.pathname.endsWith('.ts')
    ? new Worker(
        `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`,
        { ...options, eval: true },
      )
    : new Worker(url, options);
  let waiting: { resolve: (message: Message) => void; reject: (error: Error) => void } | null = null;
  let broken: Error | null = null;
  const fail = (error: Error) => {
    broken = new ListRefused('unreadable-workbook', { detail: error.message });
    waiting?.reject(broken);
  };
  worker.on('message', (message: Message) => waiting?.resolve(message));
  worker.on('error', fail);
  worker.on('exit', (code) => {
    if (code !== 0) fail(new Error(`thread ended with ${code}`));
  });
  return {
    ask: () =>
      new Promise<Message>((resolve, reject) => {
        if (broken !== null) return reject(broken);
        waiting = { resolve, reject };
        worker.postMessage('next');
      }),
    end: async () => {
      waiting = null;
      await worker.terminate();
    },
  };
}
