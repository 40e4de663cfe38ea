import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from '../../server/scripts/index.ts';

describe('placeholders of spoken words', () => {
  it('are filled with what is known, so that it can be read aloud', () => {
    expect(fillPlaceholders('您好，请问是{称呼}吗？', { address: '王女士' })).toEqual([
      { text: '您好，请问是', kind: 'said' },
      { text: '王女士', kind: 'filled' },
      { text: '吗？', kind: 'said' },
    ]);
  });

  it('are understood in Traditional too', () => {
    expect(fillPlaceholders('{稱呼}', { address: '王女士' })).toEqual([{ text: '王女士', kind: 'filled' }]);
  });

  it('stay visible as something to say where nothing is known', () => {
    expect(fillPlaceholders('您买的{商品}', { item: ' ' })).toEqual([
      { text: '您买的', kind: 'said' },
      { text: '商品', kind: 'open' },
    ]);
  });

  it('are filled once: braces in a name are only braces', () => {
    expect(fillPlaceholders('{称呼}', { address: '{店名}', store: '滨江百货' })).toEqual([
      { text: '{店名}', kind: 'filled' },
    ]);
  });

  it('leave unknown braces as they were written', () => {
    expect(fillPlaceholders('{天气}好', {})).toEqual([{ text: '{天气}好', kind: 'said' }]);
  });
});
