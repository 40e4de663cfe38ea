import { beforeAll, describe, expect, it } from 'vitest';
import { RESULT_SORTS } from '../../server/callbacks/result-order.ts';
import { addDays } from '../../server/platform/business-date.ts';
import type { TestPerson, Visitor } from '../support/page.ts';
import { li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, office } = scene;
const at = (time: string) => scene.at(time);
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
const ids: Record<'valid' | 'missed' | 'undone' | 'others', string> = {
  valid: '',
  missed: '',
  undone: '',
  others: '',
};
let he: Visitor;
let agent: Visitor;

/** Links and times of the rows shown. */
const rowsOf = (html: string) =>
  [...html.matchAll(/<td class="num c-at"><a href="\/calls\/results\/([^"]+)">/g)].map(([, id = '']) => id);
const linkOf = (html: string, rel: 'next' | 'prev') =>
  new RegExp(`href="([^"]+)" rel="${rel}"`)
    .exec(html)?.[1]
    ?.replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

beforeAll(async () => {
  await scene.open({ people: 12 });
  at('09:30');
  const valid = await callbacks.save(
    result(await scene.next(zhang), 'V1', {
      csat: 5,
      nps: 9,
      tags: ['praise'],
      words: '说衣服很暖和\n还想再买',
    }),
    zhang,
  );
  const missed = await callbacks.save(result(await scene.next(zhang), 'N1'), zhang);
  const undone = await callbacks.save(result(await scene.next(zhang), 'R1'), zhang);
  await callbacks.undo(undone.result._id, zhang);
  const others = await callbacks.save(result(await scene.next(li), 'N2'), li);
  Object.assign(ids, {
    valid: valid.result._id,
    missed: missed.result._id,
    undone: undone.result._id,
    others: others.result._id,
  });
  he = await office.signIn(leader);
  agent = await scene.visit(zhang);
}, 60_000);

describe('the list of results', () => {
  it('shows the leader everybody’s, undone ones too, with what they are', async () => {
    const { status, text, html } = await he.get('/calls/results');
    expect(status).toBe(200);
    expect(new Set(rowsOf(html))).toEqual(new Set(Object.values(ids)));
    expect(text).toContain('1–4 / 4 条');
    expect(text).toMatch(/有效回访 第 1 次.*表扬/);
    expect(text).toContain('已撤销');
  });

  it('is narrowed by every part of the address, and by all together', async () => {
    const shown = async (query: string) => rowsOf((await he.get(`/calls/results?${query}`)).html);
    expect(await shown('disposition=V1')).toEqual([ids.valid]);
    expect(new Set(await shown('disposition=N1,N2'))).toEqual(new Set([ids.missed, ids.others]));
    expect(await shown('agent=0302')).toEqual([ids.others]);
    expect(await shown('tag=praise,flower')).toEqual([ids.valid]);
    expect(await shown('undone=1')).toEqual([ids.undone]);
    expect(await shown('reached=1&undone=0')).toEqual([ids.valid]);
    expect(await shown('valid=1')).toEqual([ids.valid]);
    expect((await shown('rule=new-card')).length).toBe(4);
    expect(await shown('rule=birthday')).toEqual([]);
    expect(await shown('source=paper')).toEqual([]);
    expect((await shown('sheet=sc20261123-02')).length).toBe(1);
    expect((await shown(`from=${MONDAY}&to=20261123`)).length).toBe(4);
    expect(await shown('from=2026-11-24')).toEqual([]);
    expect(
      await shown(
        `from=${MONDAY}&to=${MONDAY}&agent=0301&disposition=V1&tag=praise&rule=new-card&source=screen&undone=0`,
      ),
    ).toEqual([ids.valid]);
  });

  it('shows a list for an old or mistyped address instead of an error', async () => {
    for (const query of [
      'from=gestern',
      'tag=gold',
      'sort=zufall',
      'after=%00',
      'after=e30',
      'row=-5',
      'disposition=%24ne',
    ])
      expect([query, (await he.get(`/calls/results?${query}`)).status]).toEqual([
        query,
        query.includes('%00') ? 400 : 200,
      ]);
  });

  it('keeps the last filter for the person, says so, and drops it', async () => {
    await he.get('/calls/results?all=1');
    const chosen = await he.post('/calls/results/filter', {
      disposition: ['N1', 'V1'],
      agent: '0301',
      from: '2026.11.23',
    });
    expect(chosen.location).toBe('/calls/results?from=2026-11-23&agent=0301&disposition=N1%2CV1');
    const again = await he.get('/calls/results');
    expect(again.location).toBe('/calls/results?from=2026-11-23&agent=0301&disposition=N1%2CV1&kept=1');
    const shown = await he.get(again.location!);
    expect(shown.text).toContain('沿用您上次的筛选，只显示相符的结果。');
    expect(shown.text).toMatch(/从 2026-11-23.*张慧敏.*无人接听、有效回访/);
    expect(
      (await office.signIn({ ...leader, staffNo: '0193' }).then((other) => other.get('/calls/results')))
        .status,
    ).toBe(200);
    const query = again.location!.split('?')[1]!;
    expect((await he.post('/calls/results/filter', { query, drop: 'disposition' })).location).toBe(
      '/calls/results?from=2026-11-23&agent=0301',
    );
    expect((await he.post('/calls/results/filter', { clear: '1' })).location).toBe('/calls/results?all=1');
    expect((await he.get('/calls/results')).status).toBe(200);
  });

  it('exchanges days that were typed the wrong way round', async () => {
    const { location } = await he.post('/calls/results/filter', { from: '2026-11-30', to: '2026-11-01' });
    expect(location).toBe('/calls/results?from=2026-11-01&to=2026-11-30');
    await he.post('/calls/results/filter', { clear: '1' });
  });
});

describe('an agent', () => {
  it('sees the own results only, whatever the address says', async () => {
    const own = new Set([ids.valid, ids.missed, ids.undone]);
    for (const query of ['', '?agent=0302', '?all=1']) {
      const { html, text } = await agent.get(`/calls/results${query}`);
      expect(new Set(rowsOf(html))).toEqual(own);
      expect(text).toContain('我的回访结果');
      expect(html).not.toContain('/calls/results/export');
    }
  });

  it('cannot open somebody else’s, nor take the list out', async () => {
    expect((await agent.get(`/calls/results/${ids.valid}`)).status).toBe(200);
    expect((await agent.get(`/calls/results/${ids.others}`)).status).toBe(403);
    expect((await agent.get('/calls/results/export')).status).toBe(403);
    expect((await agent.get('/calls/results/nobody')).status).toBe(404);
  });

  it('reads all calls with a customer, opening the own ones', async () => {
    const { customerId } = await callbacks.result(ids.others);
    const history = await agent.get(`/calls/history/${customerId}`);
    expect(history.status).toBe(200);
    expect(history.text).toMatch(/的通话 .*1 通.*占线/);
    expect(history.html).not.toContain(`/calls/results/${ids.others}`);
    expect((await he.get(`/calls/history/${customerId}`)).html).toContain(`/calls/results/${ids.others}`);
    expect((await agent.get('/calls/history/nobody')).status).toBe(404);
  });
});

describe('one result', () => {
  it('shows the call, its words, what it made and what came of it', async () => {
    const { text } = await he.get(`/calls/results/${ids.valid}`);
    expect(text).toContain('11-23 09:30 的通话结果');
    expect(text).toMatch(/有效回访.*表扬/);
    expect(text).toContain('说衣服很暖和 还想再买');
    expect(text).toContain('满意度 5 / 5');
    expect(text).toMatch(/这次保存带来的事 .* 有效/);
    const undone = await he.get(`/calls/results/${ids.undone}`);
    expect(undone.text).toMatch(/11-23 09:30 由张慧敏撤销/);
    expect(undone.text).toContain('已撤回');
  });

  it('leaves a line in the trail when it is read', async () => {
    await he.get(`/calls/results/${ids.missed}`);
    const [line] = await office.house.audit.list({ event: 'calls.result-read', subjectId: ids.missed }, 1);
    expect(line?.staffNo).toBe('0191');
  });
});

describe('thousands of results', () => {
  const COUNT = 173;

  beforeAll(async () => {
    const results = scene.db.connection.collection('call_results');
    const valid = await results.findOne({ _id: ids.valid as never });
    await results.insertMany(
      Array.from({ length: COUNT }, (_, n) => {
        const day = addDays(MONDAY, -1 - (n % 9));
        return {
          ...valid,
          _id: `many-${String(n).padStart(4, '0')}` as never,
          itemId: `many-${n}`,
          turn: null,
          day,
          at: new Date(`${day}T${10 + (n % 3)}:00:00+08:00`),
          agent: `03${String((n % 5) + 1).padStart(2, '0')}`,
          agentName: `回访员${(n % 5) + 1}`,
          disposition: ['V1', 'N1', 'N2', 'B2'][n % 4],
          sheet: n % 7 === 0 ? null : `SC-${n % 6}`,
          place: n % 7 === 0 ? null : n,
        };
      }),
    );
  });

  it.each(RESULT_SORTS)(
    'are walked through page by page without a gap or a double, sorted by %s, and back',
    async (sort) => {
      const pages: string[][] = [];
      let href: string | undefined = `/calls/results?to=2026-11-22&sort=${sort}`;
      const back: string[] = [];
      while (href !== undefined) {
        const { html } = await he.get(href);
        pages.push(rowsOf(html));
        back.push(html);
        href = linkOf(html, 'next');
      }
      expect(pages.map((page) => page.length)).toEqual([50, 50, 50, 23]);
      expect(new Set(pages.flat()).size).toBe(COUNT);
      const third = await he.get(linkOf(back.at(-1)!, 'prev')!);
      expect(rowsOf(third.html)).toEqual(pages[2]);
      expect(third.text).toContain('101–150 / 173 条');
      const second = await he.get(linkOf(third.html, 'prev')!);
      expect(rowsOf(second.html)).toEqual(pages[1]);
    },
  );

  it('stand in the order that the head says', async () => {
    const { html } = await he.get('/calls/results?to=2026-11-22&sort=agent');
    expect(html).toMatch(/aria-sort="ascending"><a class="sort" href="[^"]*sort(=|&#x3D;)-agent"/);
    const agents = [...html.matchAll(/<td class="nowrap" lang="zh-CN">([^<]+)/g)].map(([, name]) => name);
    expect(agents).toEqual(agents.toSorted());
    expect(new Set(agents).size).toBe(2);
  });
});
