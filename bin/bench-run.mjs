import { spawn } from 'child_process';
import { readdirSync } from 'fs';
import path from 'path';
import { openThrowAwayServers } from './throw-away.mjs';

const ENDING = '.bench.js';

/** Exit code 1 when any of them failed or missed its goal. */
export async function runBenches(root, args) {
  const folder = path.join(root, 'dist', 'bench');
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length));
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = firstOption < 0 ? [] : args.slice(firstOption);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    process.stderr.write('No such bench: ' + unknown.join(', ') + '. There are: ' + all.join(', ') + '\n');
    process.exitCode = 2;
    return;
  }
  const servers = await openThrowAwayServers();
  try {
    for (const name of names.length > 0 ? names : all) {
      process.stdout.write('\n== ' + name + '\n');
      const file = path.join(folder, name + ENDING);
      const code = await new Promise((done) => {
        const child = spawn(process.execPath, ['--expose-gc', file, ...options], {
          cwd: root,
          env: servers.environment,
          stdio: 'inherit',
        });
        child.on('error', () => done(-1));
        child.on('close', done);
      });
      if (code !== 0) process.exitCode = 1;
    }
  } finally {
    await servers.end();
  }
}
