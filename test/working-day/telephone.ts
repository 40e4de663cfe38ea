import { PEOPLE, type Person, type Ring } from './people.ts';

/** One call as whoever made it remembers it: what the office must know of afterwards, no more and no less. */
export interface Remembered {
  person: Person;
  code: string;
  /** Staff number of whoever spoke. */
  agent: string;
  source: 'screen' | 'paper' | 'incoming';
}

/** The other end of the line: who has been rung how often, and what comes of the next time. */
export interface Telephone {
  /** What happens when this person's telephone rings now. @throws when nothing was left to call about */
  rings(name: string): Ring;
  /** The call is over and the office has said that it is kept. */
  over(name: string, by: Pick<Remembered, 'agent' | 'source'>): void;
  /** Calls so far, in the order in which they were kept. */
  readonly calls: readonly Remembered[];
  callsOf(person: Person): Remembered[];
}

export function makeTelephone(): Telephone {
  const calls: Remembered[] = [];
  const callsOf = (person: Person) => calls.filter((call) => call.person === person);
  const rings = (name: string): Ring => {
    const person = personNamed(name);
    const ring = person.rings[callsOf(person).length];
    if (ring === undefined) throw new Error(`${name} was called once more than there was a reason for`);
    return ring;
  };
  return {
    rings,
    over: (name, by) => void calls.push({ person: personNamed(name), code: rings(name).code, ...by }),
    calls,
    callsOf,
  };
}

export function personNamed(name: string): Person {
  const found = PEOPLE.find((person) => person.name === name);
  if (found === undefined) throw new Error(`nobody of the day is called ${name}`);
  return found;
}
