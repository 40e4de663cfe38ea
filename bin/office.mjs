/** `npm run office -- <command>`: the operator's commands; see `npm run office -- help`. */
import { prepare } from './prepare.mjs';

prepare();
import('../dist/jobs/office.js');
