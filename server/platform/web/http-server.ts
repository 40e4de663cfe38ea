import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';

/**
 * An HTTP server with bounded patience: headers within 10 s, a whole request within 5 minutes (an upload on a slow
 * line), 16 KB of headers, idle connections closed after 5 s. Slow or silent clients cannot hold it. Once it is told
 * to close, every answer still given ends its connection, so that nobody sends a next request into the void.
 */
export function makeHttpServer(app: RequestListener): Server {
  const answering = new Set<ServerResponse>();
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 300_000,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 2_000,
    },
    (req, res) => {
      answering.add(res);
      res.once('close', () => answering.delete(res));
      if (!server.listening) endConnectionWith(res);
      app(req, res);
    },
  );
  server.maxConnections = 12_000;
  const close = server.close.bind(server);
  server.close = (done) => {
    for (const res of answering) endConnectionWith(res);
    return close(done);
  };
  return server;
}

function endConnectionWith(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
