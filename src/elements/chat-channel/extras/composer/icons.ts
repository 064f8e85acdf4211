import { icon } from '../../../internal/icon.ts';

export const trash = /* @__PURE__ */ icon(
  'M4 5.5h12M8 5.3V3.6h4v1.7M5.5 5.7l.7 10a1.5 1.5 0 0 0 1.5 1.3h4.6a1.5 1.5 0 0 0 1.5-1.3l.7-10M8.4 8.8v5M11.6 8.8v5',
);
export const search = /* @__PURE__ */ icon('M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l3.8 3.8');
