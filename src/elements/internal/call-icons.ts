import { icon } from './icon.ts';

// The icons of what one does in a call; apart from the others, because they load with what does it.

export const swap = /* @__PURE__ */ icon('M4 7h10.5M11.5 4l3 3-3 3M16 13H5.5M8.5 10l-3 3 3 3');
export const screen = /* @__PURE__ */ icon(
  'M4.3 3.5h11.4a1.8 1.8 0 0 1 1.8 1.8v6.9a1.8 1.8 0 0 1-1.8 1.8H4.3a1.8 1.8 0 0 1-1.8-1.8V5.3a1.8 1.8 0 0 1 1.8-1.8zM7 17h6M10 11.3V6.5M7.9 8.4 10 6.3l2.1 2.1',
);
export const shrink = /* @__PURE__ */ icon(
  'M17.5 9V5.8A1.8 1.8 0 0 0 15.7 4H4.3a1.8 1.8 0 0 0-1.8 1.8v8.4A1.8 1.8 0 0 0 4.3 16H8M12 11.5h4.3c.7 0 1.2.5 1.2 1.2v2.1c0 .7-.5 1.2-1.2 1.2H12c-.7 0-1.2-.5-1.2-1.2v-2.1c0-.7.5-1.2 1.2-1.2z',
);
export const full = /* @__PURE__ */ icon('M12.5 3.5h4v4M7.5 16.5h-4v-4M16.5 3.5l-5 5M3.5 16.5l5-5');
export const sliders = /* @__PURE__ */ icon('M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4');
export const record = /* @__PURE__ */ icon('M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z');
export const forward = /* @__PURE__ */ icon('M3.5 14.5v-2A4.5 4.5 0 0 1 8 8h8M12.5 4.5 16 8l-3.5 3.5', 'i flip');
export const join = /* @__PURE__ */ icon('M4 4.5c0 4 6 3.5 6 7.5M16 4.5c0 4-6 3.5-6 7.5M10 12v4.5M7.7 14.4l2.3 2.3 2.3-2.3');
export const device = /* @__PURE__ */ icon(
  'M6.8 2.8h6.4A1.8 1.8 0 0 1 15 4.6v10.8a1.8 1.8 0 0 1-1.8 1.8H6.8A1.8 1.8 0 0 1 5 15.4V4.6a1.8 1.8 0 0 1 1.8-1.8zM8.8 14.5h2.4',
);
export const silent = /* @__PURE__ */ icon(
  'M10 3a4.6 4.6 0 0 0-4.6 4.6c0 3.6-1.4 5-1.4 5h12s-1.4-1.4-1.4-5A4.6 4.6 0 0 0 10 3zM8.4 15.2a1.7 1.7 0 0 0 3.2 0M3.4 2.8l13.2 14.4',
);
