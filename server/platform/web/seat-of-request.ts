import type { Request, Response } from 'express';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Seat, SeatPerson } from './seat.ts';
import {
  countAsUse,
  deviceOf,
  nameDevice,
  openSeat,
  renewSession,
  saveSession,
  type SeatData,
} from './sessions.ts';

/** Colleagues remembered at one PC; the digits 1–9 pick them. */
const MOST_PEOPLE = 9;

/** The seat of one request together with the content behind it, for the frame. */
export interface OpenSeat {
  seat: Seat;
  /** Content as it stands now; the frame may change it before {@link OpenSeat.commit}. */
  data(): SeatData;
  /** Stores what changed; called before anything is sent, so that the next request finds it. */
  commit(): Promise<void>;
}

/** Opens the seat of a request; `polling` requests do not count as use. */
export function seatOfRequest(
  req: Request,
  res: Response,
  { clock, config }: { clock: Clock; config: Config },
  polling: boolean,
): OpenSeat {
  const stored = JSON.stringify(req.session.seat ?? {});
  let data = openSeat(req.session.seat ?? {}, clock.real().getTime(), config, polling);
  let device = deviceOf(req, config);
  const real = () => clock.real().getTime();
  const seat: Seat = {
    get staffNo() {
      return data.staffNo ?? null;
    },
    get people() {
      return latestFirst(data);
    },
    get open() {
      return data.startedAt !== undefined;
    },
    get device() {
      return device;
    },
    signIn: async ({ staffNo, stamp }, { fresh }) => {
      const { people = {}, startedAt, locale, typed } = data;
      const now = real();
      const known = { ...people, [staffNo]: { ...people[staffNo], at: now } };
      data = await renewSession(req, {
        staffNo,
        stamp,
        startedAt: fresh ? now : (startedAt ?? now),
        seenAt: now,
        people: newest(known),
        ...(locale === undefined ? {} : { locale }),
        ...(typed === undefined ? {} : { typed }),
      });
      device ??= nameDevice(res, config);
    },
    signOut: async () => {
      const { staffNo, people = {}, startedAt, locale } = data;
      const others = Object.fromEntries(Object.entries(people).filter(([no]) => no !== staffNo));
      data = await renewSession(req, {
        people: others,
        ...(Object.keys(others).length > 0 && startedAt !== undefined ? { startedAt, seenAt: real() } : {}),
        ...(locale === undefined ? {} : { locale }),
      });
    },
    leave: (left) => {
      if (data.staffNo === undefined) return;
      data.people = { ...data.people, [data.staffNo]: { at: real(), left } };
    },
    takeLeft: (staffNo) => {
      const entry = data.people?.[staffNo];
      if (entry?.left === undefined) return null;
      const { left } = entry;
      data.people = { ...data.people, [staffNo]: { at: entry.at } };
      return left;
    },
    restamp: async (stamp) => {
      data = await renewSession(req, { ...data, stamp });
    },
    used: () => {
      if (data.staffNo !== undefined) countAsUse(data, real(), config);
    },
    setLocale: (locale) => {
      data.locale = locale;
    },
    restoreTyped: (left) => {
      data.typed = left;
    },
  };
  return {
    seat,
    data: () => data,
    commit: async () => {
      // An empty seat of a passer-by is not stored: health checks and robots leave nothing behind.
      if (JSON.stringify(data) === stored && req.session.seat !== undefined) return;
      if (Object.keys(data).length === 0 && stored === '{}') return;
      req.session.seat = data;
      await saveSession(req);
    },
  };
}

function latestFirst(data: SeatData): SeatPerson[] {
  return Object.entries(data.people ?? {})
    .map(([staffNo, { at, left }]) => ({ staffNo, at, left: left ?? null }))
    .sort((a, b) => b.at - a.at || a.staffNo.localeCompare(b.staffNo));
}

function newest(people: NonNullable<SeatData['people']>): NonNullable<SeatData['people']> {
  const kept = Object.entries(people)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, MOST_PEOPLE);
  return Object.fromEntries(kept);
}
