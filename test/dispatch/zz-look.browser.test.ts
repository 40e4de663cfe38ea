import { it } from 'vitest';
import {
  openTab,
  signInTab,
  screenshot,
  axeFindings,
  overflow,
  describeInBrowser,
} from '../support/browser.ts';
import { people } from '../support/page.ts';
import { DAY, openBoard, plainCards } from './board-scene.ts';

describeInBrowser('look', () => {
  it('looks', async () => {
    const scene = await openBoard();
    await scene.hire();
    await scene.cards(plainCards(290));
    await scene.run('dispatch-draft', DAY);
    await scene.services.roster.markAbsent(DAY, '0202', 'sick', {
      staffNo: '0301',
      name: 'x',
      roles: ['leader'],
    });
    const tab = await openTab(scene.office);
    await signInTab(scene.office, tab, people.leaderHe);
    await tab.page.goto('/dispatch');
    await screenshot(tab.page, 'board');
    console.log(scene.office.log.filter((l) => l.includes('failed')).join('\n'));
    console.log(await axeFindings(tab.page), await overflow(tab.page), tab.complaints);
  });
});
