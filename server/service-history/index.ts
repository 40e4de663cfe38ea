/** The time line (接受服务情况): what a customer bought, was told, was given, took part in. */
export { EVENT_KINDS } from './service-event.ts';
export type { EventEntry, EventKind, ServiceEvent, TimelineEntry } from './service-event.ts';
export { makeServiceHistory } from './service-history.service.ts';
export type { ServiceHistory } from './service-history.service.ts';
export type { SuggestionDraft } from './suggestion-draft.model.ts';
