import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { changeLines, type ChangeLine } from './change.view.ts';
import type { Play } from './play.view.ts';
import { scriptChanges } from './script-change.ts';
import { BINDABLE_RULES } from './script-check.ts';
import type { ScriptSummary, ScriptVersion } from './script.types.ts';

/** All scripts of the office (`views/scripts/list.hbs`). */
export interface ListPage {
  lines: ScriptLine[];
  used: number;
  /** Reasons for a call that have no script, in words; empty when all have one. */
  without: string;
  title: { value: string; error: string | null };
  errorList: { field: string; message: string }[];
}

export interface ScriptLine {
  title: string;
  href: string;
  editHref: string;
  rules: string[];
  /** 0 while nothing is published. */
  version: number;
  questions: number;
  published: string;
  by: string;
  state: 'used' | 'draft' | 'retired';
  /** A published script with a draft beside it. */
  changing: boolean;
}

export interface ScriptPage {
  id: string;
  title: string;
  version: number;
  current: boolean;
  rules: string[];
  /** Empty unless it makes a difference who came. */
  attended: string;
  retired: boolean;
  editHref: string;
  hasDraft: boolean;
  published: string;
  note: string;
  play: Play | null;
  versions: VersionLine[];
}

export interface VersionLine {
  version: number;
  href: string;
  shown: boolean;
  current: boolean;
  at: string;
  by: string;
  note: string;
  /** Differences from the version before; the first has none. */
  changes: ChangeLine[];
}

export function listPage(
  summaries: readonly ScriptSummary[],
  typed: { title: string; errors: { field: string; message: string }[] } | null,
  nameOf: (staffNo: string) => string,
  t: Translate,
): ListPage {
  const lines = summaries.map((one): ScriptLine => {
    const href = `/scripts/${one.scriptId}`;
    return {
      title: one.title,
      href,
      editHref: `${href}/edit`,
      rules: rulesWords(one.rules, t),
      version: one.version,
      questions: one.questions,
      published: one.at === null ? '' : momentWords(one.at),
      by: one.by === null ? '' : nameOf(one.by),
      state: one.retired ? 'retired' : one.version === 0 ? 'draft' : 'used',
      changing: one.hasDraft && one.version > 0,
    };
  });
  const used = summaries.filter(({ retired, version }) => !retired && version > 0);
  const without = BINDABLE_RULES.filter((rule) => !used.some(({ rules }) => rules.includes(rule)));
  return {
    lines,
    used: used.length,
    without: rulesWords(without, t).join(t('scripts.list-comma')),
    title: {
      value: typed?.title ?? '',
      error: typed?.errors.find(({ field }) => field === 'title')?.message ?? null,
    },
    errorList: typed?.errors ?? [],
  };
}

export function scriptPage(
  summary: ScriptSummary,
  {
    shown,
    versions,
    play,
  }: { shown: ScriptVersion | null; versions: readonly ScriptVersion[]; play: Play | null },
  nameOf: (staffNo: string) => string,
  t: Translate,
): ScriptPage {
  const href = `/scripts/${summary.scriptId}`;
  return {
    id: summary.scriptId,
    title: shown?.title ?? summary.title,
    version: shown?.version ?? 0,
    current: shown?.version === summary.version,
    rules: rulesWords(shown?.rules ?? summary.rules, t),
    attended:
      shown === null || shown.attended === null ? '' : t(`scripts.attended.${String(shown.attended)}`),
    retired: summary.retired,
    editHref: `${href}/edit`,
    hasDraft: summary.hasDraft,
    published: shown === null ? '' : `${momentWords(shown.at)} ${nameOf(shown.by)}`,
    note: shown?.note ?? '',
    play,
    versions: versions.map((one, place) => {
      const before = versions[place + 1];
      return {
        version: one.version,
        href: `${href}?version=${String(one.version)}`,
        shown: one.version === shown?.version,
        current: one.version === summary.version,
        at: momentWords(one.at),
        by: nameOf(one.by),
        note: one.note,
        changes: before === undefined ? [] : changeLines(scriptChanges(before, one), t),
      };
    }),
  };
}

function rulesWords(rules: readonly string[], t: Translate): string[] {
  return rules.map((rule) => t(`dispatch.lead.${rule}`));
}

/** `2026-11-02 09:30` */
function momentWords(at: Date): string {
  return `${businessDateOf(at)} ${storeTimeOf(at)}`;
}
