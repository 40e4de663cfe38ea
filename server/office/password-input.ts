import { Refused } from './command.ts';

/** The first line of standard input. @throws Refused when it is empty */
export function passwordFrom(stdin: string): string {
  const password = stdin.split(/\r?\n/)[0] ?? '';
  if (password === '') throw new Refused('No password came on standard input.');
  return password;
}
