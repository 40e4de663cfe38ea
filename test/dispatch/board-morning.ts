import { people, type Visitor } from '../support/page.ts';
import { DAY, openBoard, plainCards, type BoardScene } from './board-scene.ts';

/** A fresh morning: eight agents, 40 people due, drafted at 08:41, and the leader at a browser. */
export async function draftedMorning(): Promise<{ scene: BoardScene; leader: Visitor }> {
  const scene = await openBoard();
  await scene.hire();
  await scene.cards(plainCards(40));
  await scene.run('dispatch-draft', DAY);
  return { scene, leader: await scene.office.signIn(people.leaderHe) };
}

/** An attribute's text as a browser reads it. */
export function plain(text: string): string {
  return text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
}
