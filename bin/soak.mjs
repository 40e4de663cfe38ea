/**
 * `npm run soak -- [words]`: the process tests (or those whose path contains the words) with their full counts
 * (SOAK=1: thousands of seeds and rounds, hours); results go to bench/results/soak-<when>.json.
 */
import { prepare, ROOT } from './prepare.mjs';

prepare();
import('./soak-run.mjs').then(({ runSoak }) => runSoak(ROOT, process.argv.slice(2)));
