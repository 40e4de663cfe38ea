import { spawn } from 'child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import os from 'os';
import path from 'path';
import { findBrowser } from './browser.mjs';
import { openThrowAwayServers } from './throw-away.mjs';

/** Runs the process tests at full size, with the browser tests in every language, and keeps a report with the machine described. */
export async function runSoak(root, filters) {
  const browser = await findBrowser();
  process.stderr.write('Chromium: ' + (browser.path || 'none') + ' (' + browser.why + ')\n');
  const servers = await openThrowAwayServers();
  const environment = { ...servers.environment, SOAK: '1' };
  if (browser.path !== null) environment.CHROMIUM_PATH = browser.path;
  const folder = path.join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const raw = path.join(folder, '.soak-raw.json');
  const begun = Date.now();
  const args = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];
  args.push('--project', 'processes', '--project', 'browser');
  args.push('--testTimeout=14400000', '--reporter=default', '--reporter=json', '--outputFile.json=' + raw);
  try {
    const code = await new Promise((done) => {
      const child = spawn(process.execPath, [...args, ...filters], {
        cwd: root,
        env: environment,
        stdio: 'inherit',
      });
      child.on('error', () => done(-1));
      child.on('close', done);
    });
    const report = JSON.parse(readFileSync(raw, 'utf8'));
    // One report for each run, also of the same day: some runs take only some of the files.
    const when = new Date(begun).toISOString().slice(0, 16).replace(':', '');
    const tests = report.testResults.flatMap((file) =>
      file.assertionResults.map((test) => ({
        file: path.relative(root, file.name),
        test: test.fullName,
        status: test.status,
        seconds: Math.round((test.duration || 0) / 1000),
      })),
    );
    const machine = {
      cpus: os.cpus().length,
      model: os.cpus()[0].model,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    };
    const result = {
      begun: new Date(begun).toISOString(),
      seconds: Math.round((Date.now() - begun) / 1000),
      machine,
    };
    Object.assign(result, { node: process.versions.node, tests });
    writeFileSync(path.join(folder, 'soak-' + when + '.json'), JSON.stringify(result, null, 2) + '\n');
    process.exitCode = code === 0 ? 0 : 1;
  } finally {
    rmSync(raw, { force: true });
    await servers.end();
  }
}
