import { icon } from './icon.ts';

// The icons that the first paint of a channel needs: apart, so that the others come with what shows them.

export const check = /* @__PURE__ */ icon('M4.3 10.7l3.7 3.7 7.7-8.3');
export const ticks = /* @__PURE__ */ icon('M2 10.9l3.4 3.5 6.9-8M8.9 13.6l.8.8 7.3-8');
export const arrowUp = /* @__PURE__ */ icon('M10 16V4.5M5 9.3l5-5 5 5');
export const paperclip = /* @__PURE__ */ icon(
  'M16 9.3l-6 6a3.7 3.7 0 0 1-5.2-5.2l6.4-6.4a2.5 2.5 0 0 1 3.5 3.5l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5',
);
