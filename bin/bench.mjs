/**
 * `npm run bench -- [names] [--size 100k]`: every bench/<name>.bench.ts (or the named ones) in turn, each in a process
 * of its own against throw-away servers; options after the names go to each of them.
 */
import { prepare, ROOT } from './prepare.mjs';

prepare();
import('./bench-run.mjs').then(({ runBenches }) => runBenches(ROOT, process.argv.slice(2)));
