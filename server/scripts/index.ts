/** Scripts and questionnaires (话术/问卷): what is said and asked, in versions. */
export type * from './script.types.ts';
export { answerField, checkAnswers, readAnswers } from './answer.ts';
export { fillPlaceholders, type Piece, type Placeholder, type Placeholders } from './placeholder.ts';
export { completeProblems } from './script-check.ts';
export { scriptState } from './script-state.ts';
