import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/mongo.ts';
import type { RouteEntry } from '../platform/web/route.ts';
import { auditRoutes } from './audit.routes.ts';
import { makeKnownDeviceModel } from './known-device.model.ts';
import { makeNoticeModel } from './notice.model.ts';
import { noticeRoutes } from './notice.routes.ts';
import { makeNotices, type Notices } from './notice.service.ts';
import { peopleRoutes } from './people.routes.ts';
import { makePersonModel } from './person.model.ts';
import { profileRoutes } from './profile.routes.ts';
import { makeSecrets } from './secret.service.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { makeSignIns, type SignIns } from './sign-in.service.ts';
import { makePeople, type People } from './staff.service.ts';
import { makeThrottleModel } from './throttle.model.ts';
import { makeWorkstations, type Workstations } from './workstation.service.ts';
import { makeWorkstationModel } from './workstation.model.ts';

export type { NewPerson, Person } from './person.ts';
export { isRole } from './person.ts';
export type { People } from './staff.service.ts';

export type { Workstations } from './workstation.service.ts';

/** The people of the office, the ways they sign in, and the PCs they sit at. */
export type Staff = People & {
  signIns: SignIns;
  workstations: Workstations;
  notices: Notices;
  audit: AuditTrail;
  clock: Clock;
};

/** Makes the staff feature on the house's database. */
export function makeStaff(house: { db: Database; clock: Clock; audit: AuditTrail }): Staff {
  const { db, clock, audit } = house;
  const model = makePersonModel(db);
  const secrets = makeSecrets();
  const signIns = makeSignIns({
    model,
    devices: makeKnownDeviceModel(db),
    throttle: makeThrottleModel(db),
    secrets,
    clock,
    audit,
  });
  const workstations = makeWorkstations({ model: makeWorkstationModel(db), clock });
  const notices = makeNotices({ db, model: makeNoticeModel(db), clock, audit });
  return {
    ...makePeople({ db, model, secrets, clock, audit }),
    signIns,
    workstations,
    notices,
    audit,
    clock,
  };
}

/** All pages of the feature. */
export function staffRoutes(staff: Staff): RouteEntry[] {
  return [
    ...signInRoutes({ ...staff, people: staff }),
    ...profileRoutes(staff, staff.workstations),
    ...peopleRoutes(staff),
    ...noticeRoutes(staff),
    ...auditRoutes({ people: staff, audit: staff.audit }),
  ];
}
