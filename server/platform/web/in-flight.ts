import type { RequestHandler } from 'express';

/**
 * Counts requests being answered. Above the limit new ones are told at once to come back (503), so that a database
 * that stands still does not pile requests up in memory.
 */
export function inFlightGate(limit: number): RequestHandler {
  let open = 0;
  return (_req, res, next) => {
    if (open >= limit) {
      res.status(503).set('Retry-After', '2').type('text/plain').send('busy, try again in 2 seconds\n');
      return;
    }
    open += 1;
    res.once('close', () => {
      open -= 1;
    });
    next();
  };
}
