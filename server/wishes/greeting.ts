import type { CardWish, FlowerWish } from './wish.types.ts';

/**
 * Words on the card of a bouquet and in a greeting card, by occasion: read by the customer, so in the office's own
 * language whatever language the agent works in. `{称呼}` and `{店名}` are filled in, every text ends with the store's name.
 */
const ON_FLOWERS: Readonly<Record<FlowerWish['occasion'], string>> = {
  birthday: '祝{称呼}生日快乐，平安喜乐！{店名} 敬上',
  apology: '给您添了麻烦，谨致歉意。{店名} 敬上',
  thanks: '感谢您一直以来的信任与支持。{店名} 敬上',
  congratulation: '恭喜{称呼}，祝一切顺心如意！{店名} 敬贺',
  other: '谨祝{称呼}安好。{店名} 敬上',
};

const IN_CARDS: Readonly<Record<CardWish['occasion'], string>> = {
  birthday: '祝{称呼}生日快乐，身体健康，平安喜乐！{店名} 敬上',
  'new-year': '恭祝{称呼}新春快乐，阖家幸福，万事如意！{店名} 敬贺',
  'mid-autumn': '恭祝{称呼}中秋快乐，阖家团圆！{店名} 敬贺',
  thanks: '感谢{称呼}一直以来的信任与支持，祝您一切顺心！{店名} 敬上',
  other: '谨祝{称呼}安好，诸事顺遂！{店名} 敬上',
};

/** @param addressed how the customer is addressed, e.g. 王女士 */
export function flowerCardText(
  occasion: FlowerWish['occasion'],
  addressed: string,
  storeName: string,
): string {
  return filled(ON_FLOWERS[occasion], addressed, storeName);
}

/** As {@link flowerCardText}, for a greeting card by post. */
export function greetingText(occasion: CardWish['occasion'], addressed: string, storeName: string): string {
  return filled(IN_CARDS[occasion], addressed, storeName);
}

/** Whether a text names the store; blanks and width of characters do not count. */
export function namesStore(text: string, storeName: string): boolean {
  return plain(text).includes(plain(storeName));
}

function filled(text: string, addressed: string, storeName: string): string {
  return text.replace('{称呼}', () => addressed).replace('{店名}', () => storeName);
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
