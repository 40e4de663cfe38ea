import { it } from 'vitest';
import {
  openTab,
  signInTab,
  screenshot,
  axeFindings,
  overflow,
  describeInBrowser,
  type Tab,
} from '../support/browser.ts';
import { people } from '../support/page.ts';
import { DAY, openBoard, plainCards } from './board-scene.ts';

describeInBrowser('look', () => {
  it('looks', async () => {
    const scene = await openBoard();
    await scene.hire();
    await scene.cards(
      plainCards(290).map((one, at) =>
        at % 7 === 0
          ? { ...one, allowCall: at % 2 ? '否' : '是', mobile: at % 3 ? '' : '13900000000' }
          : at % 11 === 0
            ? { ...one, birthday: '1980-11-25', calendar: '公历' }
            : one,
      ),
    );
    await scene.run('dispatch-draft', DAY);
    await scene.services.roster.markAbsent(DAY, '0202', 'sick', {
      staffNo: '0301',
      name: 'x',
      roles: ['leader'],
    });
    const tab = await openTab(scene.office);
    await signInTab(scene.office, tab, people.leaderHe);
    const see = async (path: string, name: string) => {
      const answer = await tab.page.goto(path);
      await screenshot(tab.page, name);
      console.log(
        name,
        answer?.status(),
        await axeFindings(tab.page),
        await overflow(tab.page),
        tab.complaints.splice(0),
      );
    };
    await see('/dispatch', 'board');
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.keyboard.press('ArrowDown');
    await see(`/dispatch/board/${DAY}?agent=0203`, 'board-agent');
    const board = await scene.services.dispatch.pool(DAY, { limit: 1 });
    await see(`/dispatch/board/${DAY}?person=${board.rows[0]?.customerId}`, 'board-person');
    await see(`/dispatch/funnel/${DAY}`, 'funnel');
    await see(`/dispatch/people/${DAY}?by=lead&of=new-card`, 'people');
    await see(`/dispatch/explain/${board.rows[0]?.customerId}`, 'explain');
    await see(`/dispatch/rules`, 'rules');
    await see(`/dispatch/backlog`, 'backlog');
    await see(`/dispatch/sheets/${DAY}`, 'sheets-none');
    const v = async () => (await scene.services.dispatch.board(DAY)).version;
    const actor = { staffNo: '0301', name: '何建平', roles: ['leader' as const] };
    await scene.services.dispatch.transferAbsent({ day: DAY, version: await v(), staffNo: '0202' }, actor);
    await see('/dispatch', 'board-moved');
    await scene.services.dispatch.fixNow({ day: DAY, version: await v() }, actor);
    await see('/dispatch', 'board-fixed');
    await see(`/dispatch/sheets/${DAY}`, 'sheets');
    await see(`/dispatch/sheet/SC20261123-02`, 'sheet');
    await see(`/dispatch/paper/${DAY}?sheets=SC20261123-02,SC20261123-03`, 'paper');
    console.log(scene.office.log.filter((l) => l.includes('failed')).join('\n'));
  });
});
