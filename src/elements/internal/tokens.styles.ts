import { css } from 'lit';

/**
 * The house style's tokens (LOOK 2). Public `--earshot-*` are read with fallbacks; private `--_*` are derived from them.
 * `.live` (call capsule) and `.stage` (video) run the same derivation again on a dark surface, so that every control
 * works there without a second palette. None of these is registered: `light-dark()` must resolve where it is used.
 */
export const tokens = css`
  :host {
    --_accent: var(--earshot-accent, oklch(0.47 0.085 224));
    --_surface: var(--earshot-surface, light-dark(#fff, oklch(0.212 0.005 75)));
    --_text: var(--earshot-text, light-dark(oklch(0.235 0.012 65), oklch(0.945 0.005 85)));
    --_danger: var(--earshot-danger, oklch(0.56 0.185 27));
    --_positive: var(--earshot-positive, oklch(0.56 0.125 155));
    --_warning: var(--earshot-warning, oklch(0.74 0.14 72));
    --_d: var(--earshot-density, 1);
    --_u: calc(var(--earshot-space, 4px) * var(--_d));
    --_r: var(--earshot-radius, 14px);
    --_fs: var(--earshot-font-size, 0.9375rem);
    --_t: calc(1ms * var(--earshot-motion, 1));
    display: block;
    box-sizing: border-box;
    font-family: var(--earshot-font, inherit);
    font-size: var(--_fs);
    line-height: 1.4;
    text-align: start;
    -webkit-font-smoothing: antialiased;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([density='compact']) {
    --_d: 0.84;
    --_fs: 0.875rem;
  }
  :host([theme='system']) {
    color-scheme: light dark;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }

  :host,
  .live,
  .stage {
    /* brightest lightness that still carries white text at 4.5:1, by hue and chroma; and 1 when the accent is paler than that */
    --_max: calc(0.553 - 0.25 * c * max(0, cos((h - 187) * 1deg)));
    --_min: calc(0.513 - 0.25 * c * max(0, cos((h - 187) * 1deg)));
    --_pale: clamp(0, (l - 0.66) * 1000, 1);
    --_fill-accent: light-dark(
      oklch(from var(--_accent) calc(min(l, var(--_max)) + var(--_pale) * (l - min(l, var(--_max)))) c h),
      oklch(from var(--_accent) calc(clamp(var(--_min), l, var(--_max)) + var(--_pale) * (l - clamp(var(--_min), l, var(--_max)))) c h)
    );
    --_fill-edge: light-dark(color-mix(in oklab, var(--_fill-accent) 72%, #000), color-mix(in oklab, var(--_fill-accent) 82%, #fff));
    --_on-accent: oklch(from var(--_accent) calc(1 - 0.82 * var(--_pale)) calc(c * 0.2 * var(--_pale)) h);
    --_accent-ink: light-dark(oklch(from var(--_accent) min(l, 0.46) min(c, 0.19) h), oklch(from var(--_accent) max(l, 0.8) min(c, 0.13) h));
    --_tint: light-dark(oklch(from var(--_accent) 0.64 min(c * 1.35, 0.135) h), oklch(from var(--_accent) 0.72 min(c * 1.2, 0.13) h));
    --_danger-ink: light-dark(oklch(from var(--_danger) min(l, 0.5) c h), oklch(from var(--_danger) max(l, 0.76) min(c, 0.13) h));
    --_positive-ink: light-dark(oklch(from var(--_positive) min(l, 0.48) c h), oklch(from var(--_positive) max(l, 0.8) min(c, 0.14) h));
    --_warning-ink: light-dark(oklch(from var(--_warning) min(l, 0.5) min(c, 0.11) h), oklch(from var(--_warning) max(l, 0.83) min(c, 0.13) h));
    --_fill-danger: oklch(from var(--_danger) min(l, 0.555) c h);
    --_fill-positive: oklch(from var(--_positive) min(l, 0.53) c h);

    --_ink: var(--_text);
    --_ink-2: color-mix(in oklab, var(--_text) 74%, var(--_surface));
    --_ink-3: color-mix(in oklab, var(--_text) 65%, var(--_surface));
    /* neutral fills are translucent, so that they work on bubbles, rows and capsules */
    --_fill-1: light-dark(color-mix(in oklab, var(--_text) 6%, transparent), color-mix(in oklab, var(--_text) 9%, transparent));
    --_fill-2: light-dark(color-mix(in oklab, var(--_text) 10%, transparent), color-mix(in oklab, var(--_text) 14%, transparent));
    --_fill-3: light-dark(color-mix(in oklab, var(--_text) 16%, transparent), color-mix(in oklab, var(--_text) 21%, transparent));
    --_hair: light-dark(color-mix(in oklab, var(--_text) 11%, transparent), color-mix(in oklab, var(--_text) 13%, transparent));
    --_edge: color-mix(in oklab, var(--_text) 45%, var(--_surface));
    --_sunken: light-dark(color-mix(in oklab, var(--_text) 3%, var(--_surface)), color-mix(in oklab, #000 22%, var(--_surface)));
    --_raised: light-dark(var(--_surface), color-mix(in oklab, var(--_text) 6%, var(--_surface)));
    --_danger-soft: color-mix(in oklab, var(--_danger-ink) 11%, var(--_surface));
    --_positive-soft: color-mix(in oklab, var(--_positive-ink) 12%, var(--_surface));
    --_warning-soft: color-mix(in oklab, var(--_warning) 16%, var(--_surface));
    --_focus: var(--_accent-ink);
    --_soft: light-dark(color-mix(in oklab, var(--_tint) 16%, var(--_surface)), color-mix(in oklab, var(--_tint) 17%, var(--_surface)));

    --_r-s: calc(var(--_r) * 0.45);
    --_r-m: calc(var(--_r) * 0.72);
    --_r-l: var(--_r);
    --_r-xl: calc(var(--_r) * 1.45);
    --_r-pill: min(999px, calc(var(--_r) * 99));
    --_fs-xs: calc(var(--_fs) * 0.79);
    --_fs-s: calc(var(--_fs) * 0.868);
    --_fs-l: calc(var(--_fs) * 1.135);
    --_fs-xl: calc(var(--_fs) * 1.42);
    --_ctl: calc(36px * var(--_d));
    --_cap: calc(42px * var(--_d));
    --_e1: 0 1px 2px rgb(20 14 8 / 0.07);
    --_e2: 0 1px 2px rgb(20 14 8 / 0.08), 0 10px 28px -10px rgb(20 14 8 / 0.22);
    --_e3: 0 2px 6px rgb(20 14 8 / 0.08), 0 24px 60px -18px rgb(20 14 8 / 0.34);
    --_fast: calc(120 * var(--_t));
    --_mid: calc(200 * var(--_t));
    --_slow: calc(320 * var(--_t));
    --_out: cubic-bezier(0.2, 0.8, 0.2, 1);
    color: var(--_text);
  }
  .live,
  .stage {
    color-scheme: dark;
    --_surface: oklch(from var(--_accent) 0.25 min(c * 0.28, 0.024) h);
    --_text: oklch(0.968 0.004 85);
    --_line-c: oklch(from var(--_accent) 0.84 min(max(c, 0.02), 0.115) h);
    background: var(--_surface);
  }
  .stage {
    --_surface: oklch(from var(--_accent) 0.195 min(c * 0.2, 0.016) h);
  }
  @media (pointer: coarse) {
    :host,
    .live,
    .stage {
      --_ctl: 44px;
      --_cap: 44px;
    }
  }
  @media (prefers-contrast: more) {
    :host,
    .live,
    .stage {
      --_ink-2: var(--_text);
      --_ink-3: color-mix(in oklab, var(--_text) 86%, var(--_surface));
      --_hair: var(--_edge);
    }
  }

  /* without relative colours or light-dark(): the petrol palette as it stands; a page's accent colours fills only */
  @supports not ((color: oklch(from red l c h)) and (color: light-dark(red, red))) {
    :host {
      --_accent: var(--earshot-accent, #02627a);
      --_surface: var(--earshot-surface, #fff);
      --_text: var(--earshot-text, #241d17);
      --_danger: var(--earshot-danger, #cb2e2e);
      --_positive: var(--earshot-positive, #1d8951);
    }
    :host,
    .live,
    .stage {
      --_fill-accent: var(--_accent);
      --_fill-edge: #0000;
      --_on-accent: #fff;
      --_accent-ink: #02627a;
      --_tint: #4a9bb5;
      --_soft: #e2f0f5;
      --_danger-ink: #a51c20;
      --_positive-ink: #126b3d;
      --_warning-ink: #85560b;
      --_warning-soft: #f7ebd6;
      --_fill-danger: var(--_danger);
      --_fill-positive: #157a46;
      --_fill-1: #241d170f;
      --_fill-2: #241d171a;
      --_fill-3: #241d1729;
      --_hair: #241d171c;
      --_sunken: #faf9f8;
      --_raised: var(--_surface);
    }
    .live,
    .stage,
    :host([theme='dark']) {
      --_surface: #15242a;
      --_text: #f6f4f1;
      --_line-c: #7fd0ec;
      --_accent-ink: #8fd0e6;
      --_soft: #24404a;
      --_danger-ink: #ff9c92;
      --_positive-ink: #7fd6a2;
      --_warning-ink: #f2c57e;
      --_warning-soft: #3a3222;
      --_fill-1: #f6f4f117;
      --_fill-2: #f6f4f124;
      --_fill-3: #f6f4f136;
      --_hair: #f6f4f121;
    }
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    appearance: none;
    border: 0;
    background: none;
    padding: 0;
    margin: 0;
    cursor: pointer;
    text-align: inherit;
    touch-action: manipulation;
  }
  p,
  h2,
  h3,
  h4,
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* one ring everywhere; the gap keeps it visible on any fill */
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .i {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    display: block;
    overflow: visible;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.55;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .i.f {
    fill: currentColor;
    stroke: none;
  }
  .vh {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .tnum {
    font-variant-numeric: tabular-nums;
  }
  .trunc {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-inline-size: 0;
  }
  /* one-line user text: ellipsis at the end of the text, alignment from the page */
  .trunc[dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition-duration: 0s !important;
    }
  }
`;
