// What every page does: keys, dialogs, the palette, lists, what was typed, the pages that poll.
import { startKeys } from './keys.js';
import { startDialogs } from './dialogs.js';
import { startPalette } from './palette.js';
import { startTables } from './tables.js';
import { startTyped } from './typed.js';
import { startForms } from './forms.js';

startDialogs();
startForms();
startTyped();
startPalette();
// Before the tables: the letter after G is a page's, not a row's.
startKeys();
startTables();
