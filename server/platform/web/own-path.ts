/**
 * A path of our own site (with query), or null: never another host, whatever the spelling (`//host`, `/\host`,
 * `https:host`, control characters). Everything that decides where a browser goes next passes through here.
 */
export function ownPath(text: string | undefined): string | null {
  if (text === undefined || !text.startsWith('/') || /[\p{Cc}\\]/u.test(text)) return null;
  try {
    const url = new URL(text, 'http://own.invalid');
    const path = url.pathname + url.search;
    return url.host === 'own.invalid' && !path.startsWith('//') ? path : null;
  } catch {
    return null;
  }
}
