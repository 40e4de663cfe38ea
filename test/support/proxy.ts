import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire that can be cut, slowed and silenced, between a client and a server. */
export interface Proxy {
  port: number;
  /**
   * The next `times` requests that hold all these words reach the server, and their replies never the client: the
   * connection is reset instead.
   */
  dropReplyTo(words: readonly string[], times?: number): void;
  /** Replies dropped so far. */
  dropped(): number;
  /** Delays everything by so many milliseconds, both ways. */
  slow(ms: number): void;
  /** Connections stay open and nothing comes through any more, until `false`. */
  silence(on: boolean): void;
  /** Resets every connection there is. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens a proxy on a free port of this machine in front of `host:port`. */
export async function openProxy(host: string, port: number): Promise<Proxy> {
  let words: readonly string[] = [];
  let drops = 0;
  let dropped = 0;
  let delayMs = 0;
  let silent = false;
  const pairs = new Set<{ client: Socket; server: Socket }>();

  const proxy = createServer((client) => {
    const server = connect(port, host);
    const pair = { client, server };
    pairs.add(pair);
    let doomed = false;
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    const pass = (to: Socket, data: Buffer) => {
      if (silent) return;
      if (delayMs === 0) to.write(data);
      else setTimeout(() => to.write(data), delayMs);
    };
    client.on('data', (data) => {
      if (drops > 0 && words.length > 0 && words.every((word) => data.includes(word))) {
        drops -= 1;
        doomed = true;
      }
      pass(server, data);
    });
    server.on('data', (data) => {
      if (!doomed) return pass(client, data);
      dropped += 1;
      client.resetAndDestroy();
      end();
    });
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  const cut = () => {
    for (const { client, server } of [...pairs]) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  return {
    port: (proxy.address() as AddressInfo).port,
    dropReplyTo: (list, times = 1) => {
      words = list;
      drops = times;
    },
    dropped: () => dropped,
    slow: (ms) => {
      delayMs = ms;
    },
    silence: (on) => {
      silent = on;
      // What was swallowed cannot be sent later: a silent connection ends when the silence does.
      if (!on) cut();
    },
    cut,
    close: async () => {
      cut();
      await new Promise<void>((closed) => proxy.close(() => closed()));
    },
  };
}
