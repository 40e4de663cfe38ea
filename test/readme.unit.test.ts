import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../server/platform/config.ts';
import { ROOT } from '../server/platform/paths.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** A section of the README, from its heading to the next. */
function section(heading: string): string {
  const from = readme.indexOf(`\n## ${heading}\n`);
  expect(from).toBeGreaterThan(0);
  const to = readme.indexOf('\n## ', from + 4);
  return readme.slice(from, to < 0 ? undefined : to);
}

/** Names in the first column of a section's tables. */
function firstColumn(text: string): string[] {
  return [...text.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  );
}

describe('the README', () => {
  it('has every setting in its table, and no other', () => {
    expect(firstColumn(section('Configuration')).toSorted()).toEqual([...SETTING_NAMES].toSorted());
  });

  it('has every package with its licence, and no other', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    ) as { dependencies: object; devDependencies: object };
    const names = Object.keys({ ...dependencies, ...devDependencies });
    expect(firstColumn(section('What it stands on')).toSorted()).toEqual(names.toSorted());
  });

  it('names the licences as the packages do', () => {
    for (const [line] of section('What it stands on').matchAll(/^\| `.*$/gm)) {
      const [names = '', , licence = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      for (const [, name = ''] of names.matchAll(/`([^`]+)`/g)) {
        const manifest = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
        expect([name, licence]).toEqual([name, (JSON.parse(manifest) as { license: string }).license]);
      }
    }
  });

  it('has a line for every folder of the server', () => {
    const folders = readdirSync(join(ROOT, 'server'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `server/${name}/`);
    const told = firstColumn(section('Folders')).filter((name) => name.startsWith('server/'));
    expect(told.toSorted()).toEqual(folders.toSorted());
  });

  it('shows pictures that are there and small', () => {
    const pictures = [...readme.matchAll(/\((docs\/pictures\/[\w-]+\.png)\)/g)].map(([, path]) => path!);
    expect(pictures.length).toBeGreaterThanOrEqual(5);
    for (const path of pictures) expect(statSync(join(ROOT, path)).size).toBeLessThan(150 * 1024);
  });
});
