import { icon } from '../../internal/icon.ts';

/** Icons of what can be done with a message. Those that point along the line of writing are mirrored by the style sheet: `.flip`. */
export const reply = /* @__PURE__ */ icon('M7.7 4.5 3 9.2l4.7 4.7M3.3 9.2h7.9a5.3 5.3 0 0 1 5.3 5.3v1', 'i flip');
export const forward = /* @__PURE__ */ icon('M12.3 4.5 17 9.2l-4.7 4.7M16.7 9.2H8.8a5.3 5.3 0 0 0-5.3 5.3v1', 'i flip');
export const back = /* @__PURE__ */ icon('M12 5.5 7.5 10l4.5 4.5', 'i flip');
export const react = /* @__PURE__ */ icon('M16.9 9.2a7 7 0 1 1-6.1-6.1M6.9 11.8a3.6 3.6 0 0 0 6.2 0M7.6 8v.4M12.4 8v.4M15.5 2.3v5M13 4.8h5');
export const copy = /* @__PURE__ */ icon(
  'M8.7 7h6.1A1.7 1.7 0 0 1 16.5 8.7v6.1a1.7 1.7 0 0 1-1.7 1.7H8.7A1.7 1.7 0 0 1 7 14.8V8.7A1.7 1.7 0 0 1 8.7 7zM4.9 13A1.7 1.7 0 0 1 3.5 11.3V5.2A1.7 1.7 0 0 1 5.2 3.5h6.1c.8 0 1.5.6 1.7 1.4',
);
export const trash = /* @__PURE__ */ icon(
  'M3.5 5.5h13M8 5.3V4.2c0-.7.5-1.2 1.2-1.2h1.6c.7 0 1.2.5 1.2 1.2v1.1M5 5.7l.7 9.6c.1.9.8 1.7 1.7 1.7h5.2c.9 0 1.6-.8 1.7-1.7l.7-9.6M8.4 9v4.5M11.6 9v4.5',
);
export const flag = /* @__PURE__ */ icon('M4.5 17.5V3.3M4.5 4.1c4-2.4 6.5 1.8 11 .1v7.3c-4.5 1.7-7-2.5-11-.1');
export const pin = /* @__PURE__ */ icon('M7.5 3h5M8.2 3l-.5 5-2.2 2.5v1h9v-1L12.3 8l-.5-5M10 11.7V17');
export const search = /* @__PURE__ */ icon('M9 3.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 9 3.3zM13.2 13.2l3.6 3.6');
export const phoneIn = /* @__PURE__ */ icon(
  'M6.1 2.7c.5-.1 1 .2 1.2.7l1.3 3c.2.5.1 1-.3 1.4L7 9.1a10.6 10.6 0 0 0 3.9 3.9l1.3-1.3c.4-.4.9-.5 1.4-.3l3 1.3c.5.2.8.7.7 1.2l-.4 2.3c-.1.7-.7 1.1-1.3 1.1C8.6 17 3 11.4 2.7 4.4c0-.6.4-1.2 1.1-1.3zM17 3l-4.5 4.5M12.3 4v3.7H16',
);
