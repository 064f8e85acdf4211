/** The bundle that we ship. Runs in the page. */

/** By a name that no bundler follows. */
const BUNDLE: string = '/dist/earshot.js';

/** Every element is defined. */
export const shipped = (): Promise<unknown> => import(BUNDLE);
