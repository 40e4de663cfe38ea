import { randomBytes } from 'node:crypto';
import { ROLES, SYSTEM, type Role } from '../platform/roles.ts';
import { isRole } from '../staff/index.ts';
import { requiredOption, wordsOf, WrongUsage, type OfficeCommand } from './command.ts';
import { passwordFrom } from './password-input.ts';

/** `office users add --staff-no … --name … --roles … [--password-stdin]`. */
export const usersAddCommand: OfficeCommand = {
  name: 'users add',
  usage: '--staff-no 0301 --name 张敏 --roles agent[,clerk…] [--password-stdin]',
  does: `adds a person (roles: ${ROLES.join(', ')}); without --password-stdin a one-time password is made`,
  options: {
    'staff-no': { type: 'string' },
    name: { type: 'string' },
    roles: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  prepare: (asked) => {
    wordsOf(asked);
    const staffNo = requiredOption(asked, 'staff-no');
    const name = requiredOption(asked, 'name');
    const roles = rolesOf(requiredOption(asked, 'roles'));
    const given = asked.options['password-stdin'] === true;
    return async ({ office: { services }, readStdin }) => {
      const password = given ? passwordFrom(await readStdin()) : randomBytes(24).toString('base64url');
      const added = await services.staff.add({ staffNo, name, roles, password, oneTime: !given }, SYSTEM);
      const document = { staffNo: added.staffNo, name: added.name, roles: added.roles };
      const line = `${staffNo} ${name}: ${added.roles.join(', ')}`;
      if (given) return { document, lines: [line] };
      const oneTimePassword = await services.staff.resetPassword(staffNo, SYSTEM);
      return {
        document: { ...document, oneTimePassword },
        lines: [line, `One-time password: ${oneTimePassword}`],
      };
    };
  },
};

function rolesOf(text: string): Role[] {
  return text.split(',').map((part) => {
    const role = part.trim();
    if (!isRole(role)) throw new WrongUsage(`There is no role "${role}". There are: ${ROLES.join(', ')}.`);
    return role;
  });
}
