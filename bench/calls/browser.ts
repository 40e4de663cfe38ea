import { PASSWORD } from './scene.ts';

/** One signed-in agent without script. */
export interface Browser {
  url: string;
  cookie: string;
  csrf: string;
}

/** Signs an agent in through the sign-in page. */
export async function signIn(url: string, staffNo: string): Promise<Browser> {
  const first = await fetch(`${url}/sign-in`);
  const browser = { url, cookie: cookieOf(first, ''), csrf: tokenIn(await first.text()) };
  const signedIn = await send(browser, '/sign-in', { staffNo, password: PASSWORD });
  if (signedIn.status !== 303) throw new Error(`sign-in of ${staffNo}: ${signedIn.status}`);
  browser.cookie = cookieOf(signedIn, browser.cookie);
  const queue = await fetch(`${url}/calls`, { headers: { cookie: browser.cookie } });
  browser.csrf = tokenIn(await queue.text());
  return browser;
}

/** 下一位: asks for the next call and reads its desk. @returns the page */
export async function nextCall(browser: Browser): Promise<string> {
  const claimed = await send(browser, '/calls/next', {});
  const to = claimed.headers.get('location') ?? '';
  if (claimed.status !== 303 || !to.startsWith('/calls/desk/'))
    throw new Error(`next: ${claimed.status} ${to}`);
  const desk = await fetch(`${browser.url}${to}`, { headers: { cookie: browser.cookie } });
  const html = await desk.text();
  if (desk.status !== 200 || !html.includes('name="submissionId"')) throw new Error(`desk: ${desk.status}`);
  return html;
}

async function send(browser: Browser, path: string, form: Record<string, string>): Promise<Response> {
  const response = await fetch(`${browser.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: browser.cookie, origin: browser.url },
    body: new URLSearchParams({ _csrf: browser.csrf, ...form }),
  });
  if (response.status === 303) await response.arrayBuffer();
  return response;
}

function cookieOf(response: Response, before: string): string {
  const cookies = new Map(
    [...before.split('; ').filter((pair) => pair !== ''), ...response.headers.getSetCookie()].map((text) => {
      const [pair = ''] = text.split(';');
      return [pair.slice(0, pair.indexOf('=')), pair] as const;
    }),
  );
  return [...cookies.values()].join('; ');
}

function tokenIn(html: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}
