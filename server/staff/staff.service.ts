import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { lately } from '../platform/lately.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Actor, Role } from '../platform/roles.ts';
import { exchanged, layoutOf, movesOf } from '../platform/web/key-layout.ts';
import type { Locale } from '../platform/web/route.ts';
import type { Visitors } from '../platform/web/visitor.ts';
import { oneTimePassword } from './one-time-password.ts';
import { isStaffNo, passwordProblem, pinProblem, type NewPerson, type Person } from './person.ts';
import type { PersonChange, PersonModel, StoredPerson } from './person.model.ts';
import type { Secrets } from './secret.service.ts';

/** Where a person with a one-time password is sent until it is changed. */
export const PASSWORD_PATH = '/me/password';

/** The people of the office and their accounts. Every change leaves a line in the trail, in the same transaction. */
export interface People {
  find(staffNo: string): Promise<Person | null>;
  /** Everybody, by staff number, disabled ones too. */
  list(): Promise<Person[]>;
  /** Names of everybody who ever worked here, by staff number; at most a second old. */
  names: () => Promise<ReadonlyMap<string, string>>;
  /** Active holders of the role `agent`, by staff number. */
  activeAgents(): Promise<{ staffNo: string; name: string; roles: Role[] }[]>;
  /** Names for the list of colleagues at a PC, in the order asked; disabled people are left out. */
  colleagues(
    staffNos: readonly string[],
  ): Promise<{ staffNo: string; name: string; pinDigits: number | null }[]>;
  /**
   * @throws InvalidInput for a bad staff number, name, role, password or PIN; Conflict when the number is taken.
   */
  add(person: NewPerson, actor: Actor): Promise<Person>;
  /** Ends every sign-in of the person, in other processes within a second. @throws NotFound; RuleBroken for the last active administrator. */
  disable(staffNo: string, actor: Actor): Promise<void>;
  enable(staffNo: string, actor: Actor): Promise<void>;
  /** Sets a one-time password (given, or made here), ends every sign-in as `disable` does, takes the PIN away; returns the password. */
  resetPassword(staffNo: string, actor: Actor, password?: string): Promise<string>;
  /** @throws RuleBroken when no active administrator would be left. */
  setRoles(staffNo: string, roles: Role[], actor: Actor): Promise<void>;
  /** Own change, the old password given. Returns the new stamp, under which the present session may live on. */
  changePassword(staffNo: string, old: string, fresh: string): Promise<string>;
  /** Own change, the password given; `pin` null takes it away. */
  changePin(staffNo: string, password: string, pin: string | null): Promise<void>;
  setLocale(staffNo: string, locale: Locale): Promise<void>;
  setSingleKeys(staffNo: string, on: boolean): Promise<void>;
  /**
   * Two single keys change places, as they were pressed when the person looked (`seen`, as `movesOf` writes it); the same
   * once more changes nothing.
   * @throws InvalidInput when other keys were exchanged meanwhile
   */
  exchangeKeys(staffNo: string, exchange: { one: string; other: string; seen: string }): Promise<void>;
  /** All single keys back where the product has them. */
  keysAsPrinted(staffNo: string): Promise<void>;
  setOpensNext(staffNo: string, on: boolean): Promise<void>;
  /** True when the password is the person's own and the person is active. For the command line and re-asking. */
  verifyPassword(staffNo: string, password: string): Promise<boolean>;
  /** Who stands behind a session, for the web frame. */
  visitors: Visitors;
}

export function makePeople({
  db,
  model,
  secrets,
  clock,
  audit,
}: {
  db: Database;
  model: PersonModel;
  secrets: Secrets;
  clock: Clock;
  audit: AuditTrail;
}): People {
  const personLately = lately((staffNo: string) => model.find(staffNo));
  const names = lately(async () => new Map((await model.list()).map(({ _id, name }) => [_id, name])));
  const existing = async (staffNo: string): Promise<StoredPerson> => {
    const found = await model.find(staffNo);
    if (found === null) throw new NotFound('staff.errors.no-such-person');
    return found;
  };
  const changeWithTrace = async (
    staffNo: string,
    change: PersonChange,
    actor: Actor,
    event: string,
    check?: (session: Session) => Promise<void>,
  ): Promise<void> => {
    await db.transaction(async (session) => {
      const changed = await model.change(staffNo, change, session);
      if (changed === null) throw new NotFound('staff.errors.no-such-person');
      await check?.(session);
      const { roles } = changed;
      await audit.record(
        { actor, event, subject: { kind: 'person', id: staffNo }, detail: { roles: [...roles] } },
        session,
      );
    });
    personLately.forget();
  };
  /** A change that nobody else needs to know of. */
  const changeOwn = async (staffNo: string, change: PersonChange): Promise<void> => {
    await model.change(staffNo, change);
    personLately.forget();
  };
  /** Only who was an active administrator can be the last one. */
  const someAdminLeft =
    (before: StoredPerson) =>
    async (session: Session): Promise<void> => {
      if (!before.active || !before.roles.includes('admin')) return;
      if ((await model.countActiveWith('admin', session)) > 0) return;
      throw new RuleBroken('staff.errors.last-admin');
    };
  const self = (person: StoredPerson): Actor => ({
    staffNo: person._id,
    name: person.name,
    roles: [...person.roles],
  });

  return {
    find: async (staffNo) => {
      const found = await model.find(staffNo);
      return found === null ? null : publicView(found);
    },
    list: async () => (await model.list()).map(publicView),
    names,
    activeAgents: async () =>
      (await model.list())
        .filter((person) => person.active && person.roles.includes('agent'))
        .map(({ _id, name, roles }) => ({ staffNo: _id, name, roles: [...roles] })),
    colleagues: async (staffNos) => {
      const found = new Map((await model.findMany(staffNos)).map((person) => [person._id, person]));
      return staffNos.flatMap((staffNo) => {
        const person = found.get(staffNo);
        return person?.active === true ? [{ staffNo, name: person.name, pinDigits: person.pinDigits }] : [];
      });
    },
    add: async (person, actor) => {
      checkNewPerson(person);
      const stored: StoredPerson = {
        _id: person.staffNo,
        name: person.name.trim(),
        roles: [...new Set(person.roles)],
        active: true,
        locale: person.locale ?? 'zh-CN',
        singleKeys: true,
        keyMoves: '',
        opensNext: false,
        passwordHash: await secrets.hash(person.password),
        pinHash: person.pin === undefined ? null : await secrets.hash(person.pin),
        pinDigits: person.pin?.length ?? null,
        mustChangePassword: person.oneTime ?? false,
        stamp: newId(),
        addedAt: clock.now(),
      };
      await db.transaction(async (session) => {
        if (!(await model.insert(stored, session))) throw new Conflict('staff.errors.staff-no-taken');
        await audit.record(
          {
            actor,
            event: 'staff.added',
            subject: { kind: 'person', id: stored._id },
            detail: { roles: [...stored.roles] },
          },
          session,
        );
      });
      names.forget();
      return publicView(stored);
    },
    disable: async (staffNo, actor) => {
      const change = { active: false, stamp: newId() };
      const check = someAdminLeft(await existing(staffNo));
      await changeWithTrace(staffNo, change, actor, 'staff.disabled', check);
    },
    enable: async (staffNo, actor) => {
      await changeWithTrace(staffNo, { active: true, stamp: newId() }, actor, 'staff.enabled');
    },
    resetPassword: async (staffNo, actor, password) => {
      await existing(staffNo);
      if (password !== undefined) refuse('password', passwordProblem(password, staffNo));
      const oneTime = password ?? oneTimePassword(staffNo);
      const change = {
        passwordHash: await secrets.hash(oneTime),
        pinHash: null,
        pinDigits: null,
        mustChangePassword: true,
        stamp: newId(),
      };
      await changeWithTrace(staffNo, change, actor, 'staff.password-reset');
      return oneTime;
    },
    setRoles: async (staffNo, roles, actor) => {
      if (roles.length === 0)
        throw new InvalidInput([{ field: 'roles', message: 'staff.errors.roles-none' }]);
      const unique = [...new Set(roles)];
      const check = someAdminLeft(await existing(staffNo));
      await changeWithTrace(staffNo, { roles: unique }, actor, 'staff.roles-changed', check);
    },
    changePassword: async (staffNo, old, fresh) => {
      const person = await existing(staffNo);
      if (!(await secrets.matches(person.passwordHash, old))) refuse('old', 'staff.errors.password-wrong');
      refuse('password', old === fresh ? 'staff.errors.password-same' : passwordProblem(fresh, staffNo));
      const stamp = newId();
      const change = { passwordHash: await secrets.hash(fresh), mustChangePassword: false, stamp };
      await changeWithTrace(staffNo, change, self(person), 'staff.password-changed');
      return stamp;
    },
    changePin: async (staffNo, password, pin) => {
      const person = await existing(staffNo);
      if (pin !== null) refuse('pin', pinProblem(pin, staffNo));
      if (!(await secrets.matches(person.passwordHash, password))) {
        refuse('pin-password', 'staff.errors.password-wrong');
      }
      const change =
        pin === null
          ? { pinHash: null, pinDigits: null }
          : { pinHash: await secrets.hash(pin), pinDigits: pin.length };
      await changeWithTrace(staffNo, change, self(person), 'staff.pin-changed');
    },
    setLocale: async (staffNo, locale) => {
      await changeOwn(staffNo, { locale });
    },
    setSingleKeys: async (staffNo, on) => {
      await changeOwn(staffNo, { singleKeys: on });
    },
    exchangeKeys: async (staffNo, { one, other, seen }) => {
      const wanted = movesOf(exchanged(layoutOf(seen), one, other));
      if (!(await model.changeKeys(staffNo, seen, wanted))) {
        const { keyMoves = '' } = await existing(staffNo);
        refuse('one', keyMoves === wanted ? null : 'staff.errors.keys-changed');
      }
      personLately.forget();
    },
    keysAsPrinted: async (staffNo) => {
      await changeOwn(staffNo, { keyMoves: '' });
    },
    setOpensNext: async (staffNo, on) => {
      await changeOwn(staffNo, { opensNext: on });
    },
    verifyPassword: async (staffNo, password) => {
      const person = await model.find(staffNo);
      const right = await secrets.matches(person?.passwordHash ?? null, password);
      return right && person?.active === true;
    },
    visitors: {
      find: async (staffNo, stamp) => {
        const holds = (one: StoredPerson | null) => one?.active === true && one.stamp === stamp;
        const known = await personLately(staffNo);
        // Who is not let in by what is remembered may have a new password since, set in another process.
        const person = holds(known) ? known : await model.find(staffNo);
        if (person === null || !holds(person)) return null;
        return {
          actor: self(person),
          locale: person.locale,
          singleKeys: person.singleKeys,
          keyLayout: layoutOf(person.keyMoves ?? ''),
          confinedTo: person.mustChangePassword ? PASSWORD_PATH : null,
        };
      },
    },
  };
}

function publicView(person: StoredPerson): Person {
  const { _id, name, roles, active, locale, singleKeys, keyMoves, opensNext, pinHash } = person;
  return {
    staffNo: _id,
    name,
    roles: [...roles],
    active,
    locale,
    singleKeys,
    keyLayout: layoutOf(keyMoves ?? ''),
    opensNext: opensNext === true,
    hasPin: pinHash !== null,
    mustChangePassword: person.mustChangePassword,
  };
}

function checkNewPerson(person: NewPerson): void {
  const problems = [
    ['staffNo', isStaffNo(person.staffNo) ? null : 'staff.errors.staff-no'],
    ['name', person.name.trim() === '' || Array.from(person.name).length > 40 ? 'staff.errors.name' : null],
    ['roles', person.roles.length === 0 ? 'staff.errors.roles-none' : null],
    ['password', passwordProblem(person.password, person.staffNo)],
    ['pin', person.pin === undefined ? null : pinProblem(person.pin, person.staffNo)],
  ] as const;
  const fields = problems.flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
  if (fields.length > 0) throw new InvalidInput(fields);
}

function refuse(field: string, message: string | null): void {
  if (message !== null) throw new InvalidInput([{ field, message }]);
}
