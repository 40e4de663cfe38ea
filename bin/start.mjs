/** `npm start`: everything set up from an empty clone, then the office serves in this process. */
import { prepare } from './prepare.mjs';

prepare();
process.argv.splice(2, process.argv.length, 'all');
import('../dist/jobs/main.js');
