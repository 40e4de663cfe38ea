import { SYSTEM } from '../platform/roles.ts';
import { requiredOption, wordsOf, type Asked, type OfficeCommand } from './command.ts';
import { passwordFrom } from './password-input.ts';

/** `office users disable <staff no.>`: ends the person's sign-ins, where the office is open within a second. */
export const usersDisableCommand: OfficeCommand = {
  name: 'users disable',
  usage: '--staff-no 0301',
  does: 'takes away an account; its records stay',
  options: { 'staff-no': { type: 'string' } },
  prepare: (asked) => {
    const staffNo = staffNoOf(asked);
    return async ({ office: { services } }) => {
      await services.staff.disable(staffNo, SYSTEM);
      return { document: { staffNo, active: false }, lines: [`${staffNo} is disabled.`] };
    };
  },
};

/** `office users reset-password <staff no.> [--password-stdin]`. */
export const usersResetPasswordCommand: OfficeCommand = {
  name: 'users reset-password',
  usage: '--staff-no 0301 [--password-stdin]',
  does: 'gives a one-time password (made here unless it comes on standard input); the PIN is taken away',
  options: { 'staff-no': { type: 'string' }, 'password-stdin': { type: 'boolean' } },
  prepare: (asked) => {
    const staffNo = staffNoOf(asked);
    const given = asked.options['password-stdin'] === true;
    return async ({ office: { services }, readStdin }) => {
      const password = given ? passwordFrom(await readStdin()) : undefined;
      const oneTimePassword = await services.staff.resetPassword(staffNo, SYSTEM, password);
      return given
        ? { document: { staffNo }, lines: [`${staffNo} has the one-time password that was given.`] }
        : {
            document: { staffNo, oneTimePassword },
            lines: [`${staffNo} one-time password: ${oneTimePassword}`],
          };
    };
  },
};

/** The number as an option or as the only word. */
function staffNoOf(asked: Asked): string {
  return asked.words.length > 0
    ? wordsOf(asked, 'staff number')['staff number']
    : requiredOption(asked, 'staff-no');
}
