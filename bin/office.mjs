/** `npm run office -- <command>`: the operator's commands; see `npm run office -- help`. */
import { prepare } from './prepare.mjs';

prepare();
// npm runs scripts in the project's folder; a file is named from where the person stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
import('../dist/jobs/office.js');
