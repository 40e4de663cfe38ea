/**
 * `npm test`: throw-away servers, then types, lint, unit, integration, browser and process tests; the last line is
 * `N passed, N failed` (`, N skipped`). `npm test -- <words>` runs only the test files whose path contains the words.
 */
import { prepare, ROOT } from './prepare.mjs';

prepare();
import('./test-run.mjs').then(({ runTests }) => runTests(ROOT, process.argv.slice(2)));
