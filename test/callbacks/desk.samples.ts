import type { CallResult } from '../../server/callbacks/index.ts';
import { picturedCall, picturedDesk, picturedRow } from './desk-sample.ts';
import { picturedResult } from './queue-sample.ts';

const field = (name: string, message: string) => ({
  errors: { [name]: message },
  errorList: [{ field: name, message }],
});
const draft = picturedCall().draft;
const NOTHING = { answers: [], disposition: null, tags: [], words: '', fields: {} };
const attempts: CallResult[] = [picturedResult()];

export const samples: Record<string, object | object[]> = {
  'callbacks/desk': [
    picturedDesk(),
    // Fresh from the queue: nothing typed, not connected, no script, nothing done before.
    picturedDesk({
      call: { connectedAt: null, version: 0, script: null, draft: NOTHING },
      work: { preview: null, asksConsent: true },
      page: { undo: null },
    }),
    // Not to be dialled yet; a second attempt.
    picturedDesk({
      call: { connectedAt: null, draft: { ...draft, disposition: 'B1', tags: [] } },
      desk: {
        attempts,
        row: picturedRow({
          callability: {
            ok: false,
            why: 'quiet-hours',
            values: { from: '12:00', to: '14:00' },
            from: '14:00',
            checks: [],
          },
        }),
      },
      work: { problems: field('appointment-at', '时间？') },
    }),
    // After the call, with a tag taken back, a correction, an interruption.
    picturedDesk({
      call: {
        hungUpAt: new Date('2026-11-23T01:43:40Z'),
        draft: { ...draft, disposition: 'V2', tags: ['correction', 'visit', 'card', 'suggestion'] },
      },
      work: { problems: field('why-not-complaint', '请写为什么不记。') },
    }),
    // Somebody else has the customer; another window was later; nobody knows when to come back.
    picturedDesk({
      desk: { lost: { to: '李红梅' } },
      page: { conflict: { words: '另一个窗口' } },
      call: { draft: { ...draft, disposition: 'R2' } },
    }),
    picturedDesk({ desk: { lost: { to: null } }, call: { draft: { ...draft, disposition: 'O2' } } }),
    // A call that came in.
    picturedDesk({ desk: { row: null }, call: { direction: 'in', itemId: null } }),
  ],
  'callbacks/desk-preview': picturedDesk(),
  'callbacks/desk-progress': picturedDesk(),
};
