import { css } from 'lit';

/** Colours derived from `--_accent`, `--_surface` and `--_text`, as declarations: a dark surface derives them again for itself. */
export const coreColours = css`
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
  --_soft: light-dark(color-mix(in oklab, var(--_tint) 16%, var(--_surface)), color-mix(in oklab, var(--_tint) 17%, var(--_surface)));
  --_ink-3: color-mix(in oklab, var(--_text) 65%, var(--_surface));
  /* neutral fills are translucent, so that they work on bubbles, rows and capsules */
  --_fill-1: light-dark(color-mix(in oklab, var(--_text) 6%, transparent), color-mix(in oklab, var(--_text) 9%, transparent));
  --_fill-2: light-dark(color-mix(in oklab, var(--_text) 10%, transparent), color-mix(in oklab, var(--_text) 14%, transparent));
  --_edge: color-mix(in oklab, var(--_text) 45%, var(--_surface));
  --_focus: var(--_accent-ink);
  color: var(--_text);
`;

/**
 * The part of the house style that a button at rest needs (LOOK 2): what a page loads first. `tokens.styles.ts` has the rest.
 * Public `--earshot-*` are read with fallbacks; private `--_*` are derived from them. None of these is registered:
 * `light-dark()` must resolve where it is used.
 */
export const core = css`
  :host {
    --_accent: var(--earshot-accent, oklch(0.47 0.085 224));
    --_surface: var(--earshot-surface, light-dark(#fff, oklch(0.212 0.005 75)));
    --_text: var(--earshot-text, light-dark(oklch(0.235 0.012 65), oklch(0.945 0.005 85)));
    --_d: var(--earshot-density, 1);
    --_u: calc(var(--earshot-space, 4px) * var(--_d));
    --_r: var(--earshot-radius, 14px);
    --_r-pill: min(999px, calc(var(--_r) * 99));
    --_fs: var(--earshot-font-size, 0.9375rem);
    --_fs-s: calc(var(--_fs) * 0.868);
    --_ctl: calc(36px * var(--_d));
    --_t: calc(1ms * var(--earshot-motion, 1));
    --_fast: calc(120 * var(--_t));
    --_mid: calc(200 * var(--_t));
    --_out: cubic-bezier(0.2, 0.8, 0.2, 1);
    ${coreColours}
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
  @media (pointer: coarse) {
    :host {
      --_ctl: 44px;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_ink-3: color-mix(in oklab, var(--_text) 86%, var(--_surface));
    }
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
    appearance: none;
    border: 0;
    background: none;
    padding: 0;
    margin: 0;
    cursor: pointer;
    text-align: inherit;
    touch-action: manipulation;
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
  .trunc {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-inline-size: 0;
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
