import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Prints `port <n>`, serves until standard input ends, then prints `rss <MiB>`: the most this process ever held. */
export async function serveUntilAsked(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  server.closeAllConnections();
  server.close();
  process.stdout.write(`rss ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
}
