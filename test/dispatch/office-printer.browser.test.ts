import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makePress } from '../../server/dispatch/index.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { CHROMIUM, describeInBrowser } from '../support/browser.ts';
import { DAY, openBoard, plainCards } from './board-scene.ts';

describeInBrowser('the printer of the office', () => {
  it('gets all fixed sheets in one document by itself, once, and the board knows', async () => {
    const scene = await openBoard('2026-11-23T08:50:00+08:00');
    await scene.hire(3);
    await scene.cards(plainCards(30));
    await scene.run('daily-dispatch', DAY);
    const tray = mkdtempSync(join(tmpdir(), 'office-tray-'));
    const { printing } = makePress({
      db: scene.office.house.db,
      config: readConfig({
        NODE_ENV: 'test',
        PRINT_COMMAND: `cat > ${tray}/{job}.pdf`,
        ...(CHROMIUM === null ? {} : { CHROMIUM_PATH: CHROMIUM }),
      }),
      clock: scene.clock,
      log: makeLog('silent'),
      dispatch: scene.services.dispatch,
    });
    const numbers = (await scene.services.dispatch.sheets(DAY)).map(({ number }) => number);
    expect(await printing.printNew(DAY)).toEqual(numbers);
    expect(await printing.printNew(DAY)).toEqual([]);

    const papers = readdirSync(tray);
    expect(papers.length).toBe(1);
    const text = execFileSync('pdftotext', ['-layout', join(tray, papers[0] ?? ''), '-'], {
      encoding: 'utf8',
    });
    const pages = text
      .split('\f')
      .slice(0, -1)
      .map((page) => page.replace(/\s/g, ''));
    expect(pages.map((page) => /SC\d{8}-\d\d/.exec(page)?.[0])).toEqual(
      numbers.flatMap((number) => [number, number]),
    );
    expect(pages.join('')).not.toContain('预览');
    expect(pages.join('')).not.toMatch(/重印\d/);
    const board = await scene.services.dispatch.board(DAY);
    expect(board.steps.print).toMatchObject({ state: 'done', printed: 3, sheets: 3 });
    const [sheet] = board.sheets;
    expect(sheet?.prints).toMatchObject([{ reprint: 0, copies: 1, by: { staffNo: 'system' } }]);
  });
});
