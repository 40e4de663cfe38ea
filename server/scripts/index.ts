/** Scripts and questionnaires (话术/问卷): what is said and asked, in versions. */
export type * from './script.types.ts';
