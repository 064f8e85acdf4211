import { html, type TemplateResult } from 'lit';

/*
 * Our own icons: a 20 px grid, 1.55 px strokes with round ends, in `currentColor`. Each is a constant of its own, so
 * that a bundle carries only those it draws. They are decoration: the name belongs on the control.
 */

const icon = (path: string, className = 'i'): TemplateResult =>
  html`<svg class=${className} viewBox="0 0 20 20" aria-hidden="true"><path d=${path}></path></svg>`;
const solid = (path: string): TemplateResult => icon(path, 'i f');

export const phone = /* @__PURE__ */ solid(
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3z',
);
export const hangup = /* @__PURE__ */ solid(
  'M2.4 11.7c4.3-4.1 10.9-4.1 15.2 0 .5.5.6 1.3.1 1.8l-1.2 1.4c-.5.5-1.2.6-1.8.2l-1.9-1.2c-.5-.3-.7-.9-.6-1.4l.2-1.1c-1.6-.5-3.2-.5-4.8 0l.2 1.1c.1.5-.1 1.1-.6 1.4l-1.9 1.2c-.6.4-1.3.3-1.8-.2l-1.2-1.4c-.5-.5-.4-1.3.1-1.8z',
);
export const phoneMissed = /* @__PURE__ */ icon(
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3zM12.8 3.2l4 4M16.8 3.2l-4 4',
);
export const phoneOutline = /* @__PURE__ */ icon(
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3z',
);
export const mic = /* @__PURE__ */ icon(
  'M10 2.5A2.5 2.5 0 0 1 12.5 5v4a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM4.7 9.2a5.3 5.3 0 0 0 10.6 0M10 14.5v3',
);
export const micOff = /* @__PURE__ */ icon(
  'M7.5 7.6V9a2.5 2.5 0 0 0 3.9 2.1M12.5 8.6V5a2.5 2.5 0 0 0-4.7-1.2M4.7 9.2a5.3 5.3 0 0 0 8.6 4.2M15 10.9c.2-.5.3-1.1.3-1.7M10 14.5v3M3 2.8l14 14.4',
);
export const pause = /* @__PURE__ */ solid(
  'M6.9 3.8c.7 0 1.2.5 1.2 1.2v10a1.2 1.2 0 0 1-2.4 0V5c0-.7.5-1.2 1.2-1.2zM13.1 3.8c.7 0 1.2.5 1.2 1.2v10a1.2 1.2 0 0 1-2.4 0V5c0-.7.5-1.2 1.2-1.2z',
);
export const play = /* @__PURE__ */ solid('M6.6 4.2c0-.8.9-1.3 1.6-.9l8 5.2c.7.4.7 1.4 0 1.8l-8 5.3c-.7.4-1.6 0-1.6-.9z');
export const keypad = /* @__PURE__ */ solid(
  'M3.65 5a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M8.65 5a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M13.65 5a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M3.65 10a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M8.65 10a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M13.65 10a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M3.65 15a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M8.65 15a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0M13.65 15a1.35 1.35 0 1 0 2.7 0a1.35 1.35 0 1 0-2.7 0',
);
export const headset = /* @__PURE__ */ icon(
  'M3.3 13.5v-3a6.7 6.7 0 0 1 13.4 0v3M5.2 11.5h.4a1.2 1.2 0 0 1 1.2 1.2v2.6a1.2 1.2 0 0 1-1.2 1.2h-.4a1.9 1.9 0 0 1-1.9-1.9v-1.2a1.9 1.9 0 0 1 1.9-1.9zM14.8 11.5h-.4a1.2 1.2 0 0 0-1.2 1.2v2.6a1.2 1.2 0 0 0 1.2 1.2h.4a1.9 1.9 0 0 0 1.9-1.9v-1.2a1.9 1.9 0 0 0-1.9-1.9z',
);
export const check = /* @__PURE__ */ icon('M4.3 10.7l3.7 3.7 7.7-8.3');
export const alert = /* @__PURE__ */ icon('M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 6.4v4.3M10 13.5v.1');
export const info = /* @__PURE__ */ icon('M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 9.3v4.3M10 6.5v.1');
export const clock = /* @__PURE__ */ icon('M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.3V10l2.5 1.7');
export const ticks = /* @__PURE__ */ icon('M2 10.9l3.4 3.5 6.9-8M8.9 13.6l.8.8 7.3-8');
export const arrowUp = /* @__PURE__ */ icon('M10 16V4.5M5 9.3l5-5 5 5');
export const arrowDown = /* @__PURE__ */ icon('M10 4v12M5 11l5 5 5-5');
export const paperclip = /* @__PURE__ */ icon(
  'M16 9.3l-6 6a3.7 3.7 0 0 1-5.2-5.2l6.4-6.4a2.5 2.5 0 0 1 3.5 3.5l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5',
);
export const smile = /* @__PURE__ */ icon('M10 2.7a7.3 7.3 0 1 0 0 14.6 7.3 7.3 0 0 0 0-14.6zM6.9 11.6a3.6 3.6 0 0 0 6.2 0M7.6 7.8v.4M12.4 7.8v.4');
export const close = /* @__PURE__ */ icon('M5.3 5.3l9.4 9.4M14.7 5.3l-9.4 9.4');
export const retry = /* @__PURE__ */ icon('M16.2 8.5A6.5 6.5 0 1 0 16.5 11M16.8 4.3v4.3h-4.3');
export const camera = /* @__PURE__ */ icon(
  'M4.8 5h6A2.3 2.3 0 0 1 13.1 7.3v5.4a2.3 2.3 0 0 1-2.3 2.3h-6a2.3 2.3 0 0 1-2.3-2.3V7.3A2.3 2.3 0 0 1 4.8 5zM13.1 9l4.4-2.7v7.4L13.1 11',
);
export const cameraOff = /* @__PURE__ */ icon(
  'M7.4 5h3.4a2.3 2.3 0 0 1 2.3 2.3v1.9l4.4-2.9v7.4M13 13a2.3 2.3 0 0 1-2.2 2h-6a2.3 2.3 0 0 1-2.3-2.3V7.3c0-1 .6-1.8 1.5-2.1M3 2.8l14 14.4',
);
export const speaker = /* @__PURE__ */ icon('M3 8v4h2.7l4 3.3V4.7L5.7 8zM12.7 7.4a3.8 3.8 0 0 1 0 5.2M15 5.1a7 7 0 0 1 0 9.8');
export const message = /* @__PURE__ */ icon(
  'M5.3 3.5h9.4A2.3 2.3 0 0 1 17 5.8v5.9a2.3 2.3 0 0 1-2.3 2.3H9l-3.7 3c-.3.2-.8 0-.8-.4V14A2.3 2.3 0 0 1 3 11.7V5.8a2.3 2.3 0 0 1 2.3-2.3z',
);
export const more = /* @__PURE__ */ solid(
  'M3.2 10a1.45 1.45 0 1 0 2.9 0a1.45 1.45 0 1 0-2.9 0M8.55 10a1.45 1.45 0 1 0 2.9 0a1.45 1.45 0 1 0-2.9 0M13.9 10a1.45 1.45 0 1 0 2.9 0a1.45 1.45 0 1 0-2.9 0',
);
export const offline = /* @__PURE__ */ icon(
  'M2.5 7.8a11 11 0 0 1 3-2M8.5 5a11.3 11.3 0 0 1 9 2.8M5 10.7a7.5 7.5 0 0 1 2.7-1.7M12.3 9c1 .4 1.9 1 2.7 1.7M7.6 13.5a3.8 3.8 0 0 1 4.8 0M10 16.3v.1M3.3 2.8l13.4 14.4',
);
export const lock = /* @__PURE__ */ icon(
  'M5.8 9h8.4A1.8 1.8 0 0 1 16 10.8v4.4a1.8 1.8 0 0 1-1.8 1.8H5.8A1.8 1.8 0 0 1 4 15.2v-4.4A1.8 1.8 0 0 1 5.8 9zM6.7 9V6.3a3.3 3.3 0 0 1 6.6 0V9',
);
export const banned = /* @__PURE__ */ icon('M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM5 5l10 10');
export const snow = /* @__PURE__ */ icon(
  'M10 2.5v15M3.5 6.25l13 7.5M16.5 6.25l-13 7.5M7.9 3.5 10 5.4l2.1-1.9M7.9 16.5l2.1-1.9 2.1 1.9M3.3 9l2.7-.8-.6-2.7M16.7 11l-2.7.8.6 2.7M16.7 9 14 8.2l.6-2.7M3.3 11l2.7.8-.6 2.7',
);
export const image = /* @__PURE__ */ icon(
  'M5 3.5h10A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5zM3.7 13.5l3.6-3.8 6.3 6.6M11.5 11.8l1.8-1.9 3 3.1M13 7v.1',
);
export const file = /* @__PURE__ */ icon(
  'M6 2.8h5.5L16 7.3v8.2a1.7 1.7 0 0 1-1.7 1.7H6a1.7 1.7 0 0 1-1.7-1.7v-11A1.7 1.7 0 0 1 6 2.8zM11.3 3v4.5h4.5',
);
export const download = /* @__PURE__ */ icon('M10 3.5v9M6 8.8l4 4 4-4M3.8 16.5h12.4');
export const personAdd = /* @__PURE__ */ icon(
  'M8.5 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 16.5c.3-2.7 2.5-4.5 5.5-4.5s5.2 1.8 5.5 4.5M15.5 6v5M13 8.5h5',
);
export const personRemove = /* @__PURE__ */ icon('M8.5 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 16.5c.3-2.7 2.5-4.5 5.5-4.5s5.2 1.8 5.5 4.5M13 8.5h5');
export const siteSettings = /* @__PURE__ */ icon('M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4');
export const chevronDown = /* @__PURE__ */ icon('M5.5 8l4.5 4.5L14.5 8');
export const edit = /* @__PURE__ */ icon('M12.3 4.7l3 3M4 13.2l8.9-8.9a1.7 1.7 0 0 1 2.4 0l.4.4a1.7 1.7 0 0 1 0 2.4L6.8 16l-3.6.8z');
export const people = /* @__PURE__ */ icon(
  'M7.5 4a2.8 2.8 0 1 0 0 5.6A2.8 2.8 0 0 0 7.5 4zM2.5 16c.3-2.5 2.3-4.1 5-4.1s4.7 1.6 5 4.1M13 4.2a2.8 2.8 0 0 1 0 5.2M14.3 12.2c1.8.5 3 1.9 3.2 3.8',
);
