import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * An HTTP server with bounded patience: headers within 10 s, a whole request within 5 minutes (an upload on a slow
 * line), 16 KB of headers, idle connections closed after 5 s. Slow or silent clients cannot hold it.
 */
export function makeHttpServer(app: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 300_000,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 2_000,
    },
    app,
  );
  server.maxConnections = 12_000;
  server.maxRequestsPerSocket = 0;
  return server;
}
