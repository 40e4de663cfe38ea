import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { ownDatabaseUri, ownRedisPrefix } from '../support/database.ts';
import { freeTcpPort, ownFolder, startBin } from '../support/office-process.ts';
import { until } from '../support/until.ts';

const folder = ownFolder();

/** A request whose headers have arrived and whose body is held back: certainly in the server's hands. */
interface HeldRequest {
  /** The server has the headers and asks for the body. */
  inHand(): boolean;
  sendBody(): void;
  /** Status of the answer, or what happened instead. */
  answer: Promise<string>;
}

const BODY = 'staffNo=0001&password=not+this+one';

function holdRequest(port: number): HeldRequest {
  let heard = '';
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(
      `POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: 100-continue\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${BODY.length}\r\n\r\n`,
    );
  });
  socket.on('data', (part: Buffer) => (heard += part.toString('latin1')));
  const answer = new Promise<string>((done) => {
    socket.on('error', (error) => done(error.message));
    socket.on('close', () => done(/HTTP\/1\.1 (?!100)(\d{3})/.exec(heard)?.[1] ?? 'nothing'));
  });
  return {
    inHand: () => heard.includes('100 Continue'),
    sendBody: () => void socket.write(BODY),
    answer,
  };
}

function refusesConnections(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(false);
    });
    socket.on('error', () => done(true));
  });
}

describe('ending with work in hand', () => {
  it('answers two hundred requests, takes no new ones, and is gone within ten seconds', async () => {
    const port = await freeTcpPort();
    const office = startBin('start', {
      DATA_DIR: join(folder, 'a'),
      DEMO: '0',
      MONGODB_URI: ownDatabaseUri(),
      REDIS_URL: inject('redisUrl'),
      REDIS_PREFIX: ownRedisPrefix(),
      PORT: String(port),
    });
    await office.address();
    const requests = Array.from({ length: 200 }, () => holdRequest(port));
    await until(() => requests.every((request) => request.inHand()));
    const told = performance.now();
    office.kill('SIGTERM');
    await until(() => refusesConnections(port), { what: 'the end of taking new connections' });
    for (const request of requests) request.sendBody();
    const answers = await Promise.all(requests.map((request) => request.answer));
    // Without a token a form is refused: an answer like any other.
    expect(answers.filter((status) => status !== '403')).toEqual([]);
    expect((await office.ended).code).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
  });
});
