// The board of the day follows itself while it is looked at; earlier days stand still.
import { followLive } from '../shared/live.js';

const EVERY_MS = 10_000;
const board = document.getElementById('call-day');
if (board?.hasAttribute('data-follow')) followLive(board, { every: EVERY_MS, scrolled: '.board-col' });
