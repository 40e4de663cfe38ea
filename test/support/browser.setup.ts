import { afterAll } from 'vitest';
import { closeTabs } from './browser.ts';

// Files share their worker's browser; what one has left open would go on asking an office that is gone.
afterAll(closeTabs);
