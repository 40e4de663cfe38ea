import type { KeyZones } from './platform/web/keys.ts';

/**
 * Every key of every screen, by zone. A page names its zone with `page(view, model, { zone })`; the footer and the `?`
 * sheet are drawn from here. Within a zone (and together with `everywhere`) a single key has one meaning: tested.
 */
export const KEY_ZONES: KeyZones = {
  everywhere: [
    { keys: ['?'], does: 'frame.keys.sheet' },
    { keys: ['/'], does: 'frame.keys.search' },
    { keys: ['Ctrl', 'K'], together: true, does: 'frame.keys.palette' },
    { keys: ['G'], does: 'frame.keys.go' },
    { keys: ['`'], does: 'frame.keys.switch' },
    { keys: ['I'], does: 'frame.keys.incoming', tool: 'incoming' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** 我的一天: the one filled button. */
  'my-day': [{ keys: ['Enter'], does: 'my-day.keys.next' }],
  /** The administrator's list of people. */
  people: [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['A'], does: 'staff.people.add' },
  ],
  /** One person's roles and account. */
  person: [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'frame.keys.save' },
    { keys: ['Esc'], does: 'staff.person.back' },
  ],
  /** The notice line of the sign-in page. */
  notice: [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'frame.keys.save' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** Search results. */
  customers: [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
  ],
  /** One customer's page. */
  customer: [
    { keys: ['E'], does: 'customers.keys.edit', footer: true },
    { keys: ['V'], does: 'customers.keys.reveal', footer: true },
    { keys: ['C'], does: 'customers.keys.consent', footer: true },
  ],
  /** The completion queue. */
  completion: [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
  ],
  /** Editing a customer, comparing two. */
  'customer-edit': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'frame.keys.save', footer: true },
    { keys: ['Esc'], does: 'frame.keys.back', footer: true },
  ],
  /** A list on its way in, and an import: rows by outcome. */
  lists: [
    { keys: ['C'], does: 'lists.keys.conflicts' },
    { keys: ['R'], does: 'lists.keys.rejected' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'lists.keys.import' },
  ],
  /** Undoing an import. */
  'list-undo': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'lists.keys.undo' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** The leader's board: lists of agents and of people, and what is done with those selected. */
  'dispatch-board': [
    { keys: ['↑', '↓'], does: 'dispatch.keys.rows' },
    { keys: ['←', '→'], does: 'dispatch.keys.zones' },
    { keys: ['Enter'], does: 'dispatch.keys.open' },
    { keys: ['X'], does: 'dispatch.keys.select' },
    { keys: ['M'], does: 'dispatch.keys.move' },
    { keys: ['B'], does: 'dispatch.keys.balance' },
    { keys: ['T'], does: 'dispatch.keys.transfer' },
    { keys: ['F'], does: 'dispatch.keys.fix' },
    { keys: ['P'], does: 'dispatch.keys.print' },
    { keys: ['S'], does: 'dispatch.keys.supplement' },
    { keys: ['Z'], does: 'dispatch.keys.undo' },
  ],
  /** People behind a figure, sheets of a day, one sheet. */
  'dispatch-list': [
    { keys: ['J', 'K'], does: 'dispatch.keys.rows' },
    { keys: ['Enter'], does: 'dispatch.keys.open' },
    { keys: ['X'], does: 'dispatch.keys.select' },
    { keys: ['P'], does: 'dispatch.keys.print' },
    { keys: ['Esc'], does: 'dispatch.keys.back' },
  ],
  /** Rules and quotas: tried, then saved. */
  'dispatch-rules': [
    { keys: ['T'], does: 'dispatch.keys.try' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'dispatch.keys.save' },
    { keys: ['Esc'], does: 'dispatch.keys.back' },
  ],
  /** The agent's queue: rows, why not, the desk, the last save. */
  'call-queue': [
    { keys: ['↑', '↓'], does: 'callbacks.keys.rows' },
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'callbacks.keys.open' },
    { keys: ['W'], does: 'callbacks.keys.why' },
    { keys: ['N'], does: 'callbacks.keys.next' },
    { keys: ['Z'], does: 'callbacks.keys.undo' },
  ],
  /** Who is calling; callers we do not know. */
  incoming: [
    { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'callbacks.keys.pick', footer: false },
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.keys.note-unknown' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** Paper keyed back: digits and letters are typed, so only Enter and arrows act. */
  'keyed-back': [
    { keys: ['Enter'], does: 'callbacks.keys.onward' },
    { keys: ['Shift', 'Enter'], together: true, does: 'callbacks.keys.previous' },
    { keys: ['↑', '↓'], does: 'callbacks.keys.same-field' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'frame.keys.save' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** A sheet signed in with rows that have no result. */
  'sheet-return': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.keys.sign' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  'unknown-callers': [{ keys: ['Esc'], does: 'frame.keys.back' }],
  /** The call desk: digits go to one zone at a time, letters press what carries them. */
  'call-desk': [
    { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'callbacks.keys.digits' },
    { keys: ['M'], does: 'callbacks.keys.others' },
    { keys: ['Q', 'W', 'E', 'R', 'A', 'S', 'D', 'F'], does: 'callbacks.keys.tags' },
    { keys: ['T'], does: 'callbacks.keys.agreed' },
    { keys: ['C'], does: 'callbacks.keys.connected' },
    { keys: ['H'], does: 'callbacks.keys.other-number' },
    { keys: ['Y'], does: 'callbacks.keys.copy' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.keys.save' },
    { keys: ['N'], does: 'callbacks.keys.next' },
    { keys: ['Z'], does: 'callbacks.keys.undo' },
    { keys: ['Esc'], does: 'callbacks.keys.to-result' },
  ],
  /** The leader's board of the day, the customers behind a figure, handing over what somebody still holds. */
  'call-day': [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['T'], does: 'callbacks.day.keys.hand-over' },
    { keys: ['R'], does: 'callbacks.day.keys.results' },
  ],
  'call-day-rows': [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['Esc'], does: 'callbacks.day.keys.back' },
  ],
  'call-hand-over': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.day.keys.hand-over' },
    { keys: ['Esc'], does: 'callbacks.day.keys.back' },
  ],
  /** The list of results, one result, a customer's calls, the list as a file. */
  'call-results': [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['P'], does: 'callbacks.results.keys.previous', footer: false },
    { keys: ['N'], does: 'callbacks.results.keys.next' },
    { keys: ['X'], does: 'callbacks.results.keys.export' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.results.keys.apply' },
  ],
  'call-result': [{ keys: ['Esc'], does: 'callbacks.day.keys.back' }],
  'call-history': [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['N'], does: 'callbacks.results.keys.next' },
    { keys: ['Esc'], does: 'callbacks.day.keys.back' },
  ],
  'call-export': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.results.keys.export' },
    { keys: ['Esc'], does: 'callbacks.day.keys.back' },
  ],
  /** What left the house as files. */
  exports: [{ keys: ['Ctrl', 'Enter'], together: true, does: 'exports.keys.save', footer: false }],
  /** How calls end: the leader's own ones. */
  dispositions: [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'callbacks.dispositions.keys.save', footer: true },
    { keys: ['Esc'], does: 'callbacks.dispositions.keys.back', footer: true },
  ],
  /** What calls left to do: flowers, cards, forms. */
  wishes: [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
    { keys: ['X'], does: 'wishes.keys.export', footer: true },
  ],
  /** A list of what calls left, on its way out of the house. */
  'wish-export': [
    { keys: ['Ctrl', 'Enter'], together: true, does: 'wishes.keys.export' },
    { keys: ['Esc'], does: 'frame.keys.back' },
  ],
  /** Visits to a counter. */
  visits: [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
    { keys: ['P'], does: 'wishes.keys.print', footer: true },
    { keys: ['X'], does: 'wishes.keys.export', footer: true },
  ],
  /** Figures of the calling. */
  metrics: [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
  ],
  /** The rows behind a figure. */
  'metric-rows': [
    { keys: ['J', 'K'], does: 'frame.keys.move', footer: true },
    { keys: ['Enter'], does: 'frame.keys.open', footer: true },
    { keys: ['P'], does: 'metrics.keys.previous', footer: true },
    { keys: ['N'], does: 'metrics.keys.next', footer: true },
    { keys: ['Esc'], does: 'metrics.keys.back', footer: true },
  ],
  /** Templates of text and WeChat messages. */
  message: [
    { keys: ['Y'], does: 'messages.send.keys.copy', footer: true },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'messages.send.keys.log', footer: true },
    { keys: ['Esc'], does: 'messages.keys.back', footer: true },
  ],
  /** Templates of messages, for the leader. */
  templates: [
    { keys: ['A'], does: 'messages.keys.add' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'messages.keys.save' },
    { keys: ['Esc'], does: 'messages.keys.back' },
  ],
  /** All scripts. */
  scripts: [
    { keys: ['J', 'K'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.open' },
    { keys: ['A'], does: 'scripts.keys.add' },
  ],
  /** One script, played as on the call desk. */
  script: [
    {
      keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'X'],
      does: 'scripts.keys.answer',
      footer: false,
    },
    { keys: ['E'], does: 'scripts.keys.edit' },
    { keys: ['R'], does: 'scripts.keys.again' },
    { keys: ['Esc'], does: 'scripts.keys.back' },
  ],
  /** The editor of a draft. */
  'script-edit': [
    { keys: ['F9'], does: 'scripts.keys.save' },
    { keys: ['Alt', '↑'], together: true, does: 'scripts.keys.up' },
    { keys: ['Alt', '↓'], together: true, does: 'scripts.keys.down' },
    { keys: ['A'], does: 'scripts.keys.add-question' },
    { keys: ['V'], does: 'scripts.keys.preview' },
    { keys: ['Z'], does: 'scripts.keys.undo' },
    { keys: ['Ctrl', 'Enter'], together: true, does: 'scripts.keys.publish' },
    { keys: ['Esc'], does: 'scripts.keys.back' },
  ],
  /** Changing the person: a digit picks a colleague remembered at this PC, then the PIN. */
  switch: [
    { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'staff.switch.pick', footer: false },
    { keys: ['Enter'], does: 'staff.switch.go' },
  ],
};
