import {
  maskPhone,
  readEvidence,
  type EvidenceField,
  type ListKind,
  type ReadRow,
} from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { OpenSheet } from './list-reader.ts';
import type { SampleRow } from './upload.ts';

/** How a sample cell is understood: shown under the column, with a warning where a person should look. */
export interface CellReading {
  text: string;
  careful: boolean;
}

/** Reads the cells of a sample row the way an import does, column by column. */
export function readSample(
  kind: ListKind,
  sheet: OpenSheet,
  sample: SampleRow,
  today: BusinessDate,
  t: Translate,
): (CellReading | null)[] {
  const cells = Object.fromEntries(
    sheet.fields.flatMap((field, at) => (field === null ? [] : [[field, sample.cells[at] ?? '']])),
  );
  const read = readEvidence({ row: sample.row, kind, cells }, today);
  return sheet.fields.map((field, at) => {
    const raw = (sample.cells[at] ?? '').trim();
    if (field === null) return null;
    if (raw === '') return { text: t('lists.reading.empty'), careful: false };
    if (read.setAside.some(({ column }) => column === field)) {
      return { text: t('lists.reading.set-aside'), careful: true };
    }
    return readAs(field, raw, read, t);
  });
}

function readAs(field: EvidenceField, raw: string, read: ReadRow, t: Translate): CellReading {
  const plain = (text: string | null | undefined): CellReading => ({ text: text ?? raw, careful: false });
  switch (field) {
    case 'name':
      return { text: read.name?.name ?? raw, careful: read.name?.masked === true };
    case 'cardNo':
      return plain(read.cardNo);
    case 'mobile':
    case 'landline':
    case 'phone':
      return phones(field, read, t);
    case 'birthday':
      return birthday(read, raw, t);
    case 'gender':
      return plain(read.gender === null ? null : t(`lists.reading.${read.gender}`));
    case 'issuedOn':
    case 'registeredOn':
    case 'eventDate':
    case 'submittedOn':
      return plain(read.on);
    case 'boughtAt':
      return plain(read.receipt === null ? null : `${read.receipt.on} ${read.receipt.time}`.trim());
    case 'amount':
      return plain(read.receipt === null ? null : (read.receipt.amountFen / 100).toFixed(2));
    default:
      return plain(raw);
  }
}

function phones(field: EvidenceField, read: ReadRow, t: Translate): CellReading {
  const types =
    field === 'mobile' ? ['mobile', 'other'] : field === 'landline' ? ['landline', 'other'] : null;
  const numbers = read.phones.filter(({ type }) => types === null || types.includes(type));
  const [first] = numbers;
  if (first === undefined) return { text: t('lists.reading.set-aside'), careful: true };
  if (numbers.length > 1)
    return { text: t('lists.reading.numbers', { count: numbers.length }), careful: true };
  return { text: maskPhone(first, t('lists.reading.extension')), careful: !first.valid };
}

function birthday(read: ReadRow, raw: string, t: Translate): CellReading {
  const certified = read.birthday?.certified;
  if (certified === null || certified === undefined) return { text: raw, careful: true };
  const { year, month, day, calendar, leap } = certified;
  const numbers = [year, ...[month, day].map((n) => String(n).padStart(2, '0'))].filter((n) => n !== null);
  const text = `${numbers.join('-')} ${t(`lists.reading.calendar-${calendar}`)}${leap ? ` ${t('lists.reading.leap')}` : ''}`;
  return { text, careful: calendar === 'unknown' };
}
