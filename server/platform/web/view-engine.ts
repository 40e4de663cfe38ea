import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { VIEWS } from '../paths.ts';
import type { Frame } from './frame.ts';
import { viewHelpers } from './view-helpers.ts';

/** Turns a view and its model into HTML. */
export interface ViewEngine {
  /** The view alone, for fragments. */
  part(view: string, model: object, frame: Frame): string;
  /** The view inside its layout. */
  page(view: string, layout: string, model: object, frame: Frame): string;
}

/**
 * Templates see exactly `vm` (the page's own model) and `frame`, in an object made here: nothing that came with a
 * request can name a layout, a partial or a setting. Every view may be used as a partial by its path
 * (`{{> partials/empty}}`). Models are plain objects; prototype properties are not reachable. Files are read once, at
 * start; each is compiled at its first use.
 */
export function makeViewEngine(folder: string = VIEWS): ViewEngine {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(viewHelpers() as Record<string, Handlebars.HelperDelegate>);
  const templates = new Map(
    viewFiles(folder).map((file): [string, Handlebars.TemplateDelegate] => [
      nameOf(folder, file),
      handlebars.compile(readFileSync(file, 'utf8').trim()),
    ]),
  );
  handlebars.registerPartial(Object.fromEntries(templates));
  const draw = (view: string, context: object): string => {
    const template = templates.get(view);
    if (template === undefined) throw new Error(`there is no view ${view}`);
    return template(context);
  };
  return {
    part: (view, model, frame) => draw(view, { vm: model, frame }),
    page: (view, layout, model, frame) => {
      const body = draw(view, { vm: model, frame });
      return draw(`layouts/${layout}`, { vm: model, frame, body });
    },
  };
}

function viewFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** `staff/sign-in` for `views/staff/sign-in.hbs`. */
function nameOf(folder: string, file: string): string {
  return relative(folder, file).slice(0, -'.hbs'.length).replaceAll('\\', '/');
}
