import type { AuditTrail } from '../platform/audit.ts';
import { page, type RouteEntry } from '../platform/web/route.ts';
import { readAuditSearch } from './audit.form.ts';
import { auditPage, AUDIT_LINES } from './audit.view.ts';
import type { People } from './staff.service.ts';

/** The trail for the administrator, by event, person and record. Looking at it leaves a line in it. */
export function auditRoutes({ people, audit }: { people: People; audit: AuditTrail }): RouteEntry[] {
  return [
    {
      method: 'get',
      path: '/audit',
      roles: ['admin'],
      audit: 'audit.read',
      traced: true,
      handler: async (ask) => {
        const search = readAuditSearch(ask.query);
        const { event, person, record, before } = search;
        const entries = await audit.list(
          {
            ...(event === '' ? {} : { event }),
            ...(person === '' ? {} : { staffNo: person }),
            ...(record === '' ? {} : { subjectId: record }),
            ...(before === null ? {} : { before }),
          },
          AUDIT_LINES,
        );
        const names = new Map((await people.list()).map(({ staffNo, name }) => [staffNo, name]));
        return page('staff/audit', auditPage(search, entries, names), { title: ask.t('staff.audit.title') });
      },
    },
  ];
}
