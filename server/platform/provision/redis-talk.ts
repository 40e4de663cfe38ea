import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A reply of the simple kinds: text, number, nothing, or a list of these. */
export type RedisReply = string | number | null | RedisReply[];

/**
 * Sends a few commands over one short-lived connection and gives their replies; for the questions asked before the
 * real client may be opened (is it there, is it ours, which policy).
 * @throws Error with the server's own words, or when it does not answer in time.
 */
export function talk(url: string, commands: readonly string[][], limitMs = 3_000): Promise<RedisReply[]> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  const target = { host, port: Number(port || 6379) };
  const auth =
    password === '' ? [] : [['AUTH', ...(username === '' ? [] : [username]), password].map(decode)];
  const all = [...auth, ...commands];
  return new Promise((done, failed) => {
    const socket: Socket =
      protocol === 'rediss:' ? connectTls({ ...target, servername: host }) : connectPlain(target);
    let heard = Buffer.alloc(0);
    const finish = (error: Error | null, replies: RedisReply[] = []) => {
      socket.destroy();
      if (error === null) done(replies.slice(auth.length));
      else failed(error);
    };
    socket.setTimeout(limitMs, () => finish(new Error(`no answer within ${limitMs / 1000} s`)));
    socket.on('error', (error) => finish(error));
    socket.on('close', () => finish(new Error('connection closed')));
    socket.on('data', (part) => {
      heard = Buffer.concat([heard, part]);
      try {
        const replies = readReplies(heard, all.length);
        if (replies !== null) finish(null, replies);
      } catch (error) {
        finish(error as Error);
      }
    });
    socket.write(all.map(encode).join(''));
  });
}

function decode(part: string): string {
  return decodeURIComponent(part);
}

function encode(command: readonly string[]): string {
  return `*${command.length}\r\n${command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;
}

/** The first `count` replies in the bytes, or null when more has to come. @throws Error for an error reply. */
function readReplies(bytes: Buffer, count: number): RedisReply[] | null {
  const replies: RedisReply[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const next = readReply(bytes, at);
    if (next === null) return null;
    replies.push(next.reply);
    at = next.end;
  }
  return replies;
}

function readReply(bytes: Buffer, at: number): { reply: RedisReply; end: number } | null {
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd < 0) return null;
  const [kind, rest] = [String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, lineEnd)];
  const end = lineEnd + 2;
  switch (kind) {
    case '+':
      return { reply: rest, end };
    case '-':
      throw new Error(rest);
    case ':':
      return { reply: Number(rest), end };
    case '$': {
      const length = Number(rest);
      if (length < 0) return { reply: null, end };
      if (bytes.length < end + length + 2) return null;
      return { reply: bytes.toString('utf8', end, end + length), end: end + length + 2 };
    }
    case '*': {
      const items: RedisReply[] = [];
      let next = end;
      for (let i = 0; i < Number(rest); i += 1) {
        const item = readReply(bytes, next);
        if (item === null) return null;
        items.push(item.reply);
        next = item.end;
      }
      return { reply: items, end: next };
    }
    default:
      throw new Error('not a Redis server');
  }
}
