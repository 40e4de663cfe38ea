import { spawn } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { findBrowser } from './browser.mjs';
import { openThrowAwayServers } from './throw-away.mjs';

/** Order of the projects of vitest.config.ts: what fails fast comes first, what kills processes comes last. */
const PROJECTS = ['unit', 'integration', 'browser', 'processes'];

/**
 * Runs everything (or, with filters, the test files they match), prints the sum as the last line and ends the process
 * with 0 only when nothing failed.
 */
export async function runTests(root, filters) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  const browser = await findBrowser();
  process.stderr.write('Chromium: ' + (browser.path || 'none') + ' (' + browser.why + ')\n');
  const servers = await openThrowAwayServers();
  const environment = { ...servers.environment };
  if (browser.path !== null) environment.CHROMIUM_PATH = browser.path;
  const results = mkdtempSync(path.join(tmpdir(), 'office-results-'));
  const house = { root, environment, results, filters, totals, notes };
  endOnSignal(servers, results);
  try {
    const checks = filters.length > 0 ? [] : checksOf(root);
    // Checks have one thread and are over before tests begin that look at the clock of a browser or kill processes.
    const checking = runChecks(house, checks);
    for (const project of PROJECTS) {
      if (project === 'browser') await checking;
      if (project === 'browser' && browser.path === null) await skipProject(house, project, browser.why);
      else await runProject(house, project);
    }
  } finally {
    rmSync(results, { recursive: true, force: true });
    await servers.end();
  }
  for (const note of notes) process.stdout.write(note + '\n');
  const skipped = totals.skipped > 0 ? ', ' + totals.skipped + ' skipped' : '';
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
  process.stdout.write(totals.passed + ' passed, ' + totals.failed + ' failed' + skipped + '\n');
}

function checksOf(root) {
  const tool = (...parts) => path.join(root, 'node_modules', ...parts);
  return [
    {
      name: 'types',
      run: [[tool('@typescript', 'native', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit']],
    },
    {
      name: 'lint',
      run: [
        [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'],
        [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      ],
    },
  ];
}

async function runChecks(house, checks) {
  for (const check of checks) await runCheck(house, check);
}

/** One check counts as one test. */
async function runCheck({ root, environment, totals, notes }, { name, run }) {
  const begun = Date.now();
  let failed = false;
  for (const args of run) {
    const done = await finished(process.execPath, args, { cwd: root, env: environment, keep: true });
    if (done.code !== 0) {
      failed = true;
      process.stdout.write(done.output);
    }
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  process.stdout.write((failed ? 'failed: ' : 'passed: ') + name + ' (' + seconds + ' s)\n');
  totals[failed ? 'failed' : 'passed'] += 1;
  if (failed) notes.push('failed: ' + name);
}

async function runProject({ root, environment, results, filters, totals, notes }, project) {
  const file = path.join(results, project + '.json');
  const args = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project];
  args.push(
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=' + file,
    ...filters,
  );
  const begun = Date.now();
  const { code } = await finished(process.execPath, args, { cwd: root, env: environment });
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  const counted = existsSync(file) ? countResults(JSON.parse(readFileSync(file, 'utf8')), root) : null;
  const sum = counted || { passed: 0, failed: 0, skipped: 0, notes: [] };
  if (code !== 0 && sum.failed === 0) {
    sum.failed = 1;
    sum.notes.push('failed: ' + project + ' tests ended with ' + code + ' (errors outside tests, see above)');
  }
  totals.passed += sum.passed;
  totals.failed += sum.failed;
  totals.skipped += sum.skipped;
  notes.push(...sum.notes);
  process.stdout.write(
    project + ': ' + sum.passed + ' passed, ' + sum.failed + ' failed in ' + seconds + ' s\n',
  );
}

/** A file that could not even be loaded has no tests to count; it counts as one failure. */
function countResults(report, root) {
  const sum = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const file of report.testResults) {
    const name = path.relative(root, file.name);
    for (const test of file.assertionResults) {
      const kind = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped';
      sum[kind] += 1;
      if (kind !== 'passed') sum.notes.push(kind + ': ' + name + ' · ' + test.fullName);
      // Said again at the end: of a long output often only the end is kept.
      for (const message of test.failureMessages || []) sum.notes.push(indented(message));
    }
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      sum.failed += 1;
      sum.notes.push('failed: ' + name + ' · ' + String(file.message).split('\n')[0]);
    }
  }
  return sum;
}

/** The message and the first places of its way here, set in. */
function indented(message) {
  return message
    .split('\n')
    .slice(0, 25)
    .map((line) => '    ' + line)
    .join('\n');
}

/** Every test of a project that cannot run here is named as skipped, never counted as passed. */
async function skipProject({ root, environment, results, filters, totals, notes }, project, why) {
  const file = path.join(results, project + '-list.json');
  const args = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'list', '--project', project];
  await finished(process.execPath, [...args, '--json=' + file, ...filters], { cwd: root, env: environment });
  const tests = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  for (const test of tests)
    notes.push(
      'skipped: ' + path.relative(root, test.file) + ' · ' + test.name + ' (no Chromium: ' + why + ')',
    );
  totals.skipped += tests.length;
}

/** Children end with this process: a Ctrl+C must not leave servers or folders behind. */
const children = new Set();
let interrupted = false;

function finished(program, args, { cwd, env, keep }) {
  return new Promise((done) => {
    // Nothing new begins while the way down goes on; the process ends there.
    if (interrupted) return;
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: keep ? ['ignore', 'pipe', 'pipe'] : ['ignore', 1, 2],
    });
    children.add(child);
    let output = '';
    const hear = (part) => {
      output += part;
    };
    if (keep) {
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
    }
    child.on('error', (error) => done({ code: -1, output: error.message + '\n' }));
    child.on('close', (code) => {
      children.delete(child);
      done({ code: code === null ? -1 : code, output });
    });
  });
}

function endOnSignal(servers, results) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      interrupted = true;
      for (const child of children) child.kill(signal);
      rmSync(results, { recursive: true, force: true });
      await servers.end();
      process.exit(130);
    });
  }
}
