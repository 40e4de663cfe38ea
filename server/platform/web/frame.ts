import { storeTimeOf } from '../business-date.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Words } from '../i18n.ts';
import { LANGUAGES } from '../i18n.ts';
import type { Actor } from '../roles.ts';
import type { Assets } from './assets.ts';
import { keycapFor, movesOf, type KeyLayout } from './key-layout.ts';
import type { KeyHelp, KeyZones } from './keys.ts';
import { barAndMenu, currentNav, navFor, openTo, type HeaderTools, type NavItem } from './nav.ts';
import type { Locale, RouteEntry, Translate } from './route.ts';
import type { LeftOpen } from './seat.ts';
import type { Signals } from './signals.ts';

/** What every page's surroundings show: the second of the two values a template sees. */
export interface Frame {
  t: Translate;
  number: (value: number) => string;
  money: (fen: number) => string;
  locale: Locale;
  languages: { code: Locale; label: string; name: string; current: boolean }[];
  storeName: string;
  /** Title without the product's name. */
  title: string;
  path: string;
  /** Path with query: where a language change or a person change comes back to. */
  here: string;
  csrf: string;
  notice: string | null;
  requestId: string;
  /** Prefix of static files. */
  assets: string;
  stylesheets: string[];
  scripts: string[];
  actor: { staffNo: string; name: string; role: string } | null;
  singleKeys: boolean;
  /** Where this person has the single keys; `keyMoves` tells it to the scripts. */
  keyLayout: KeyLayout;
  keyMoves: string;
  /** Where the search box leads; null for who may not look customers up. */
  searchPath: string | null;
  /** Where the badge of runs leads; null for who may not see them. */
  runsPath: string | null;
  /** Where an incoming call is taken down; null for who does not answer the telephone. */
  incomingPath: string | null;
  /** The header's bar, and the menu 设置 at its end. */
  nav: { bar: NavEntry[]; menu: NavEntry[]; inMenu: boolean };
  zone: string | null;
  /** Keys in the footer. */
  keys: ShownKey[];
  /** All keys of the screen, then those of every screen. */
  keySheet: { heading: string; keys: ShownKey[] }[];
  /** Rehearsed business time, or null when the clock is the real one. */
  training: string | null;
  withoutRedis: boolean;
  runsToLookAt: number;
  /** Store time, HH:mm. */
  time: string;
  build: string;
  /** Typed text that belongs to this page, offered back to its form. */
  typed: string | null;
}

interface NavEntry {
  label: string;
  path: string;
  current: boolean;
  jump: string | null;
}

interface ShownKey {
  keys: string[];
  together: boolean;
  does: string;
}

/** Parts of the product the frame draws from; made once. */
export interface FrameParts {
  config: Config;
  clock: Clock;
  words: Words;
  assets: Assets;
  nav: readonly NavItem[];
  tools: HeaderTools;
  routes: readonly RouteEntry[];
  zones: KeyZones;
}

/** What one request adds. */
export interface FrameInput {
  actor: Actor;
  locale: Locale;
  singleKeys: boolean;
  keyLayout: KeyLayout;
  path: string;
  here: string;
  csrf: string;
  notice: string | null;
  requestId: string;
  signals: Signals;
  view: string;
  layout: string;
  title: string | undefined;
  zone: string | undefined;
  /** Further stylesheets of the page, in order. */
  styles?: readonly string[];
  typed: LeftOpen | null;
}

/** Builds the frame of one page; a new plain object every time, nothing of it comes from a request unread. */
export function makeFrame(parts: FrameParts, input: FrameInput): Frame {
  const { config, clock, words, assets, zones } = parts;
  const { actor, locale, layout, view } = input;
  const t = words.in(locale);
  const folder = view.slice(0, view.indexOf('/'));
  const items = actor.staffNo === '' ? [] : navFor(parts.nav, actor.roles);
  const current = currentNav(items, input.path);
  const { bar, menu } = barAndMenu(items);
  const entry = (item: NavItem): NavEntry => ({
    label: t(`frame.nav.${item.key}`),
    path: item.path,
    current: item === current,
    jump: item.jump ?? null,
  });
  const zone = input.zone === undefined ? [] : (zones[input.zone] ?? []);
  const toolPath = (tool: keyof HeaderTools) => openTo(parts.routes, parts.tools[tool], actor.roles);
  const everywhere = (zones['everywhere'] ?? []).filter(
    ({ tool }) => tool === undefined || toolPath(tool) !== null,
  );
  const shown = (help: KeyHelp): ShownKey => ({
    keys: help.together === true ? [...help.keys] : help.keys.map((key) => keycapFor(input.keyLayout, key)),
    together: help.together === true,
    does: t(help.does),
  });
  return {
    t,
    ...numberFormats(locale),
    locale,
    languages: LANGUAGES.map((code) => ({
      code,
      label: t(`frame.language.${code}.short`),
      name: t(`frame.language.${code}.name`),
      current: code === locale,
    })),
    storeName: config.STORE_NAME,
    title: input.title ?? '',
    path: input.path,
    here: input.here,
    csrf: input.csrf,
    notice: input.notice === null ? null : t(input.notice),
    requestId: input.requestId,
    assets: assets.base,
    stylesheets: stylesheetsFor(assets, layout, folder, view, input.styles ?? []),
    scripts: layout === 'print' ? assets.existing(`js/${folder}-print.js`) : scriptsFor(assets, folder, view),
    actor:
      actor.staffNo === ''
        ? null
        : {
            staffNo: actor.staffNo,
            name: actor.name,
            role: actor.roles[0] === undefined ? '' : t(`frame.role.${actor.roles[0]}`),
          },
    singleKeys: input.singleKeys,
    keyLayout: input.keyLayout,
    keyMoves: movesOf(input.keyLayout),
    searchPath: toolPath('search'),
    runsPath: toolPath('runs'),
    incomingPath: toolPath('incoming'),
    nav: { bar: bar.map(entry), menu: menu.map(entry), inMenu: current !== null && menu.includes(current) },
    zone: input.zone ?? null,
    keys: zone.filter((help) => help.footer !== false).map(shown),
    keySheet: [
      { heading: t('frame.keys.here'), keys: zone.map(shown) },
      { heading: t('frame.keys.everywhere'), keys: everywhere.map(shown) },
    ].filter((group) => group.keys.length > 0),
    training: clock.training ? `${clock.today()} ${clock.time()}` : null,
    withoutRedis: input.signals.withoutRedis,
    runsToLookAt: input.signals.runsToLookAt,
    time: storeTimeOf(clock.now()),
    build: assets.build,
    typed: input.typed === null ? null : JSON.stringify(input.typed.typed),
  };
}

/** Stylesheets of a page: the shared ones of its layout, its folder's, its own. Paper has a sheet of its own. */
function stylesheetsFor(
  assets: Assets,
  layout: string,
  folder: string,
  view: string,
  styles: readonly string[],
): string[] {
  if (layout === 'print') {
    const own = assets.existing(`css/${folder}-print.css`);
    return [...assets.existing('css/print.css'), ...own];
  }
  return assets.existing(
    'css/tokens.css',
    'css/base.css',
    'css/frame.css',
    'css/pieces.css',
    'css/table.css',
    'css/form.css',
    `css/${folder}.css`,
    `css/${view}.css`,
    ...styles.map((name) => `css/${name}.css`),
    'css/dense.css',
  );
}

function scriptsFor(assets: Assets, folder: string, view: string): string[] {
  return assets.existing('js/shared/frame.js', `js/${folder}.js`, `js/${view}.js`);
}

const formats = new Map<Locale, Pick<Frame, 'number' | 'money'>>();

function numberFormats(locale: Locale): Pick<Frame, 'number' | 'money'> {
  const known = formats.get(locale);
  if (known) return known;
  const plain = new Intl.NumberFormat(locale);
  const yuan = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const made = {
    number: (value: number) => plain.format(value),
    money: (fen: number) => `${fen < 0 ? '-' : ''}¥${yuan.format(Math.abs(fen) / 100)}`,
  };
  formats.set(locale, made);
  return made;
}
