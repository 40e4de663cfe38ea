import { join } from 'node:path';
import { create } from 'express-handlebars';
import { VIEWS } from '../paths.ts';
import type { Frame } from './frame.ts';
import { viewHelpers } from './view-helpers.ts';

/** Turns a view and its model into HTML. */
export interface ViewEngine {
  /** The view alone, for fragments. */
  part(view: string, model: object, frame: Frame): Promise<string>;
  /** The view inside its layout. */
  page(view: string, layout: string, model: object, frame: Frame): Promise<string>;
}

const NAME = /^[a-z0-9-]+(\/[a-z0-9-]+)+$/;

/**
 * Templates see exactly `vm` (the page's own model) and `frame`, in an object made here: nothing that came with a
 * request can name a layout, a partial or a setting. Every view may be used as a partial by its path
 * (`{{> partials/empty}}`). Models are plain objects; prototype properties are not reachable.
 */
export function makeViewEngine(folder: string = VIEWS): ViewEngine {
  const engine = create({ extname: '.hbs', partialsDir: folder });
  const helpers = viewHelpers() as Record<string, (...args: unknown[]) => unknown>;
  const draw = async (view: string, context: object): Promise<string> => {
    if (!NAME.test(view)) throw new Error(`not the name of a view: ${view}`);
    const partials = await engine.getPartials({ cache: true });
    return engine.render(join(folder, `${view}.hbs`), context as Record<string, unknown>, {
      cache: true,
      helpers,
      partials: partials as Record<string, never>,
    });
  };
  return {
    part: (view, model, frame) => draw(view, { vm: model, frame }),
    page: async (view, layout, model, frame) => {
      const body = await draw(view, { vm: model, frame });
      return draw(`layouts/${layout}`, { vm: model, frame, body });
    },
  };
}
