import { css } from 'lit';
import { core } from './core.styles.ts';

/** What {@link richTokens} derives of colours, as declarations: a dark surface derives them again for itself. */
export const richColours = css`
  --_danger-ink: light-dark(oklch(from var(--_danger) min(l, 0.5) c h), oklch(from var(--_danger) max(l, 0.76) min(c, 0.13) h));
  --_positive-ink: light-dark(oklch(from var(--_positive) min(l, 0.48) c h), oklch(from var(--_positive) max(l, 0.8) min(c, 0.14) h));
  --_warning-ink: light-dark(oklch(from var(--_warning) min(l, 0.5) min(c, 0.11) h), oklch(from var(--_warning) max(l, 0.83) min(c, 0.13) h));
  --_fill-danger: oklch(from var(--_danger) min(l, 0.555) c h);
  --_fill-positive: oklch(from var(--_positive) min(l, 0.53) c h);
  --_ink: var(--_text);
  --_ink-2: color-mix(in oklab, var(--_text) 74%, var(--_surface));
  --_fill-3: light-dark(color-mix(in oklab, var(--_text) 16%, transparent), color-mix(in oklab, var(--_text) 21%, transparent));
  --_hair: light-dark(color-mix(in oklab, var(--_text) 11%, transparent), color-mix(in oklab, var(--_text) 13%, transparent));
  --_raised: light-dark(var(--_surface), color-mix(in oklab, var(--_text) 6%, var(--_surface)));
  --_danger-soft: color-mix(in oklab, var(--_danger-ink) 11%, var(--_surface));
  --_positive-soft: color-mix(in oklab, var(--_positive-ink) 12%, var(--_surface));
  --_warning-soft: color-mix(in oklab, var(--_warning) 16%, var(--_surface));
`;

/** The tokens and resets of everything that is more than a button at rest; on top of `core`. */
export const richTokens = css`
  :host {
    --_danger: var(--earshot-danger, oklch(0.56 0.185 27));
    --_positive: var(--earshot-positive, oklch(0.56 0.125 155));
    --_warning: var(--earshot-warning, oklch(0.74 0.14 72));
    ${richColours}
    --_r-s: calc(var(--_r) * 0.45);
    --_r-m: calc(var(--_r) * 0.72);
    --_r-l: var(--_r);
    --_r-xl: calc(var(--_r) * 1.45);
    --_fs-xs: calc(var(--_fs) * 0.79);
    --_cap: calc(42px * var(--_d));
    --_e1: 0 1px 2px rgb(20 14 8 / 0.07);
    --_e2: 0 1px 2px rgb(20 14 8 / 0.08), 0 10px 28px -10px rgb(20 14 8 / 0.22);
    --_e3: 0 2px 6px rgb(20 14 8 / 0.08), 0 24px 60px -18px rgb(20 14 8 / 0.34);
  }
  @media (pointer: coarse) {
    :host {
      --_cap: 44px;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_ink-2: var(--_text);
      --_hair: var(--_edge);
    }
  }
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
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
  .tnum {
    font-variant-numeric: tabular-nums;
  }
  /* one-line user text: ellipsis at the end of the text, alignment from the page */
  .trunc[dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
`;

/** The whole house style, but for its dark surfaces. */
export const tokens = [core, richTokens];
