import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/mongo.ts';
import { makeScriptModel } from './script.model.ts';
import { makeScriptService } from './script.service.ts';
import type { Scripts } from './script.types.ts';
import { SEED_SCRIPTS } from './seed/index.ts';

/** Scripts and questionnaires (话术/问卷): what is said and asked, in versions. */
export type * from './script.types.ts';
export { answerField, checkAnswers, readAnswers } from './answer.ts';
export { answerWords } from './condition.view.ts';
export { ANSWERING } from './answering.ts';
export { deskScript, type DeskScript, type DeskScriptExtra } from './desk-script.view.ts';
export { fillPlaceholders, type Piece, type Placeholder, type Placeholders } from './placeholder.ts';
export { placesOf } from './question-tree.ts';
export { completeProblems } from './script-check.ts';
export { EXAMPLE_PERSON } from './seed/example.ts';
export { scriptRoutes } from './script.routes.ts';
export { scriptState } from './script-state.ts';
export { spokenCall, spokenDate } from './spoken-call.ts';

/** Makes the scripts on the house's database. */
export function makeScripts(house: { db: Database; clock: Clock; audit: AuditTrail }): Scripts {
  const { db, clock, audit } = house;
  return makeScriptService({ db, model: makeScriptModel(db), clock, audit, seeds: SEED_SCRIPTS });
}
