/** The bundle of a page without a build: every element is defined, the client core is exported. The faces are `earshot.faces.js`. */
export * from './all.ts';
export * from './index.ts';
